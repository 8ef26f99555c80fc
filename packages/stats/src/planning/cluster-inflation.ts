import { checkProbability, checkWhole } from "../arguments.ts";

/**
 * What independent episodes must be multiplied by when they come in clusters, such as tasks or
 * seeds that the claim generalises over: the design effect 1 + (m - 1) icc, m episodes in each.
 *
 * `clusters` is the number of whole clusters of m that hold the inflated episodes. Since the effect
 * grows with m, more clusters help where more episodes in each do not: `mostEffective` is the
 * effective number of episodes that one cluster approaches however large it is, 1 / icc, or null
 * where it has no bound.
 *
 * Source: Kish (1965), Survey Sampling, section 5.4.
 *
 * Assumes clusters of equal size drawn at random, and an intra-cluster correlation that is known
 * from earlier runs: it is the input that planning is most sensitive to.
 *
 * @param episodes independent episodes that the plan asks for
 * @throws StatsArgumentError unless episodes is whole and from 1 to 1e12, episodesPerCluster whole
 *   and from 1 to 1e6, and icc from 0 to 1
 */
export function clusterInflation({
  episodes,
  episodesPerCluster,
  icc,
}: {
  readonly episodes: number;
  readonly episodesPerCluster: number;
  readonly icc: number;
}): {
  readonly designEffect: number;
  readonly episodes: number;
  readonly clusters: number;
  readonly mostEffective: number | null;
} {
  checkWhole("episodes", episodes, 1, 1e12);
  checkWhole("episodesPerCluster", episodesPerCluster, 1, 1e6);
  checkProbability("icc", icc);
  const designEffect = 1 + (episodesPerCluster - 1) * icc;
  // A product that is an ulp above a whole number must not ask for one more.
  const inflated = Math.ceil(Number((episodes * designEffect).toPrecision(14)));
  return {
    designEffect,
    episodes: inflated,
    clusters: Math.ceil(inflated / episodesPerCluster),
    mostEffective: icc === 0 ? null : 1 / icc,
  };
}
