import { checkCounts, StatsArgumentError } from "../arguments.ts";
import { type BetaPrior, checkPrior, checkScores, uniformPrior } from "./arguments.ts";
import { mixtureLogE } from "./beta-mixture.ts";
import { type BettingState, extendBetting, startBetting } from "./betting-state.ts";

/**
 * The natural log of the e-value that the first policy beats the second in paired episodes.
 *
 * H0: where only one of the two succeeds, that is the first with probability at most 1/2. It is
 * {@link betaMixtureLogE} of `wins` in wins + losses at rate 1/2, `greater`: pairs with the same
 * result on both sides say nothing, so two counts suffice. Swap them for the other direction.
 *
 * Source: McNemar (1947), Psychometrika 12, 153-157, for the test of discordant pairs; the mixture
 * as in {@link betaMixtureLogE}. One-sided; compare with log(1/alpha) at any time.
 *
 * Assumes that a pair shares its task, seed and initial state, and that under H0 no earlier pair
 * makes a win of the first policy likelier than a loss.
 *
 * @param wins pairs in which only the first policy succeeded
 * @param losses pairs in which only the second did
 * @throws StatsArgumentError unless both are whole from 0 with a sum of at most 2^53 - 1, and both
 *   prior parameters lie from 1e-3 to 1e9
 */
export function mcnemarLogE(
  wins: number,
  losses: number,
  { prior = uniformPrior }: { readonly prior?: BetaPrior } = {},
): number {
  checkCounts(0, wins);
  if (!Number.isSafeInteger(losses) || losses < 0 || !Number.isSafeInteger(wins + losses)) {
    throw new StatsArgumentError("losses", "a whole number from 0", losses);
  }
  checkPrior(prior);
  return mixtureLogE(wins, wins + losses, 0.5, "greater", prior);
}

/** A test of the mean difference within pairs. Fix it before the first pair. */
export interface PairedTest {
  /** H0 is: the first policy's mean is below the second's by `margin` or more. 0 <= margin < 1. */
  readonly margin: number;
  /** One-sided error probability over all looks. */
  readonly alpha: number;
  /** The stakes mixed over, each above 0 and below 1; 0.1, 0.2 ... 0.9 unless given. */
  readonly bets?: readonly number[];
}

/**
 * Starts a betting e-process that the first policy is not worse than the second by `margin` or
 * more (better, with margin 0), on pairs of outcomes or of scores from 0 to 1.
 *
 * E = mean over the bets l of prod(1 + l (x - y + margin)/(1 - margin)). Under H0 each factor has
 * mean at most 1, so the probability that E ever reaches 1/alpha is at most alpha.
 *
 * Source: Waudby-Smith & Ramdas (2024), J. R. Stat. Soc. B 86, 1-27, section 4, for bets on a
 * bounded mean, here that of the difference.
 *
 * Assumes that the mean difference of every pair given all earlier pairs obeys H0. Within a pair
 * anything may depend on anything. Run both policies alternately, not one after the other.
 *
 * @throws StatsArgumentError unless 0 <= margin < 1, 1e-30 <= alpha < 1 and bets are numbers
 *   above 0 and below 1
 */
export function startPairedBetting({ margin, alpha, bets }: PairedTest): BettingState {
  if (typeof margin !== "number" || !(margin >= 0 && margin < 1)) {
    throw new StatsArgumentError("margin", "a number from 0 up to but not including 1", margin);
  }
  return startBetting(-margin, 1 - margin, alpha, bets);
}

/**
 * The state after more pairs, given in the order in which they happened.
 *
 * @throws StatsArgumentError unless both lists hold numbers from 0 to 1 and are equally long
 */
export function extendPairedBetting(
  state: BettingState,
  first: readonly number[],
  second: readonly number[],
): BettingState {
  checkScores("first", first);
  checkScores("second", second);
  if (second.length !== first.length) {
    throw new StatsArgumentError("second", `${first.length} scores, one a pair`, second.length);
  }
  return extendBetting(
    state,
    first.map((score, at) => score - (second[at] ?? 0)),
  );
}
