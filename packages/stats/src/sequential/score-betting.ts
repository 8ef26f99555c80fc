import { checkChoice } from "../arguments.ts";
import type { Alternative } from "../rate/one-sided-test.ts";
import { checkOpenRate, checkScores } from "./arguments.ts";
import { type BettingState, extendBetting, startBetting } from "./betting-state.ts";

/** A test of the mean of scores from 0 to 1. Fix it before the first score. */
export interface ScoreTest {
  /** The mean that it tests, above 0 and below 1. A given constant: not itself an estimate. */
  readonly rate: number;
  /** `greater` tests H0: mean <= rate, `less` H0: mean >= rate. */
  readonly alternative: Alternative;
  /** One-sided error probability over all looks. */
  readonly alpha: number;
  /** The stakes mixed over, each above 0 and below 1; 0.1, 0.2 ... 0.9 unless given. */
  readonly bets?: readonly number[];
}

/**
 * Starts a betting e-process for the mean of scores x in [0, 1], such as task progress or the mean
 * outcome of one episode of every task.
 *
 * E = mean over the bets l of prod(1 + l (x - rate)/rate) for `greater`, and of
 * prod(1 + l (rate - x)/(1 - rate)) for `less`. Each factor has mean at most 1 under H0, so the
 * probability that E ever reaches 1/alpha is at most alpha.
 *
 * Source: Waudby-Smith & Ramdas (2024), J. R. Stat. Soc. B 86, 1-27, section 4, with constant bets
 * mixed over.
 *
 * Assumes that every score's mean given all earlier ones obeys H0; the scores need not be binary
 * or of one distribution. For the macro average of *fixed* tasks let a score be the mean over one
 * episode of every task; for tasks that are a *random sample*, the mean of one task's episodes,
 * tasks in random order with an equal number of episodes.
 *
 * @throws StatsArgumentError unless 0 < rate < 1, 1e-30 <= alpha < 1, the alternative is known and
 *   bets are numbers above 0 and below 1
 */
export function startScoreBetting({ rate, alternative, alpha, bets }: ScoreTest): BettingState {
  checkOpenRate("rate", rate);
  checkChoice("alternative", alternative, ["greater", "less"]);
  return startBetting(rate, alternative === "greater" ? rate : rate - 1, alpha, bets);
}

/**
 * The state after more scores, given in the order in which they happened.
 *
 * @throws StatsArgumentError unless every score is a number from 0 to 1
 */
export function extendScoreBetting(state: BettingState, scores: readonly number[]): BettingState {
  checkScores("scores", scores);
  return extendBetting(state, scores);
}
