import { checkAlpha, checkChoice } from "../arguments.ts";
import { type Interval, rateInterval } from "../rate/interval.ts";
import { type ClusterCounts, type ClusterTotals, checkClusters } from "./clusters.ts";
import { anovaIcc } from "./icc.ts";
import { macroMeanRandomTasks } from "./macro-mean.ts";
import { type Population, populations } from "./population.ts";
import { clusterWilson, type EffectiveBasis, effectiveSize } from "./rao-scott.ts";
import { stratifiedWilson } from "./stratified-wilson.ts";
import { type PopulationWarning, warningsOf } from "./warnings.ts";

/** The counts, and what they are a sample of. */
export interface PopulationRateInput {
  /** Required: the same counts give intervals three times as wide for another population. */
  readonly population: Population;
  readonly clusters: readonly ClusterCounts[];
  /** Shared by both tails of every interval. */
  readonly alpha: number;
  /** Intra-cluster correlation fixed beforehand, used only where none can be measured. */
  readonly declaredIcc?: number | undefined;
}

/** A rate, its interval, and how that was computed. */
export interface RateEstimate {
  readonly estimate: number;
  readonly interval: Interval;
  readonly method: "wilson" | "stratified_wilson" | "cluster_wilson_t" | "cluster_wilson_declared";
}

/** What {@link populationRate} found. */
export interface PopulationRate {
  readonly population: Population;
  /** Each cluster alone: Wilson's interval, each at alpha, with no allowance for their number. */
  readonly perCluster: readonly (ClusterCounts & RateEstimate)[];
  /** Micro: all successes over all episodes. */
  readonly pooled: RateEstimate;
  /** The mean of the rates of the clusters. */
  readonly macro: RateEstimate;
  /** Which of the two answers for the declared population. */
  readonly primary: "pooled" | "macro";
  readonly design: {
    readonly clusters: number;
    readonly episodes: number;
    /** See {@link anovaIcc}. */
    readonly icc: number | null;
    /** See linearizedDesign; not cut at 1. */
    readonly designEffect: number | null;
    /** What the episodes are worth if the clusters are a random sample. */
    readonly effectiveEpisodes: number;
    readonly basis: EffectiveBasis;
  };
  /** The primary interval that each declaration would have given, to be printed side by side. */
  readonly byPopulation: Readonly<Record<Population, Interval>>;
  readonly warnings: readonly PopulationWarning[];
}

/**
 * Success rate of an evaluation over several tasks or seeds, for a declared target population.
 *
 * | population | primary | its interval |
 * | --- | --- | --- |
 * | `episodes_iid` | pooled | Wilson's, N episodes |
 * | `tasks_fixed` | macro | {@link stratifiedWilson}, equal weights |
 * | `tasks_random`, `seeds_random` | pooled | {@link clusterWilson} with t_{G-1} |
 *
 * The other rate is given beside it under the same population: for fixed tasks the pooled rate is
 * stratified by the numbers of episodes, for random ones the macro mean has Wilson's interval of
 * {@link macroMeanRandomTasks}. Intervals are two-sided with error alpha.
 *
 * A rate of 0 or 1 over random clusters never counts the raw episodes: 10 tasks with 50 successes
 * each are 10 observations, unless `declaredIcc` says otherwise.
 *
 * Source: stands with each method. Assumes what the population says, and that the numbers of
 * episodes and clusters were fixed beforehand.
 *
 * @throws StatsArgumentError as linearizedDesign, and unless population is known,
 *   1e-30 <= alpha < 1, and declaredIcc is left out or from 0 to 1
 */
export function populationRate(input: PopulationRateInput): PopulationRate {
  const { population, clusters, alpha, declaredIcc } = input;
  checkChoice("population", population, populations);
  const totals = checkClusters(clusters);
  checkAlpha(alpha);
  const { design, effectiveEpisodes, basis } = effectiveSize(clusters, declaredIcc);
  const { designEffect } = design;
  const [iid, fixed, random] = [
    independent(clusters, totals, alpha),
    fixedTasks(clusters, alpha),
    randomClusters(input),
  ];
  const answers = {
    episodes_iid: { ...iid, primary: "pooled" },
    tasks_fixed: { ...fixed, primary: "macro" },
    tasks_random: { ...random, primary: "pooled" },
    seeds_random: { ...random, primary: "pooled" },
  } as const;
  return {
    population,
    perCluster: clusters.map((cluster) => ({
      ...cluster,
      ...wilsonOf(cluster.successes, cluster.episodes, alpha),
    })),
    ...answers[population],
    design: {
      clusters: totals.clusters,
      episodes: totals.episodes,
      icc: anovaIcc(clusters).icc,
      designEffect,
      effectiveEpisodes,
      basis,
    },
    byPopulation: {
      episodes_iid: iid.pooled.interval,
      tasks_fixed: fixed.macro.interval,
      tasks_random: random.pooled.interval,
      seeds_random: random.pooled.interval,
    },
    warnings: warningsOf({ population, clusters, totals, basis, designEffect }),
  };
}

interface Answer {
  readonly pooled: RateEstimate;
  readonly macro: RateEstimate;
}

function independent(
  clusters: readonly ClusterCounts[],
  { successes, episodes }: ClusterTotals,
  alpha: number,
): Answer {
  // With one rate in all clusters both estimate it; the macro mean does so less well.
  return { ...fixedTasks(clusters, alpha), pooled: wilsonOf(successes, episodes, alpha) };
}

function fixedTasks(clusters: readonly ClusterCounts[], alpha: number): Answer {
  const method = "stratified_wilson";
  const weights = clusters.map(({ episodes }) => episodes);
  const macro = stratifiedWilson(clusters, { alpha });
  const pooled = stratifiedWilson(clusters, { alpha, weights });
  return {
    macro: { estimate: macro.estimate, interval: macro.interval, method },
    pooled: { estimate: pooled.estimate, interval: pooled.interval, method },
  };
}

function randomClusters({ clusters, alpha, declaredIcc }: PopulationRateInput): Answer {
  const pooled = clusterWilson(clusters, { alpha, declaredIcc });
  const macro = macroMeanRandomTasks(clusters, { alpha });
  return {
    pooled: {
      estimate: pooled.estimate,
      interval: pooled.interval,
      method: pooled.basis === "declared_icc" ? "cluster_wilson_declared" : "cluster_wilson_t",
    },
    macro: { estimate: macro.estimate, interval: macro.interval, method: "cluster_wilson_t" },
  };
}

function wilsonOf(successes: number, episodes: number, alpha: number): RateEstimate {
  const interval = rateInterval("wilson", successes, episodes, { alpha });
  return { estimate: successes / episodes, interval, method: "wilson" };
}
