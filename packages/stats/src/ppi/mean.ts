import { StatsArgumentError } from "../arguments.ts";
import { checkPpiCounts, type LabelledCounts, type PredictedCounts } from "./counts.ts";
import { estimateMean, type PpiEstimate, type PpiOptions } from "./estimate.ts";
import type { Weighted, WeightedPair } from "./weighted.ts";

/** Outcomes with the predictions of the same episodes, and predictions of further episodes. */
export interface PpiMeanInput extends PpiOptions {
  readonly labelled: {
    readonly outcomes: readonly number[];
    /** One for each outcome, in the same order. */
    readonly predictions: readonly number[];
  };
  /** Predictions of the episodes without label, by the same predictor. */
  readonly unlabelled: readonly number[];
}

/**
 * Prediction-powered estimate of a mean from n labelled episodes (Y, F) and N predictions F~:
 * theta = lambda mean(F~) + mean(Y - lambda F), se^2 = lambda^2 var(F~)/N + var(Y - lambda F)/n,
 * two-sided interval theta -+ z se with alpha/2 in each tail. `ppi++` takes
 * lambda = cov(Y, F) / ((1 + n/N) var(F and F~)), by default cut to [0, 1].
 *
 * Source: Angelopoulos et al. (2023), Science 382, 669-674 (lambda = 1); Angelopoulos, Duchi &
 * Zrnic (2023), arXiv 2311.01453, section 6 (PPI++). With `ddof: 0` it equals ppi_py.
 *
 * Assumes that the labelled episodes are a random sample of the same population as the others,
 * that the predictor was neither trained nor tuned on them, that no cluster has episodes in both,
 * and samples large enough for a normal estimate: at 20 labelled episodes with a rate of 0.95 the
 * nominal 95 % interval covers 64 %. For success rates use ppiRate, which checks all that.
 *
 * @throws StatsArgumentError unless all values are finite, predictions are as many as outcomes,
 *   both samples have more than ddof values, 1e-30 <= alpha < 1, method is known, ddof is 0 or 1
 */
export function ppiMean(input: PpiMeanInput): PpiEstimate {
  const { labelled, unlabelled, ...options } = input;
  if (typeof labelled !== "object" || labelled === null) {
    throw new StatsArgumentError("labelled", "an object with outcomes and predictions", labelled);
  }
  const { outcomes, predictions } = labelled;
  checkValues("labelled.outcomes", outcomes);
  checkValues("labelled.predictions", predictions);
  checkValues("unlabelled", unlabelled);
  if (predictions.length !== outcomes.length) {
    const expected = `as many as outcomes, ${outcomes.length}`;
    throw new StatsArgumentError("labelled.predictions", expected, predictions.length);
  }
  const pairs = outcomes.map((outcome, at) => ({
    outcome,
    prediction: predictions[at] ?? Number.NaN,
    weight: 1,
  }));
  const others = unlabelled.map((value) => ({ value, weight: 1 }));
  return estimateMean(pairs, others, options);
}

/** {@link PpiMeanInput} of outcomes and predictions that are success or failure. */
export interface PpiCountsInput extends PpiOptions {
  readonly labelled: LabelledCounts;
  readonly unlabelled: PredictedCounts;
}

/**
 * {@link ppiMean} of outcomes 0 and 1 with predictions 0 and 1, from the six counts that suffice.
 *
 * Source and assumptions as there. The interval can leave [0, 1].
 *
 * @throws StatsArgumentError unless the counts are whole, not negative and consistent, and as there
 */
export function ppiMeanFromCounts(input: PpiCountsInput): PpiEstimate {
  const { labelled, unlabelled, ...options } = input;
  checkPpiCounts(labelled, unlabelled);
  return estimateMean(labelledCells(labelled), predictedCells(unlabelled), options);
}

export function labelledCells({ n11, n10, n01, n00 }: LabelledCounts): readonly WeightedPair[] {
  return [
    { outcome: 1, prediction: 1, weight: n11 },
    { outcome: 1, prediction: 0, weight: n10 },
    { outcome: 0, prediction: 1, weight: n01 },
    { outcome: 0, prediction: 0, weight: n00 },
  ];
}

export function predictedCells({ successes, episodes }: PredictedCounts): readonly Weighted[] {
  return [
    { value: 1, weight: successes },
    { value: 0, weight: episodes - successes },
  ];
}

function checkValues(argument: string, values: readonly number[]): void {
  if (!Array.isArray(values)) throw new StatsArgumentError(argument, "a list of numbers", values);
  values.forEach((value, at) => {
    if (!Number.isFinite(value)) {
      throw new StatsArgumentError(`${argument}[${at}]`, "a finite number", value);
    }
  });
}
