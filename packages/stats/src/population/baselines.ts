import { checkAlpha } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import type { ClusterCounts } from "./clusters.ts";
import { criticalValue } from "./effective.ts";
import { linearizedDesign } from "./linearized.ts";

/**
 * The two-sided interval p -+ t_{G-1} se with the standard error of {@link linearizedDesign}, as
 * survey packages print it. A baseline to compare with: it leaves [0, 1] and has no width where
 * the clusters show no spread. Prefer clusterWilson.
 *
 * `alpha` is shared by both tails. Null with one cluster. Source: Cochran (1977), Sampling
 * Techniques, 3rd ed., section 9A. Assumes independent clusters and a normal estimate.
 *
 * @throws StatsArgumentError as {@link linearizedDesign}, and unless 1e-30 <= alpha < 1
 */
export function clusterWald(
  clusters: readonly ClusterCounts[],
  { alpha }: { readonly alpha: number },
): Interval | null {
  checkAlpha(alpha);
  const { rate, standardError, degreesOfFreedom } = linearizedDesign(clusters);
  if (standardError === null) return null;
  const half = criticalValue(alpha, degreesOfFreedom) * standardError;
  return { lower: rate - half, upper: rate + half };
}

/**
 * The same on the scale of log(p / (1 - p)), where the standard error is se / (p (1 - p)), turned
 * back into rates: svyciprop(method = "logit") of R's survey package. A baseline to compare with.
 *
 * `alpha` is shared by both tails. Null with one cluster, and where the clusters show no spread.
 * Source: Korn & Graubard (1999), Analysis of Health Surveys, section 2.5. Assumes independent
 * clusters.
 *
 * @throws StatsArgumentError as {@link linearizedDesign}, and unless 1e-30 <= alpha < 1
 */
export function clusterLogit(
  clusters: readonly ClusterCounts[],
  { alpha }: { readonly alpha: number },
): Interval | null {
  checkAlpha(alpha);
  const { rate, standardError, degreesOfFreedom, designEffect } = linearizedDesign(clusters);
  if (standardError === null || !designEffect) return null;
  const center = Math.log(rate / (1 - rate));
  const half = (criticalValue(alpha, degreesOfFreedom) * standardError) / (rate * (1 - rate));
  const expit = (logit: number) => 1 / (1 + Math.exp(-logit));
  return { lower: expit(center - half), upper: expit(center + half) };
}
