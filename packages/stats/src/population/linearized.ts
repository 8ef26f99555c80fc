import { type ClusterCounts, checkClusters, deviations } from "./clusters.ts";

/** What {@link linearizedDesign} finds of a pooled rate over clusters. */
export interface ClusterDesign {
  readonly clusters: number;
  readonly episodes: number;
  /** Pooled (micro) rate K/N: every episode counts the same. */
  readonly rate: number;
  /** Of the pooled rate, from the spread between clusters; null with one cluster. */
  readonly variance: number | null;
  readonly standardError: number | null;
  /** variance / (p (1 - p) / N); null where either is unknown or p is 0 or 1. */
  readonly designEffect: number | null;
  /** N / designEffect, above N for a design effect below 1; null where it is null or 0. */
  readonly effectiveEpisodes: number | null;
  /** Clusters less one. */
  readonly degreesOfFreedom: number;
}

/**
 * Variance, design effect and effective number of episodes of a pooled success rate K/N whose
 * episodes come in G clusters: v = G/(G-1) sum (k_g - p n_g)^2 / N^2, deff = v / (p (1 - p) / N),
 * n_eff = N / deff.
 *
 * A variance of 0 (a rate of 0 or 1, or clusters that are all alike) says that nothing was seen
 * of the spread, not that there is none: the effective number is then null, never N.
 *
 * Source: Taylor linearisation of a ratio with clusters drawn with replacement: Cochran (1977),
 * Sampling Techniques, 3rd ed., section 9A; Kish (1965), Survey Sampling, section 8.2; equal to
 * svymean of R's survey package.
 *
 * Assumes that clusters are independent draws from their population; inside a cluster anything.
 * It is itself an estimate, and a rough one for fewer than some ten clusters.
 *
 * @throws StatsArgumentError naming the part of `clusters` that is wrong: none at all, a cluster
 *   without episodes, successes above episodes, numbers that are not whole, a name twice
 */
export function linearizedDesign(clusters: readonly ClusterCounts[]): ClusterDesign {
  const totals = checkClusters(clusters);
  const { clusters: count, successes, episodes } = totals;
  const degreesOfFreedom = count - 1;
  const rate = successes / episodes;
  const known = { clusters: count, episodes, rate, degreesOfFreedom };
  if (count === 1) {
    return {
      ...known,
      variance: null,
      standardError: null,
      designEffect: null,
      effectiveEpisodes: null,
    };
  }
  let squares = 0;
  for (const deviation of deviations(clusters, totals)) {
    squares += (deviation / episodes / episodes) ** 2;
  }
  const variance = (count / degreesOfFreedom) * squares;
  const binomial = (rate * ((episodes - successes) / episodes)) / episodes;
  const designEffect = binomial > 0 ? variance / binomial : null;
  return {
    ...known,
    variance,
    standardError: Math.sqrt(variance),
    designEffect,
    effectiveEpisodes: designEffect ? episodes / designEffect : null,
  };
}
