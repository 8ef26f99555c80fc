import { checkAlpha } from "../arguments.ts";
import { type Interval, rateInterval } from "../rate/interval.ts";
import { checkPpiCounts, type LabelledCounts, type PredictedCounts } from "./counts.ts";
import { cut, ppiExact } from "./exact.ts";
import {
  gatesOf,
  type PpiAssumptions,
  type PpiGate,
  type PpiRefusal,
  refusalsOf,
} from "./gates.ts";
import { ppiMeanFromCounts } from "./mean.ts";

/** Counts of labels and predictions, and what is known of how they came about. */
export interface PpiRateInput {
  readonly labelled: LabelledCounts;
  readonly unlabelled: PredictedCounts;
  /** Shared by both tails of every interval. */
  readonly alpha: number;
  readonly assumptions: PpiAssumptions;
}

/** The labels without the predictions: always given, whatever the rest says. */
export interface LabelOnly {
  readonly successes: number;
  readonly episodes: number;
  readonly estimate: number | null;
  /** Wilson's. */
  readonly interval: Interval;
}

/** What {@link ppiRate} found; `outcome` tells the three forms apart. */
export type PpiRate =
  | {
      readonly outcome: "ppi++";
      readonly estimate: number;
      readonly interval: Interval;
      readonly standardError: number;
      readonly lambda: number;
      readonly gates: readonly PpiGate[];
      readonly labelOnly: LabelOnly;
    }
  | {
      /** A gate is closed: the interval of {@link ppiExact}. */
      readonly outcome: "exact";
      readonly estimate: number | null;
      readonly interval: Interval;
      readonly gates: readonly PpiGate[];
      readonly labelOnly: LabelOnly;
    }
  | {
      readonly outcome: "refused";
      /** Every reason, at least one. */
      readonly refused: readonly PpiRefusal[];
      readonly labelOnly: LabelOnly;
    };

/**
 * Success rate from a few labelled episodes and many predicted ones, with a two-sided interval of
 * error alpha, or the reason why there is none.
 *
 * Refused if an assumption is denied or not declared, or without unlabelled episodes. Otherwise
 * PPI++ (see ppiMean; lambda in [0, 1], sample variances, cut to [0, 1]) if every gate is open:
 * at least 50 labelled and 50 unlabelled episodes, 10 successes and 10 failures, and 5 wrong
 * predictions among the labelled; residuals that vary; correlation over 1/sqrt(n - 2). With any
 * gate closed it is {@link ppiExact}, which holds at every size.
 *
 * Below the gates PPI++ covered 63 to 92 % at a nominal 95 % in the designs that set them. Where it
 * passes it is still approximate: 93.6 % at 200 labelled episodes with a rate of 0.9. The exact form
 * was 1.5 to 3 times as wide as the label-only interval, except for predictors hardly ever wrong.
 *
 * `labelOnly` assumes the same episodes to be independent and random: where those assumptions are
 * denied it is no safe resort, only what the labels say by themselves.
 *
 * Source: as ppiMean and ppiExact; Mani et al. (2025), arXiv 2505.20178, for the correlation. The
 * limit on unlabelled episodes is our own.
 *
 * Assumes what is declared, and that both numbers of episodes were fixed beforehand.
 *
 * @throws StatsArgumentError unless the counts are whole, not negative and consistent,
 *   1e-30 <= alpha < 1, and declared assumptions are booleans
 */
export function ppiRate({ labelled, unlabelled, alpha, assumptions }: PpiRateInput): PpiRate {
  checkPpiCounts(labelled, unlabelled);
  checkAlpha(alpha);
  const labelOnly = labelsAlone(labelled, alpha);
  const refused = refusalsOf(assumptions, unlabelled);
  if (refused.length > 0) return { outcome: "refused", refused, labelOnly };
  const gates = gatesOf(labelled, unlabelled);
  if (gates.some(({ open }) => !open)) {
    const { estimate, interval } = ppiExact({ labelled, unlabelled, alpha });
    return { outcome: "exact", estimate, interval, gates, labelOnly };
  }
  const { lambda, estimate, standardError, interval } = ppiMeanFromCounts({
    labelled,
    unlabelled,
    alpha,
    method: "ppi++",
  });
  return {
    outcome: "ppi++",
    estimate: cut(estimate),
    interval: { lower: cut(interval.lower), upper: cut(interval.upper) },
    standardError,
    lambda,
    gates,
    labelOnly,
  };
}

function labelsAlone({ n11, n10, n01, n00 }: LabelledCounts, alpha: number): LabelOnly {
  const successes = n11 + n10;
  const episodes = successes + n01 + n00;
  return {
    successes,
    episodes,
    estimate: episodes > 0 ? successes / episodes : null,
    interval: rateInterval("wilson", successes, episodes, { alpha }),
  };
}
