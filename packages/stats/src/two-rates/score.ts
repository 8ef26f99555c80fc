import { checkAlpha, checkChoice } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { findRoot } from "../special/find-root.ts";
import { normalUpperQuantile, normalUpperTail } from "../special/normal.ts";
import { type Arm, checkArms, checkMargin, rateDifference } from "./arms.ts";
import { restrictedVariance } from "./restricted-variance.ts";

/**
 * How a score statistic estimates the variance of a difference of two rates:
 * - `miettinen_nurminen`: times N / (N - 1), with N the episodes of both arms.
 * - `mee`: without that factor. Its non-inferiority test is Farrington & Manning's.
 */
export type ScoreVariance = "miettinen_nurminen" | "mee";

/**
 * The two-sided 1 - alpha score interval for the rate of a less the rate of b: all differences D
 * with |d - D| <= z sqrt(V(D)), V being the variance at the likelihood's maximum under
 * p1 - p2 = D.
 *
 * Source: Miettinen & Nurminen (1985), Statistics in Medicine 4, 213-226; `variance: "mee"` is
 * Mee (1984), Biometrics 40, 1175-1176.
 *
 * An arm without episodes gives [-1, 1]. Limits agree with 45-digit arithmetic to 1e-10 up to
 * 1e7 episodes per arm.
 *
 * Assumes two independent groups of independent episodes, each with one success rate, and numbers
 * of episodes that were fixed beforehand. The coverage is 1 - alpha on average over rates, less
 * at some.
 *
 * @throws StatsArgumentError unless each arm has whole 0 <= successes <= episodes <= 2^53 - 1,
 *   1e-30 <= alpha < 1 and the variance is known; the argument is named as in `a.successes`
 */
export function miettinenNurminenDifference(
  a: Arm,
  b: Arm,
  {
    alpha,
    variance = "miettinen_nurminen",
  }: { readonly alpha: number; readonly variance?: ScoreVariance },
): Interval {
  checkArms(a, b);
  checkAlpha(alpha);
  checkVariance(variance);
  if (a.episodes === 0 || b.episodes === 0) return { lower: -1, upper: 1 };
  const d = rateDifference(a, b);
  const z = normalUpperQuantile(alpha / 2);
  const excess = (shift: number) => (difference: number) =>
    scoreStatistic(a, b, difference, variance) - shift;
  return {
    lower: d === -1 ? -1 : findRoot(excess(z), -1, d),
    upper: d === 1 ? 1 : findRoot(excess(-z), d, 1),
  };
}

/**
 * The one-sided score test that a is better than b less a margin; H0 is p_a - p_b <= -margin.
 * z = (d + margin) / sqrt(V(-margin)), and the p-value is P(Z > z). A margin of 0 is superiority.
 *
 * Source: Farrington & Manning (1990), Statistics in Medicine 9, 1447-1454, for
 * `variance: "mee"`; the default adds Miettinen & Nurminen's N / (N - 1).
 *
 * An arm without episodes gives z = 0 and a p-value of 1. So does a margin of 0 give z = 0 where
 * both rates are 0 or both 1. Assumptions are those of {@link miettinenNurminenDifference}; the
 * p-value is an approximation for large n, and {@link exactNonInferiority} is exact for small.
 *
 * @throws StatsArgumentError unless each arm has whole 0 <= successes <= episodes <= 2^53 - 1,
 *   0 <= margin < 1 and the variance is known
 */
export function scoreNonInferiority(
  a: Arm,
  b: Arm,
  {
    margin,
    variance = "miettinen_nurminen",
  }: { readonly margin: number; readonly variance?: ScoreVariance },
): { readonly z: number; readonly pValue: number } {
  checkArms(a, b);
  checkMargin(margin);
  checkVariance(variance);
  if (a.episodes === 0 || b.episodes === 0) return { z: 0, pValue: 1 };
  // 0 - 0 is 0, where -0 would travel on into z.
  const z = scoreStatistic(a, b, 0 - margin, variance);
  return { z, pValue: normalUpperTail(z) };
}

/** (d - difference) / sqrt(V(difference)); 0 or infinite without variance. Arguments are trusted. */
export function scoreStatistic(
  a: Arm,
  b: Arm,
  difference: number,
  variance: ScoreVariance,
): number {
  const size = a.episodes + b.episodes;
  const factor = variance === "mee" ? 1 : size / (size - 1);
  const excess = rateDifference(a, b) - difference;
  return excess === 0 ? 0 : excess / Math.sqrt(factor * restrictedVariance(a, b, difference));
}

function checkVariance(variance: ScoreVariance): void {
  checkChoice("variance", variance, ["miettinen_nurminen", "mee"]);
}
