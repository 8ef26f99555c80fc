import { checkAlpha } from "../arguments.ts";
import { rateLimit } from "../rate/interval.ts";
import type { ClusterCounts } from "./clusters.ts";
import { criticalValue } from "./effective.ts";
import { type ClusterInterval, effectiveSize } from "./rao-scott.ts";

/**
 * Two-sided Clopper-Pearson interval of the pooled rate at the effective number of episodes
 * n* = n_eff (t_{N-1} / t_{G-1})^2 with n_eff = N / max(1, deff) of {@link linearizedDesign}.
 *
 * Where the clusters show no spread it is Clopper-Pearson's with the number of clusters: exact if
 * all episodes of a cluster end alike. One cluster gives [0, 1].
 *
 * Source: Korn & Graubard (1998), Survey Methodology 24, 193-201; equal to
 * svyciprop(method = "beta") of R's survey package where deff >= 1.
 *
 * Assumes that the clusters are independent draws from the population that the rate is claimed
 * of. Wider than {@link clusterWilson}: coverage of 94.9 to 99.8 % at a nominal 95 % in six
 * simulated designs.
 *
 * @param options alpha is shared by both tails
 * @throws StatsArgumentError as {@link linearizedDesign}, and unless 1e-30 <= alpha < 1
 */
export function kornGraubard(
  clusters: readonly ClusterCounts[],
  { alpha }: { readonly alpha: number },
): ClusterInterval {
  checkAlpha(alpha);
  const { design, effectiveEpisodes: size, basis } = effectiveSize(clusters);
  const { rate: estimate, episodes, degreesOfFreedom } = design;
  if (degreesOfFreedom === 0) {
    return { estimate, interval: { lower: 0, upper: 1 }, effectiveEpisodes: size, basis };
  }
  const ratio =
    basis === "clusters"
      ? 1
      : criticalValue(alpha, episodes - 1) / criticalValue(alpha, degreesOfFreedom);
  const effectiveEpisodes = size * ratio ** 2;
  const successes = estimate * effectiveEpisodes;
  const limit = (side: "lower" | "upper") =>
    rateLimit("clopper_pearson", side, successes, effectiveEpisodes, alpha / 2);
  return {
    estimate,
    interval: { lower: limit("lower"), upper: limit("upper") },
    effectiveEpisodes,
    basis,
  };
}
