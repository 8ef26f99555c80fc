import { checkAlpha } from "../arguments.ts";
import { type Interval, rateLimit } from "../rate/interval.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import { checkPairs, type Pairs, pairCount } from "./pairs.ts";

/**
 * The two-sided 1 - alpha hybrid score interval for the rate of a less the rate of b on the same
 * episodes: Wilson limits of each rate, joined as for independent rates with the correlation phi
 * of the pairs, x^2 - 2 phi x y + y^2. A positive phi is corrected by n/2 towards 0.
 *
 * Source: Newcombe (1998), Statistics in Medicine 17, 2635-2650, method 10. No pairs give [-1, 1].
 *
 * Assumptions are those of {@link mcnemarTest}.
 *
 * @throws StatsArgumentError unless the four counts are whole, at least 0 and sum to at most
 *   2^53 - 1, and 1e-30 <= alpha < 1
 */
export function newcombePairedDifference(
  pairs: Pairs,
  { alpha }: { readonly alpha: number },
): Interval {
  checkPairs(pairs);
  checkAlpha(alpha);
  const size = pairCount(pairs);
  if (size === 0) return { lower: -1, upper: 1 };
  const phi = correlation(pairs, size);
  const d = (pairs.onlyA - pairs.onlyB) / size;
  const one = reach(pairs.both + pairs.onlyA, size, alpha);
  const two = reach(pairs.both + pairs.onlyB, size, alpha);
  // x^2 - 2 phi x y + y^2, as a sum.
  const join = (x: number, y: number) => Math.sqrt((x - y) ** 2 + 2 * (1 - phi) * x * y);
  return {
    lower: Math.max(-1, d - join(one.down, two.up)),
    upper: Math.min(1, d + join(one.up, two.down)),
  };
}

/**
 * The two-sided 1 - alpha Wald interval on the same episodes after adding one pair to each kind of
 * disagreement, cut to [-1, 1]. For checks by hand.
 *
 * Source: Bonett & Price (2012), Journal of Educational and Behavioral Statistics 37, 479-488.
 * No pairs give [-1, 1]. Assumptions are those of {@link mcnemarTest}.
 *
 * @throws StatsArgumentError as {@link newcombePairedDifference}
 */
export function bonettPriceDifference(
  pairs: Pairs,
  { alpha }: { readonly alpha: number },
): Interval {
  checkPairs(pairs);
  checkAlpha(alpha);
  const size = pairCount(pairs);
  if (size === 0) return { lower: -1, upper: 1 };
  const [a, b] = [(pairs.onlyA + 1) / (size + 2), (pairs.onlyB + 1) / (size + 2)];
  const center = (pairs.onlyA - pairs.onlyB) / (size + 2);
  const spread = normalUpperQuantile(alpha / 2) * Math.sqrt((a + b - center * center) / (size + 2));
  return { lower: Math.max(-1, center - spread), upper: Math.min(1, center + spread) };
}

/** Square roots are taken one by one: a product of four counts would pass 2^53 early. */
function correlation({ both, onlyA, onlyB, neither }: Pairs, size: number): number {
  const spread =
    Math.sqrt(both + onlyA) *
    Math.sqrt(onlyB + neither) *
    Math.sqrt(both + onlyB) *
    Math.sqrt(onlyA + neither);
  if (spread === 0) return 0;
  const excess = both * neither - onlyA * onlyB;
  return (excess > 0 ? Math.max(0, excess - size / 2) : excess) / spread;
}

function reach(successes: number, size: number, alpha: number) {
  const rate = successes / size;
  return {
    down: rate - rateLimit("wilson", "lower", successes, size, alpha / 2),
    up: rateLimit("wilson", "upper", successes, size, alpha / 2) - rate,
  };
}
