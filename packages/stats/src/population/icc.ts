import { type ClusterCounts, checkClusters, deviations } from "./clusters.ts";

/** What {@link anovaIcc} finds. */
export interface IntraclusterCorrelation {
  /** Estimate, below 0 where clusters differ less than chance would make them; null if unknown. */
  readonly icc: number | null;
  /** Episodes per cluster, corrected for their spread; null with one cluster. */
  readonly typicalEpisodes: number | null;
  /** Mean square between clusters; null with one cluster. */
  readonly between: number | null;
  /** Mean square inside clusters; null with one episode in each. */
  readonly within: number | null;
}

/**
 * Intra-cluster correlation of binary outcomes by one-way analysis of variance:
 * (MSB - MSW) / (MSB + (n0 - 1) MSW) with n0 = (N - sum n^2 / N) / (G - 1). Not cut at 0.
 *
 * Null with one cluster, with one episode in each, and where every episode had the same outcome.
 *
 * Source: Donner (1986), International Statistical Review 54, 67-82; Ridout, Demetrio & Firth
 * (1999), Biometrics 55, 137-148, section 3.
 *
 * Assumes that clusters are independent draws and that two episodes of a cluster are equally
 * correlated whichever they are.
 *
 * @throws StatsArgumentError as {@link linearizedDesign}
 */
export function anovaIcc(clusters: readonly ClusterCounts[]): IntraclusterCorrelation {
  const totals = checkClusters(clusters);
  const { clusters: count, episodes } = totals;
  let betweenSquares = 0;
  let withinSquares = 0;
  let spread = 0;
  const apart = deviations(clusters, totals);
  clusters.forEach(({ successes, episodes: own }, at) => {
    // n (k/n - K/N)^2 with the exact k N - K n
    betweenSquares += ((apart[at] ?? 0) / episodes) ** 2 / own;
    withinSquares += successes * ((own - successes) / own);
    // N - sum n^2 / N = sum n (N - n) / N, without the subtraction
    spread += own * ((episodes - own) / episodes);
  });
  const typicalEpisodes = count > 1 ? spread / (count - 1) : null;
  const between = count > 1 ? betweenSquares / (count - 1) : null;
  const within = episodes > count ? withinSquares / (episodes - count) : null;
  return { icc: correlation(typicalEpisodes, between, within), typicalEpisodes, between, within };
}

function correlation(n0: number | null, between: number | null, within: number | null) {
  if (n0 === null || between === null || within === null) return null;
  const total = between + (n0 - 1) * within;
  return total > 0 ? (between - within) / total : null;
}
