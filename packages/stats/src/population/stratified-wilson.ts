import { checkAlpha, StatsArgumentError } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { type ClusterCounts, checkClusters } from "./clusters.ts";
import { criticalValue, scoreInterval } from "./effective.ts";

/**
 * Two-sided interval for a weighted mean of task rates when the tasks are the whole population:
 * the weighted mean of the Wilson intervals of the tasks, each with the critical value
 * c = z sqrt(sum w^2 v) / sum w sqrt(v), where v = (p q / n + c^2 / (4 n^2)) / (1 + c^2 / n)^2 is
 * the squared half-width of a task's interval per c^2. c is found by iteration.
 *
 * `alpha` is shared by both tails. `weights` (equal without it: the macro mean) are scaled to add
 * up to 1; the numbers of episodes make it the pooled rate.
 *
 * Source: Yan & Su (2010), Statistics in Biopharmaceutical Research 2, 329-335, with given weights.
 *
 * Assumes that episodes are independent inside each task, with a rate of the task's own. It says
 * nothing of tasks that were not run.
 *
 * @throws StatsArgumentError as linearizedDesign, and unless 1e-30 <= alpha < 1 and weights are
 *   as many as clusters, finite and above 0
 */
export function stratifiedWilson(
  clusters: readonly ClusterCounts[],
  { alpha, weights }: { readonly alpha: number; readonly weights?: readonly number[] },
): {
  readonly estimate: number;
  readonly interval: Interval;
  /** c above: between z / sqrt(tasks) and z. */
  readonly criticalValue: number;
} {
  checkClusters(clusters);
  checkAlpha(alpha);
  const shares = checkWeights(clusters.length, weights);
  const strata = clusters.map(({ successes, episodes }, at) => ({
    share: shares[at] ?? 0,
    rate: successes / episodes,
    failing: (episodes - successes) / episodes,
    episodes,
  }));
  const critical = strataCritical(strata, criticalValue(alpha));
  let [estimate, lower, upper] = [0, 0, 0];
  for (const { share, rate, episodes } of strata) {
    const own = scoreInterval(rate, episodes, critical);
    estimate += share * rate;
    lower += share * own.lower;
    upper += share * own.upper;
  }
  // Shares that add up to 1.0000000000000002 must not lift a limit over 1.
  const cut = (value: number) => Math.min(1, value);
  return {
    estimate: cut(estimate),
    interval: { lower: cut(lower), upper: strata.every((s) => s.failing === 0) ? 1 : cut(upper) },
    criticalValue: critical,
  };
}

interface Stratum {
  readonly share: number;
  readonly rate: number;
  readonly failing: number;
  readonly episodes: number;
}

function strataCritical(strata: readonly Stratum[], z: number): number {
  let critical = z;
  // A contraction: some 10 to 40 steps reach the last digit.
  for (let step = 0; step < 1000; step++) {
    let squares = 0;
    let sum = 0;
    for (const { share, rate, failing, episodes } of strata) {
      const c = critical ** 2 / episodes;
      const part = (share * Math.sqrt((rate * failing + c / 4) / episodes)) / (1 + c);
      squares += part ** 2;
      sum += part;
    }
    const next = (z * Math.sqrt(squares)) / sum;
    if (Math.abs(next - critical) <= 1e-15 * next) return next;
    critical = next;
  }
  return critical;
}

function checkWeights(count: number, weights?: readonly number[]): readonly number[] {
  if (weights === undefined) return new Array<number>(count).fill(1 / count);
  if (!Array.isArray(weights) || weights.length !== count) {
    throw new StatsArgumentError("weights", `${count} numbers, one for each cluster`, weights);
  }
  let sum = 0;
  weights.forEach((weight, at) => {
    if (typeof weight !== "number" || !(weight > 0 && weight < Infinity)) {
      throw new StatsArgumentError(`weights[${at}]`, "a finite number above 0", weight);
    }
    sum += weight;
  });
  return weights.map((weight) => weight / sum);
}
