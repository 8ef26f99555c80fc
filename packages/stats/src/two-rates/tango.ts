import { checkAlpha } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { findRoot } from "../special/find-root.ts";
import { normalUpperQuantile, normalUpperTail } from "../special/normal.ts";
import { checkMargin } from "./arms.ts";
import { checkPairs, type Pairs, pairCount } from "./pairs.ts";

/**
 * The two-sided 1 - alpha score interval for the rate of a less the rate of b on the same
 * episodes: all differences D with |onlyA - onlyB - n D| <= z sqrt(n (2 q + D (1 - D))), q being
 * the likelihood's maximum for the probability of "only b" when the rates differ by D.
 *
 * Source: Tango (1998), Statistics in Medicine 17, 891-908. No pairs give [-1, 1].
 *
 * Assumptions are those of {@link mcnemarTest}; the coverage is approximate, and good from about
 * 20 pairs.
 *
 * @throws StatsArgumentError unless the four counts are whole, at least 0 and sum to at most
 *   2^53 - 1, and 1e-30 <= alpha < 1
 */
export function tangoDifference(pairs: Pairs, { alpha }: { readonly alpha: number }): Interval {
  checkPairs(pairs);
  checkAlpha(alpha);
  const size = pairCount(pairs);
  if (size === 0) return { lower: -1, upper: 1 };
  const d = (pairs.onlyA - pairs.onlyB) / size;
  const z = normalUpperQuantile(alpha / 2);
  const statistic = (difference: number) =>
    tangoStatistic(pairs.onlyA, pairs.onlyB, size, difference);
  return {
    lower: d === -1 ? -1 : findRoot((difference) => statistic(difference) - z, -1, d),
    upper: d === 1 ? 1 : findRoot((difference) => statistic(difference) + z, d, 1),
  };
}

/**
 * The one-sided score test on the same episodes that a is better than b less a margin; H0 is
 * p_a - p_b <= -margin. The p-value is P(Z > z) with z the statistic of {@link tangoDifference}
 * at D = -margin. Without pairs z is 0 and the p-value 1.
 *
 * Source: Tango (1998), Statistics in Medicine 17, 891-908, section 3. Assumptions are those of
 * {@link tangoDifference}.
 *
 * @throws StatsArgumentError unless the four counts are whole, at least 0 and sum to at most
 *   2^53 - 1, and 0 <= margin < 1
 */
export function tangoNonInferiority(
  pairs: Pairs,
  { margin }: { readonly margin: number },
): { readonly z: number; readonly pValue: number } {
  checkPairs(pairs);
  checkMargin(margin);
  const size = pairCount(pairs);
  if (size === 0) return { z: 0, pValue: 1 };
  const z = tangoStatistic(pairs.onlyA, pairs.onlyB, size, 0 - margin);
  return { z, pValue: normalUpperTail(z) };
}

function tangoStatistic(b: number, c: number, size: number, difference: number): number {
  // Swapping the policies turns the sign of both; a difference >= 0 makes q a sum.
  if (difference < 0) return -tangoStatistic(c, b, size, -difference);
  const excess = b - c - size * difference;
  if (excess === 0) return 0;
  const linear = (2 * size - b + c) * difference - b - c;
  const constant = c * difference * (1 - difference);
  const root = Math.sqrt(linear * linear + 8 * size * constant);
  const q = linear > 0 ? (2 * constant) / (linear + root) : (root - linear) / (4 * size);
  return excess / Math.sqrt(size * (2 * q + difference * (1 - difference)));
}
