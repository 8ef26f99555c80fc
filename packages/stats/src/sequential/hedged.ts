import { checkAlpha } from "../arguments.ts";
import { checkOpenRate, checkScores } from "./arguments.ts";
import type { RunningInterval } from "./running-interval.ts";

/** How a hedged confidence sequence bets. Fix it before the first score. */
export interface HedgedOptions {
  /** Two-sided error probability over all looks. */
  readonly alpha: number;
  /** The share of the capital that bets on a higher mean, above 0 and below 1; 1/2 unless given. */
  readonly share?: number;
  /** The most that a bet may lose, as a part of its capital; above 0 and below 1, 1/2 unless given. */
  readonly cap?: number;
}

/** What {@link nextBet} needs to know of the scores so far. */
export interface ScoreMoments {
  readonly count: number;
  readonly sum: number;
  /** The sum of (x_i - mean_i)^2, with mean_i = (1/2 + x_1 + ... + x_i)/(i + 1). */
  readonly squares: number;
}

export const noScores: ScoreMoments = { count: 0, sum: 0, squares: 0 };

/** The predictable plug-in bet on the next score, before the cap. */
export function nextBet({ count, squares }: ScoreMoments, logLevel: number): number {
  const variance = (0.25 + squares) / (count + 1);
  return Math.sqrt((2 * logLevel) / (variance * (count + 1) * Math.log(count + 2)));
}

export function addScore({ count, sum, squares }: ScoreMoments, score: number): ScoreMoments {
  const total = sum + score;
  const miss = score - (0.5 + total) / (count + 2);
  return { count: count + 1, sum: total, squares: squares + miss * miss };
}

export function checkHedged({ alpha, share = 0.5, cap = 0.5 }: HedgedOptions): void {
  checkAlpha(alpha);
  checkOpenRate("share", share);
  checkOpenRate("cap", cap);
}

/**
 * The hedged 1 - alpha confidence sequence for the mean of scores in [0, 1] after all of `scores`,
 * which stand in the order in which they happened.
 *
 * For every candidate mean m, K+ = prod(1 + min(l_t, cap/m)(x_t - m)) and
 * K- = prod(1 - min(l_t, cap/(1 - m))(x_t - m)); m is out when share K+ or (1 - share) K- reaches
 * 1/alpha. With l_t = sqrt(2 log(1/(alpha share))/(s2 t log(1 + t))) and s2 the variance of the
 * scores before t, shrunk to 1/4. K+ falls and K- rises with m, so the limits are roots, found by
 * bisection to 1e-15. With probability at least 1 - alpha the intervals after *all* numbers of
 * scores contain the mean. This is the raw interval, `violated` if no mean is left; each call costs about 100 passes over the
 * scores. For a run that goes on see {@link startHedged}.
 *
 * Source: Waudby-Smith & Ramdas (2024), "Estimating means of bounded random variables by betting",
 * J. R. Stat. Soc. B 86, 1-27, theorem 3 with the predictable plug-in bets of section 4.
 *
 * Assumes that every score has the same mean given all earlier ones; nothing else about their
 * distribution. See {@link startScoreBetting} for what to use as a score with several tasks.
 *
 * @throws StatsArgumentError unless every score is a number from 0 to 1, 1e-30 <= alpha < 1, and
 *   share and cap lie above 0 and below 1
 */
export function hedgedConfidenceSequence(
  scores: readonly number[],
  { alpha, share = 0.5, cap = 0.5 }: HedgedOptions,
): RunningInterval {
  checkScores("scores", scores);
  checkHedged({ alpha, share, cap });
  const bets = plannedBets(scores, -Math.log(alpha * share));
  const below = -Math.log(alpha) - Math.log(share);
  const above = -Math.log(alpha) - Math.log1p(-share);
  const mirrored = scores.map((score) => 1 - score);
  const lower = lastRejected((m) => logCapital(scores, bets, cap, m) >= below);
  const upper = 1 - lastRejected((m) => logCapital(mirrored, bets, cap, m) >= above);
  return { lower, upper, violated: lower > upper };
}

/**
 * The natural log of max(share K+, (1 - share) K-) at the candidate mean `mean`: an e-value against
 * H0 "the scores have this mean", and at least log(1/alpha) just where
 * {@link hedgedConfidenceSequence} excludes it, whose source and assumptions it has.
 *
 * @throws StatsArgumentError as {@link hedgedConfidenceSequence}, and unless 0 < mean < 1
 */
export function hedgedLogE(
  scores: readonly number[],
  mean: number,
  { alpha, share = 0.5, cap = 0.5 }: HedgedOptions,
): number {
  checkScores("scores", scores);
  checkOpenRate("mean", mean);
  checkHedged({ alpha, share, cap });
  const bets = plannedBets(scores, -Math.log(alpha * share));
  const mirrored = scores.map((score) => 1 - score);
  return Math.max(
    Math.log(share) + logCapital(scores, bets, cap, mean),
    Math.log1p(-share) + logCapital(mirrored, bets, cap, 1 - mean),
  );
}

function plannedBets(scores: readonly number[], logLevel: number): readonly number[] {
  let moments = noScores;
  return scores.map((score) => {
    const bet = nextBet(moments, logLevel);
    moments = addScore(moments, score);
    return bet;
  });
}

/** log of K+ at m. */
function logCapital(
  scores: readonly number[],
  bets: readonly number[],
  cap: number,
  m: number,
): number {
  let log = 0;
  scores.forEach((score, at) => {
    log += Math.log1p(Math.min(bets[at] ?? 0, cap / m) * (score - m));
  });
  return log;
}

/** The largest m that is rejected, given that all below it are; 0 if none is. */
function lastRejected(rejects: (m: number) => boolean): number {
  if (!rejects(0)) return 0;
  let inside = 0;
  let outside = 1;
  for (let round = 0; round < 55; round++) {
    const middle = (inside + outside) / 2;
    if (rejects(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}
