import { StatsArgumentError } from "../arguments.ts";

/** The episodes of one task, or of one seed: those that share what makes them alike. */
export interface ClusterCounts {
  /** Used in results only. No two clusters may have the same one. */
  readonly name?: string;
  readonly successes: number;
  /** At least 1: a task that was never run has no rate, and is not a rate of 0. */
  readonly episodes: number;
}

/** The sums that every method of this folder starts from. */
export interface ClusterTotals {
  readonly clusters: number;
  readonly successes: number;
  readonly episodes: number;
}

/** Throws unless there is a cluster, every one was run, and the sums are exact in a double. */
export function checkClusters(clusters: readonly ClusterCounts[]): ClusterTotals {
  if (!Array.isArray(clusters) || clusters.length === 0) {
    throw new StatsArgumentError("clusters", "a list of at least one cluster", clusters);
  }
  const names = new Set<string>();
  let successes = 0;
  let episodes = 0;
  clusters.forEach((cluster, at) => {
    checkCluster(`clusters[${at}]`, cluster);
    const { name } = cluster;
    if (name !== undefined && names.has(name)) {
      throw new StatsArgumentError(`clusters[${at}].name`, "a name that occurs once", name);
    }
    if (name !== undefined) names.add(name);
    successes += cluster.successes;
    episodes += cluster.episodes;
  });
  if (!Number.isSafeInteger(episodes)) {
    throw new StatsArgumentError("clusters", "at most 2^53 - 1 episodes in all", episodes);
  }
  return { clusters: clusters.length, successes, episodes };
}

function checkCluster(path: string, cluster: ClusterCounts): void {
  if (typeof cluster !== "object" || cluster === null) {
    throw new StatsArgumentError(path, "an object with successes and episodes", cluster);
  }
  const { name, successes, episodes } = cluster;
  if (name !== undefined && typeof name !== "string") {
    throw new StatsArgumentError(`${path}.name`, "a string", name);
  }
  if (!Number.isSafeInteger(episodes) || episodes < 1) {
    throw new StatsArgumentError(`${path}.episodes`, "a whole number of at least 1", episodes);
  }
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > episodes) {
    const expected = `a whole number from 0 to ${episodes}`;
    throw new StatsArgumentError(`${path}.successes`, expected, successes);
  }
}

/**
 * k N - K n for each cluster, N^2 times its part of the variance: exactly 0 where the cluster has
 * the pooled rate.
 *
 * In doubles k - (K/N) n is some 1e-16 for clusters that are all alike, and a design effect of
 * 1e-31 would then pass for a measured one.
 */
export function deviations(
  clusters: readonly ClusterCounts[],
  { successes, episodes }: ClusterTotals,
): readonly number[] {
  return clusters.map((cluster) => {
    const own = cluster.successes * episodes;
    const shared = successes * cluster.episodes;
    if (own <= Number.MAX_SAFE_INTEGER && shared <= Number.MAX_SAFE_INTEGER) return own - shared;
    return Number(
      BigInt(cluster.successes) * BigInt(episodes) - BigInt(successes) * BigInt(cluster.episodes),
    );
  });
}
