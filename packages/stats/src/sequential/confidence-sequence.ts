import { checkAlpha, checkCounts } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { logBeta } from "../special/gamma.ts";
import { logBetaPower } from "../special/log-beta-tail.ts";
import { type BetaPrior, checkPrior, uniformPrior } from "./arguments.ts";

/** The error of a confidence sequence and the prior that shapes it. Fix both beforehand. */
export interface ConfidenceSequenceOptions {
  readonly alpha: number;
  /** Beta(1, 1) unless given. */
  readonly prior?: BetaPrior;
}

/**
 * The two-sided beta-mixture 1 - alpha confidence sequence at these counts.
 *
 * All rates that the `different` test of {@link betaMixtureLogE} does not reject: those with
 * log B(A, B)/B(a, b) - successes log p - failures log(1 - p) < log(1/alpha). With probability at
 * least 1 - alpha the intervals at *all* numbers of episodes contain the rate. The lower limit is
 * 0 without a success and the upper 1 without a failure; no episodes give [0, 1].
 *
 * In terms of the estimate q this is n KL(q, p) < log(1/alpha) - log E(q), convex in logit p, so
 * each limit takes a few Newton steps and nothing large is subtracted.
 *
 * Source: Robbins (1970), Ann. Math. Statist. 41, 1397-1409; Howard, Ramdas, McAuliffe & Sekhon
 * (2021), Ann. Statist. 49, 1055-1080. Alpha is two-sided and not divided between the limits.
 *
 * Assumes that every episode succeeds with the same probability given all earlier ones, and that
 * the prior was fixed beforehand.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1 are whole,
 *   1e-30 <= alpha < 1 and both prior parameters lie from 1e-3 to 1e9
 */
export function betaMixtureConfidenceSequence(
  successes: number,
  episodes: number,
  { alpha, prior = uniformPrior }: ConfidenceSequenceOptions,
): Interval {
  checkCounts(successes, episodes);
  checkAlpha(alpha);
  checkPrior(prior);
  return mixtureInterval(successes, episodes, -Math.log(alpha), prior);
}

/** The rates at which the uncut mixture is below `level`, which is at least 0. */
export function mixtureInterval(
  successes: number,
  episodes: number,
  level: number,
  prior: BetaPrior,
): Interval {
  if (episodes === 0) return { lower: 0, upper: 1 };
  const reach = (level - logEAtEstimate(successes, episodes, prior)) / episodes;
  if (successes === 0) return { lower: 0, upper: -Math.expm1(-reach) };
  if (successes === episodes) return { lower: Math.exp(-reach), upper: 1 };
  return {
    lower: atDivergence(successes, episodes, reach, -1),
    upper: atDivergence(successes, episodes, reach, 1),
  };
}

/** log E of the uncut mixture at p = successes / episodes, its smallest; at most 0. */
function logEAtEstimate(successes: number, episodes: number, { a, b }: BetaPrior): number {
  const failures = episodes - successes;
  if (successes > 0 && failures > 0) {
    const rate = successes / episodes;
    return logBetaPower(rate, a, b) - logBetaPower(rate, a + successes, b + failures);
  }
  const [hit, miss] = failures === 0 ? [a, b] : [b, a];
  return logBeta(hit + episodes, miss) - logBeta(hit, miss);
}

/** The p below (-1) or above (1) q = successes / episodes with KL(q, p) = reach > 0. */
function atDivergence(successes: number, episodes: number, reach: number, side: 1 | -1): number {
  const q = successes / episodes;
  const failed = (episodes - successes) / episodes;
  // Newton in logit p. From outside the root it comes down steadily; a start inside jumps outside.
  let y = Math.log(successes / (episodes - successes));
  y += side * Math.sqrt((2 * reach) / (q * failed));
  for (let step = 0; step < 100; step++) {
    const p = logistic(y);
    const excess = divergence(q, failed, y) - reach;
    const slope = p < 0.5 ? p - q : failed - logistic(-y);
    const change = excess / slope;
    y -= change;
    if (Math.abs(change) <= 1e-14 * Math.max(1, Math.abs(y))) break;
  }
  return logistic(y);
}

function logistic(y: number): number {
  return 1 / (1 + Math.exp(-y));
}

/** KL(q, p) of two coins, given the chances of failure beside, at y = logit p of any size. */
function divergence(q: number, failed: number, y: number): number {
  const p = logistic(y);
  const fails = logistic(-y);
  const gap = p < 0.5 ? q - p : fails - failed;
  const overflow = Math.log1p(Math.exp(-Math.abs(y)));
  const logP = Math.min(0, y) - overflow;
  const logFails = Math.min(0, -y) - overflow;
  return term(q, gap / p, logP) + term(failed, -gap / fails, logFails);
}

/** share log(share / other), given the relative difference of the two and log(other). */
function term(share: number, relative: number, logOther: number): number {
  const log = Math.abs(relative) < 0.5 ? Math.log1p(relative) : Math.log(share) - logOther;
  return share * log;
}
