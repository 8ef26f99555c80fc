import { checkAlpha, checkChoice, checkCounts } from "../arguments.ts";
import type { Side } from "../rate/interval.ts";
import { type BetaPrior, checkPrior, uniformPrior } from "./arguments.ts";
import { mixtureLogE } from "./beta-mixture.ts";
import { type ConfidenceSequenceOptions, mixtureInterval } from "./confidence-sequence.ts";

/**
 * The one-sided beta-mixture 1 - alpha confidence bound at these counts, with all of alpha on its
 * side.
 *
 * The lower bound is the rate below which the `greater` test of {@link betaMixtureLogE} reaches
 * log(1/alpha), so bound and test agree; 0 without a success. The upper bound mirrors it with
 * `less`. With probability at least 1 - alpha the bounds at *all* numbers of episodes hold.
 *
 * Source: Robbins (1970), Ann. Math. Statist. 41, 1397-1409, inverted test by test.
 *
 * Assumes for the lower bound that every episode succeeds with at most the bounded rate given all
 * earlier ones (at least, for the upper), and that the prior was fixed beforehand.
 *
 * @throws StatsArgumentError as {@link betaMixtureConfidenceSequence}, and unless side is "lower"
 *   or "upper"
 */
export function betaMixtureConfidenceBound(
  successes: number,
  episodes: number,
  { alpha, side, prior = uniformPrior }: ConfidenceSequenceOptions & { readonly side: Side },
): number {
  checkCounts(successes, episodes);
  checkAlpha(alpha);
  checkChoice("side", side, ["lower", "upper"]);
  checkPrior(prior);
  if (side === "lower") return lowerBound(successes, episodes, alpha, prior);
  const mirrored = { a: prior.b, b: prior.a };
  return 1 - lowerBound(episodes - successes, episodes, alpha, mirrored);
}

// In logits: rates of 1e-300, the least that the test takes, and just under 1.
const bottom = -690;
const top = 36;

function lowerBound(successes: number, episodes: number, alpha: number, prior: BetaPrior): number {
  if (successes === 0) return 0;
  const level = -Math.log(alpha);
  const excess = (y: number) =>
    mixtureLogE(successes, episodes, logistic(y), "greater", prior) - level;
  const failures = episodes - successes;

  // log E >= level at `reached`, below it at `open`. At the estimate log E < 0 <= level.
  let open = Math.min(top, Math.log(successes / failures));
  let below = excess(open);
  if (below >= 0) return logistic(open);
  let reached = Math.min(open, logit(mixtureInterval(successes, episodes, level, prior).lower));
  let step = 1 / Math.sqrt(successes);
  let above = reached < bottom ? Number.NaN : excess(reached);
  while (above < 0) {
    open = reached;
    below = above;
    reached -= step;
    step *= 2;
    above = reached < bottom ? Number.NaN : excess(reached);
  }
  if (reached < bottom) return 0;
  // Regula falsi of Anderson & Bjorck (1973): a bracket at all times, and quick.
  for (let round = 0; round < 200; round++) {
    if (open - reached <= 4e-16 * Math.max(1, Math.abs(open))) break;
    const middle = reached + ((open - reached) * above) / (above - below);
    const y = middle > reached && middle < open ? middle : (reached + open) / 2;
    const value = excess(y);
    if (value >= 0) {
      below *= damping(value, above);
      reached = y;
      above = value;
      if (value === 0) break;
    } else {
      above *= damping(value, below);
      open = y;
      below = value;
    }
  }
  return logistic(reached);
}

function damping(now: number, before: number): number {
  const factor = 1 - now / before;
  return factor > 0 ? factor : 0.5;
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

function logistic(y: number): number {
  return 1 / (1 + Math.exp(-y));
}
