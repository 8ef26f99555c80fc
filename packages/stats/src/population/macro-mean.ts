import { checkAlpha } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { type ClusterCounts, checkClusters } from "./clusters.ts";
import { criticalValue, scoreInterval } from "./effective.ts";
import type { EffectiveBasis } from "./rao-scott.ts";
import { stratifiedWilson } from "./stratified-wilson.ts";

/**
 * The mean of the task rates, every task counting the same, with the standard error
 * sqrt(sum p (1 - p) / n) / H and the two-sided interval of {@link stratifiedWilson}, for tasks
 * that are the whole population.
 *
 * `alpha` is shared by both tails. The standard error is 0 where every task has a rate of 0 or 1;
 * the interval is not without width then.
 *
 * Source: Cochran (1977), Sampling Techniques, 3rd ed., section 5.10; Yan & Su (2010).
 *
 * Assumes independent episodes inside each task.
 *
 * @throws StatsArgumentError as linearizedDesign, and unless 1e-30 <= alpha < 1
 */
export function macroMeanFixedTasks(
  clusters: readonly ClusterCounts[],
  { alpha }: { readonly alpha: number },
): { readonly estimate: number; readonly standardError: number; readonly interval: Interval } {
  const { interval, estimate } = stratifiedWilson(clusters, { alpha });
  let variance = 0;
  for (const { successes, episodes } of clusters) {
    variance += ((successes / episodes) * ((episodes - successes) / episodes)) / episodes;
  }
  return { estimate, standardError: Math.sqrt(variance) / clusters.length, interval };
}

/** What {@link macroMeanRandomTasks} finds. */
export interface RandomTasksMean {
  readonly estimate: number;
  /** Standard deviation of the rates / sqrt(G); null with one task. */
  readonly standardError: number | null;
  readonly effectiveEpisodes: number;
  readonly basis: Exclude<EffectiveBasis, "declared_icc">;
  /** Wilson's at the effective number of episodes, with t_{G-1}. */
  readonly interval: Interval;
  /** estimate -+ t_{G-1} se as it stands: leaves [0, 1], has no width if rates are alike. */
  readonly tInterval: Interval | null;
}

/**
 * The mean of the task rates with two-sided intervals for tasks that are a random sample: the
 * textbook t interval on the rates, and Wilson's with n_eff = m (1 - m) / se^2 episodes, at most
 * the G^2 / sum(1/n) that independent episodes would be worth.
 *
 * `alpha` is shared by both tails. Where the rates are all alike n_eff is G. One task gives [0, 1]
 * and no t interval. With as many episodes in every task it equals clusterWilson.
 *
 * Source: t interval of a mean (Student 1908); Rao & Scott (1992), Biometrics 48, 577-585, for
 * Wilson's; Cochran (1977), section 9A, for rates that count the same.
 *
 * Assumes that tasks are independent draws from the population that the mean is claimed of.
 *
 * @throws StatsArgumentError as linearizedDesign, and unless 1e-30 <= alpha < 1
 */
export function macroMeanRandomTasks(
  clusters: readonly ClusterCounts[],
  { alpha }: { readonly alpha: number },
): RandomTasksMean {
  const { clusters: count } = checkClusters(clusters);
  checkAlpha(alpha);
  const rates = clusters.map(({ successes, episodes }) => successes / episodes);
  const [first = 0] = rates;
  if (count === 1) {
    const interval = { lower: 0, upper: 1 };
    const none = { standardError: null, tInterval: null, basis: "clusters" } as const;
    return { ...none, estimate: first, effectiveEpisodes: 1, interval };
  }
  // k/n is rounded correctly, so equal rates are equal doubles; their mean may not be.
  const alike = rates.every((rate) => rate === first);
  const estimate = alike ? first : rates.reduce((sum, rate) => sum + rate, 0) / count;
  let squares = 0;
  for (const rate of rates) squares += (rate - estimate) ** 2;
  const variance = squares / (count - 1) / count;
  const standardError = Math.sqrt(variance);
  const t = criticalValue(alpha, count - 1);
  const inverse = clusters.reduce((sum, { episodes }) => sum + 1 / episodes, 0);
  const effectiveEpisodes = alike
    ? count
    : Math.min((estimate * (1 - estimate)) / variance, count ** 2 / inverse);
  return {
    estimate,
    standardError,
    effectiveEpisodes,
    basis: alike ? "clusters" : "estimated",
    interval: scoreInterval(estimate, effectiveEpisodes, t),
    tInterval: { lower: estimate - t * standardError, upper: estimate + t * standardError },
  };
}
