import { checkAlpha, checkChoice, StatsArgumentError } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import {
  covarianceOf,
  meanOf,
  predictionsOf,
  residualsOf,
  varianceOf,
  type Weighted,
  type WeightedPair,
  weightOf,
} from "./weighted.ts";

export const ppiMethods = ["classical", "ppi", "ppi++"] as const;

/**
 * How far the predictions are trusted:
 * - `classical`: not at all, lambda = 0; the mean of the labels with Wald's interval.
 * - `ppi`: lambda = 1.
 * - `ppi++`: lambda that minimises the estimated variance.
 */
export type PpiMethod = (typeof ppiMethods)[number];

/** What all forms of prediction-powered inference for a mean take. */
export interface PpiOptions {
  /** Shared by both tails. */
  readonly alpha: number;
  readonly method: PpiMethod;
  /** Cut the lambda of `ppi++` to [0, 1], as by default. */
  readonly clip?: boolean;
  /** Taken from the number of values in variances: 1 (the default), or 0 as in ppi_py. */
  readonly ddof?: 0 | 1;
}

/** A prediction-powered estimate of a mean. */
export interface PpiEstimate {
  readonly lambda: number;
  readonly estimate: number;
  readonly standardError: number;
  /** estimate -+ z standardError as it stands: not cut to the range of the outcomes. */
  readonly interval: Interval;
}

/** The formulas of {@link ppiMean} on pairs and predictions with weights. */
export function estimateMean(
  pairs: readonly WeightedPair[],
  unlabelled: readonly Weighted[],
  { alpha, method, clip = true, ddof = 1 }: PpiOptions,
): PpiEstimate {
  checkAlpha(alpha);
  checkChoice("method", method, ppiMethods);
  if (typeof clip !== "boolean") throw new StatsArgumentError("clip", "true or false", clip);
  if (ddof !== 0 && ddof !== 1) throw new StatsArgumentError("ddof", "0 or 1", ddof);
  checkSize("labelled", weightOf(pairs), ddof + 1);
  checkSize("unlabelled", weightOf(unlabelled), ddof + 1);
  const lambda = lambdaOf(method, pairs, unlabelled, clip);
  const residuals = residualsOf(pairs, lambda);
  const estimate = lambda * meanOf(unlabelled) + meanOf(residuals);
  const standardError = Math.sqrt(
    (lambda ** 2 * varianceOf(unlabelled, ddof)) / weightOf(unlabelled) +
      varianceOf(residuals, ddof) / weightOf(pairs),
  );
  const half = normalUpperQuantile(alpha / 2) * standardError;
  return {
    lambda,
    estimate,
    standardError,
    interval: { lower: estimate - half, upper: estimate + half },
  };
}

/** cov(Y, F) / ((1 + n/N) var(F)), the variance over labelled and unlabelled predictions. */
function lambdaOf(
  method: PpiMethod,
  pairs: readonly WeightedPair[],
  unlabelled: readonly Weighted[],
  clip: boolean,
): number {
  if (method !== "ppi++") return method === "ppi" ? 1 : 0;
  const spread = varianceOf([...predictionsOf(pairs), ...unlabelled], 1);
  // Predictions that are all the same tell nothing.
  if (!(spread > 0)) return 0;
  const ratio = weightOf(pairs) / weightOf(unlabelled);
  const lambda = covarianceOf(pairs) / ((1 + ratio) * spread);
  return clip ? Math.min(1, Math.max(0, lambda)) : lambda;
}

function checkSize(argument: string, size: number, least: number): void {
  if (size < least) throw new StatsArgumentError(argument, `at least ${least} episodes`, size);
}
