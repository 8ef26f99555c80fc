import type { Population, RateInterval, Verdict } from "@worldflux/schema";
import { clusterWilson, decideRate, stratifiedWilson } from "@worldflux/stats";
import type { ClusterTally, Sample } from "./count.ts";
import { intervalOf, levelOf, type Question, thresholdOf } from "./question.ts";

/** What the counts say about the question, for one population. */
export interface Answer {
  /** Tasks or seeds that count as units; 0 where none do. */
  readonly clusters: number;
  readonly effective_episodes: number;
  readonly estimate: number | null;
  readonly interval: RateInterval;
  readonly verdict: Verdict;
  readonly strict_verdict: Verdict;
}

/**
 * The answer for a population. For `episodes_iid`, and where the claim declares none, it is the
 * declared interval of all episodes together; `tasks_fixed` is the mean over the tasks with the
 * stratified Wilson interval; `tasks_random` and `seeds_random` take tasks or seeds as the sample.
 * A population whose clusters are not recorded cannot decide.
 */
export function answerFor(question: Question, population: Population, sample: Sample): Answer {
  switch (population) {
    case "episodes_iid":
      return independent(question, sample);
    case "tasks_fixed":
      return fixedTasks(question, ran(sample.tasks));
    case "tasks_random":
      return randomClusters(question, ran(sample.tasks));
    case "seeds_random":
      return randomClusters(question, ran(sample.seeds ?? []));
  }
}

/** True where tasks or seeds, not episodes, are what the claim is about a sample of. */
export function isClustered(population: Population | undefined): boolean {
  return population === "tasks_random" || population === "seeds_random";
}

function ran(clusters: readonly ClusterTally[]): ClusterTally[] {
  return clusters.filter(({ episodes }) => episodes > 0);
}

function independent(question: Question, sample: Sample): Answer {
  const { successes, episodes } = sample;
  const { verdict, strictVerdict, estimate } = decideRate({ ...question, successes, episodes });
  return {
    clusters: 0,
    effective_episodes: episodes,
    estimate,
    interval: intervalOf(question, sample),
    verdict,
    strict_verdict: strictVerdict,
  };
}

function fixedTasks(question: Question, tasks: readonly ClusterTally[]): Answer {
  const bound = (of: readonly ClusterTally[]) => stratifiedWilson(of, { alpha: question.alpha });
  const episodes = tasks.reduce((sum, task) => sum + task.episodes, 0);
  return clustered(question, tasks, "stratified_wilson", episodes, bound);
}

function randomClusters(question: Question, clusters: readonly ClusterTally[]): Answer {
  const bound = (of: readonly ClusterTally[]) => clusterWilson(of, { alpha: question.alpha });
  const worth = clusters.length === 0 ? 0 : bound(clusters).effectiveEpisodes;
  return clustered(question, clusters, "cluster_wilson_t", worth, bound);
}

type Bound = (of: readonly ClusterTally[]) => {
  readonly estimate: number;
  readonly interval: { readonly lower: number; readonly upper: number };
};

function clustered(
  question: Question,
  clusters: readonly ClusterTally[],
  method: RateInterval["method"],
  effective: number,
  bound: Bound,
): Answer {
  const interval = { method, level: levelOf(question), lower: 0, upper: 1 };
  if (clusters.length === 0) {
    const verdict: Verdict = "cannot_decide";
    const nothing = { clusters: 0, effective_episodes: 0, estimate: null };
    return { ...nothing, interval, verdict, strict_verdict: verdict };
  }
  const found = bound(clusters);
  const above = question.operator.startsWith(">");
  const ideal = bestCases(clusters, above).map((of) => bound(of).interval);
  const judge = (threshold: number): Verdict => {
    const beyond = ({ lower, upper }: { lower: number; upper: number }) =>
      above ? lower > threshold : upper < threshold;
    if (beyond(found.interval)) return "supported";
    const { lower, upper } = found.interval;
    if (above ? upper < threshold : lower > threshold) return "refuted";
    return ideal.some(beyond) ? "inconclusive" : "cannot_decide";
  };
  return {
    clusters: clusters.length,
    effective_episodes: effective,
    estimate: found.estimate,
    interval: { ...interval, ...found.interval },
    verdict: judge(thresholdOf(question)),
    strict_verdict: judge(question.baseline),
  };
}

/**
 * The best that the clusters could have shown. A perfect score has no spread between clusters, so
 * only the clusters count; one episode short of it shows a spread, and can tell more: most in the
 * largest cluster, whose rate it moves least.
 */
function bestCases(clusters: readonly ClusterTally[], above: boolean): ClusterTally[][] {
  const largest = clusters.reduce(
    (at, { episodes }, i) => (episodes > (clusters[at]?.episodes ?? 0) ? i : at),
    0,
  );
  const perfect = clusters.map((c) => ({ ...c, successes: above ? c.episodes : 0 }));
  const nearly = perfect.map((c, i) =>
    i === largest ? { ...c, successes: above ? c.episodes - 1 : 1 } : c,
  );
  return [perfect, nearly];
}
