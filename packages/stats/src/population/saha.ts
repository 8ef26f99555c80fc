import { checkAlpha } from "../arguments.ts";
import type { ClusterCounts } from "./clusters.ts";
import { criticalValue, scoreInterval } from "./effective.ts";
import { anovaIcc } from "./icc.ts";
import { linearizedDesign } from "./linearized.ts";
import { type ClusterInterval, varianceInflation } from "./rao-scott.ts";

/**
 * Two-sided Wilson interval of the pooled rate with N / xi episodes, where
 * xi = sum n (1 + (n - 1) icc) / N comes from the correlation of {@link anovaIcc}; xi below 1, from
 * a negative correlation, counts as 1.
 *
 * Where no correlation can be estimated, or the rates of all clusters are alike, the effective
 * number is that of the clusters; one cluster gives [0, 1].
 *
 * Source: Saha, Miller & Wang (2016), International Journal of Biostatistics 12(2); equal to
 * clusterpci(skew = FALSE) of R's ratesci where xi >= 1.
 *
 * Assumes independent clusters, one correlation in all, and enough clusters to treat it as known:
 * the normal quantile makes it too narrow with few. Prefer {@link clusterWilson}.
 *
 * @param options alpha is shared by both tails
 * @throws StatsArgumentError as {@link linearizedDesign}, and unless 1e-30 <= alpha < 1
 */
export function sahaWilson(
  clusters: readonly ClusterCounts[],
  { alpha }: { readonly alpha: number },
): ClusterInterval & { readonly inflation: number | null } {
  checkAlpha(alpha);
  const design = linearizedDesign(clusters);
  const { rate: estimate, episodes } = design;
  const { icc } = anovaIcc(clusters);
  if (icc === null || !design.designEffect) {
    const effectiveEpisodes = design.clusters;
    const interval =
      effectiveEpisodes === 1
        ? { lower: 0, upper: 1 }
        : scoreInterval(estimate, effectiveEpisodes, criticalValue(alpha));
    return { estimate, interval, effectiveEpisodes, basis: "clusters", inflation: null };
  }
  const inflation = Math.max(1, varianceInflation(clusters, icc));
  const effectiveEpisodes = episodes / inflation;
  return {
    estimate,
    interval: scoreInterval(estimate, effectiveEpisodes, criticalValue(alpha)),
    effectiveEpisodes,
    basis: "estimated",
    inflation,
  };
}
