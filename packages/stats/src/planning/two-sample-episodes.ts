import { checkBetween, checkProbability, StatsArgumentError } from "../arguments.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import { checkPower } from "./exact-rule.ts";

/** A number of episodes per arm from a normal approximation, good for planning only. */
export interface ApproximateEpisodes {
  readonly approximation: "normal";
  /** Per arm, rounded up. */
  readonly episodesPerArm: number;
  /** Per arm, as the formula gives it. */
  readonly unrounded: number;
}

/**
 * Episodes per arm to tell two success rates apart:
 * n = (z_a sqrt(2 p q) + z_b sqrt(p1 q1 + p2 q2))^2 / (p1 - p2)^2, p the mean of the two rates,
 * z_a with alpha / `tails` above it, z_b with 1 - power above it.
 *
 * Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed.,
 * eq. 4.14; it is R's power.prop.test. A normal approximation: below some 10 expected successes and
 * failures in each arm it can be off by tens of percent, and the exact tests need more.
 *
 * Assumes two arms of equal size, independent of each other and fixed beforehand, each of
 * independent episodes with one rate. Paired episodes need fewer.
 *
 * @throws StatsArgumentError unless both rates are from 0 to 1 and differ, 1e-30 < alpha < power < 1
 *   and tails is 1 or 2
 */
export function twoSampleEpisodes({
  rate1,
  rate2,
  alpha,
  tails,
  power,
}: {
  readonly rate1: number;
  readonly rate2: number;
  readonly alpha: number;
  /** 2 splits alpha between both directions. */
  readonly tails: 1 | 2;
  readonly power: number;
}): ApproximateEpisodes {
  checkProbability("rate1", rate1);
  checkProbability("rate2", rate2);
  if (rate1 === rate2) throw new StatsArgumentError("rate2", `a rate other than ${rate1}`, rate2);
  if (tails !== 1 && tails !== 2) throw new StatsArgumentError("tails", "1 or 2", tails);
  checkBetween("alpha", alpha, 1e-30, 1);
  checkPower(power, alpha);
  const mean = (rate1 + rate2) / 2;
  const atNull = normalUpperQuantile(alpha / tails) * Math.sqrt(2 * mean * (1 - mean));
  const alternative = normalUpperQuantile(1 - power) * Math.sqrt(variances(rate1, rate2));
  return rounded(((atNull + alternative) / (rate1 - rate2)) ** 2);
}

/**
 * Episodes per arm to show that a candidate's rate is at most `margin` below a measured reference:
 * n = (z_a + z_b)^2 (p1 q1 + p2 q2) / (p1 - p2 + margin)^2, with the whole of alpha above z_a and
 * 1 - power above z_b. A margin of 0 plans for superiority.
 *
 * Source: Blackwelder (1982), Controlled Clinical Trials 3, 345-353. A normal approximation with
 * unpooled variance; near rates of 0 and 1 it asks for too few.
 *
 * Assumes as {@link twoSampleEpisodes}. alpha is one-sided, as non-inferiority is.
 *
 * @throws StatsArgumentError unless both rates are from 0 to 1 and not both certain, 0 <= margin
 *   < 1, candidateRate > referenceRate - margin, and 1e-30 < alpha < power < 1
 */
export function nonInferiorityEpisodes({
  candidateRate,
  referenceRate,
  margin,
  alpha,
  power,
}: {
  readonly candidateRate: number;
  readonly referenceRate: number;
  readonly margin: number;
  readonly alpha: number;
  readonly power: number;
}): ApproximateEpisodes {
  checkProbability("candidateRate", candidateRate);
  checkProbability("referenceRate", referenceRate);
  if (typeof margin !== "number" || !(margin >= 0 && margin < 1)) {
    throw new StatsArgumentError("margin", "a number from 0 up to but not including 1", margin);
  }
  // 0.8 - 0.9 + 0.1 is 3e-17 in binary; 12 decimals bring back the 0 that was meant.
  const distance = Number((candidateRate - referenceRate + margin).toFixed(12));
  if (!(distance > 0)) {
    const expected = `a rate above referenceRate - margin, ${referenceRate - margin}`;
    throw new StatsArgumentError("candidateRate", expected, candidateRate);
  }
  if (variances(candidateRate, referenceRate) === 0) {
    const expected = "a rate between 0 and 1 with the other certain";
    throw new StatsArgumentError("candidateRate", expected, candidateRate);
  }
  checkBetween("alpha", alpha, 1e-30, 1);
  checkPower(power, alpha);
  const z = normalUpperQuantile(alpha) + normalUpperQuantile(1 - power);
  return rounded((z / distance) ** 2 * variances(candidateRate, referenceRate));
}

function variances(rate1: number, rate2: number): number {
  return rate1 * (1 - rate1) + rate2 * (1 - rate2);
}

function rounded(unrounded: number): ApproximateEpisodes {
  return { approximation: "normal", episodesPerArm: Math.ceil(unrounded), unrounded };
}
