import { checkAlpha } from "../arguments.ts";
import { type Interval, rateLimit } from "../rate/interval.ts";
import { bettingInterval } from "./bounded-mean.ts";
import { checkPpiCounts, type LabelledCounts, type PredictedCounts } from "./counts.ts";

/** What {@link ppiExact} finds. */
export interface PpiExact {
  /** Rate of predicted success plus the mean of Y - F; null without one of the two. */
  readonly estimate: number | null;
  readonly interval: Interval;
  /** Of the rate of predicted success, with error alpha/10: Clopper-Pearson's. */
  readonly predicted: Interval;
  /** Of the mean of Y - F, from -1 to 1, with error 9 alpha/10: by betting. */
  readonly correction: Interval;
}

/**
 * Two-sided prediction-powered interval for a success rate that holds at every sample size:
 * [L_F + L_R, U_F + U_R], cut to [0, 1], where F~ has its exact interval at alpha/10 and
 * R = Y - F the betting interval of (R + 1)/2 (see boundedMeanInterval) at 9 alpha/10.
 *
 * It pays for that with width. It beats the labels alone where predictions are many and seldom
 * wrong; otherwise the label-only interval is the shorter one.
 *
 * Source: union bound over Clopper & Pearson (1934), Biometrika 26, 404-413, and Waudby-Smith &
 * Ramdas (2024), JRSS B 86, 1-27; the use for robot policies is that of arXiv 2510.04354.
 *
 * Assumes that the labelled episodes are a random sample of the same population as the others,
 * that the predictor was neither trained nor tuned on them, that episodes are independent, and
 * that both numbers were fixed beforehand.
 *
 * @throws StatsArgumentError unless the counts are whole, not negative and consistent, and
 *   1e-30 <= alpha < 1
 */
export function ppiExact({
  labelled,
  unlabelled,
  alpha,
}: {
  readonly labelled: LabelledCounts;
  readonly unlabelled: PredictedCounts;
  readonly alpha: number;
}): PpiExact {
  checkPpiCounts(labelled, unlabelled);
  checkAlpha(alpha);
  const { n11, n10, n01, n00 } = labelled;
  const { successes, episodes } = unlabelled;
  const limit = (side: "lower" | "upper") =>
    rateLimit("clopper_pearson", side, successes, episodes, alpha / 20);
  const predicted = { lower: limit("lower"), upper: limit("upper") };
  const half = bettingInterval(
    [
      { value: 1, weight: n10 },
      { value: 0.5, weight: n11 + n00 },
      { value: 0, weight: n01 },
    ],
    0.9 * alpha,
  );
  const correction = { lower: 2 * half.lower - 1, upper: 2 * half.upper - 1 };
  const size = n11 + n10 + n01 + n00;
  const estimate = size > 0 && episodes > 0 ? successes / episodes + (n10 - n01) / size : null;
  return {
    estimate: estimate === null ? null : cut(estimate),
    interval: {
      lower: cut(predicted.lower + correction.lower),
      upper: cut(predicted.upper + correction.upper),
    },
    predicted,
    correction,
  };
}

/** A rate is never below 0 or above 1. */
export function cut(rate: number): number {
  return Math.min(1, Math.max(0, rate));
}
