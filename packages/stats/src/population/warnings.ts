import type { ClusterCounts, ClusterTotals } from "./clusters.ts";
import { deviations } from "./clusters.ts";
import type { Population } from "./population.ts";
import type { EffectiveBasis } from "./rao-scott.ts";

/** What populationRate warns of; the list is closed. */
export const populationWarnings = {
  /** G <= 2: too few clusters for any statement about other clusters. */
  no_between_cluster_claim:
    "1 or 2 clusters cannot support a claim about clusters that were not run",
  /** 3 <= G < 10: the spread between clusters is a rough estimate. */
  few_clusters: "fewer than 10 clusters: the spread between them is poorly known",
  /** Rate 0 or 1, or all rates alike: the clusters, not the episodes, were counted. */
  no_spread_measured:
    "no spread between clusters was seen, so the effective number of episodes is not estimated",
  /** Fewer than 5 successes or failures, not 0: the estimated spread rests on these few. */
  near_boundary:
    "fewer than 5 successes or failures: the spread between clusters rests on those few",
  /** The design effect came out below 1 and was counted as 1. */
  design_effect_below_one: "clusters differ less than chance would make them; counted as chance",
  /** Pooled and macro rate weigh the tasks differently. */
  unequal_episodes: "clusters have different numbers of episodes: pooled and macro rate differ",
  /** Pearson's dispersion is over its mean by more than 3 standard deviations. */
  clusters_differ:
    "clusters differ more than independent episodes with one rate would: the interval is too narrow",
} as const;

/** A code of {@link populationWarnings}. */
export type PopulationWarningCode = keyof typeof populationWarnings;

/** A warning as a code for programs and a sentence for people. */
export interface PopulationWarning {
  readonly code: PopulationWarningCode;
  readonly message: string;
}

/** The codes that apply, in the order of the list. */
export function warningsOf({
  population,
  clusters,
  totals,
  basis,
  designEffect,
}: {
  readonly population: Population;
  readonly clusters: readonly ClusterCounts[];
  readonly totals: ClusterTotals;
  readonly basis: EffectiveBasis;
  readonly designEffect: number | null;
}): readonly PopulationWarning[] {
  const { clusters: count, successes, episodes } = totals;
  const random = population === "tasks_random" || population === "seeds_random";
  const rarer = Math.min(successes, episodes - successes);
  const [first] = clusters;
  const applies: Record<PopulationWarningCode, boolean> = {
    no_between_cluster_claim: random && count <= 2,
    few_clusters: random && count > 2 && count < 10,
    no_spread_measured: random && basis !== "estimated",
    near_boundary: random && rarer > 0 && rarer < 5,
    design_effect_below_one:
      random && basis === "estimated" && designEffect !== null && designEffect < 1,
    unequal_episodes: clusters.some((cluster) => cluster.episodes !== first?.episodes),
    clusters_differ: population === "episodes_iid" && overdispersed(clusters, totals),
  };
  // The keys of a literal of string keys come in the order in which they were written.
  return Object.entries(populationWarnings)
    .map(([code, message]) => ({ code: code as PopulationWarningCode, message }))
    .filter(({ code }) => applies[code]);
}

/**
 * Whether Pearson's X^2 of equal rates is over G - 1, its mean, by more than three times
 * sqrt(2 (G - 1)), about its standard deviation: a rule of thumb, and no test.
 */
function overdispersed(clusters: readonly ClusterCounts[], totals: ClusterTotals): boolean {
  const { clusters: count, successes, episodes } = totals;
  if (successes === 0 || successes === episodes) return false;
  const apart = deviations(clusters, totals);
  let statistic = 0;
  clusters.forEach((cluster, at) => {
    // (k - n p)^2 / (n p (1 - p)) with p = K/N
    const deviation = apart[at] ?? 0;
    statistic += (deviation / successes) * (deviation / (episodes - successes) / cluster.episodes);
  });
  return statistic > count - 1 + 3 * Math.sqrt(2 * (count - 1));
}
