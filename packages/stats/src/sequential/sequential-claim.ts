import { checkAlpha, checkChoice, checkProbability, StatsArgumentError } from "../arguments.ts";
import { claimThreshold, type Operator, operators } from "../rate/threshold.ts";
import {
  type BetaPrior,
  checkOpenRate,
  checkOutcomes,
  checkPrior,
  type Outcome,
  uniformPrior,
} from "./arguments.ts";

/**
 * When the run may stop:
 * - `fixed`: after a number of episodes set beforehand, with one look at the end.
 * - `bounded`: after any episode, but never beyond `maxEpisodes`, set beforehand.
 * - `anytime`: after any episode, for any reason.
 */
export const sequentialModes = ["fixed", "bounded", "anytime"] as const;
export type SequentialMode = (typeof sequentialModes)[number];

/**
 * In which order the episodes ran:
 * - `random`: the task of every episode was drawn at random, always with the same chances.
 * - `interleaved`: in rounds of one episode of every task.
 * - `task_by_task`: several episodes of one task before the next.
 * - `unknown`: not recorded, sorted, or shuffled afterwards.
 */
export const episodeOrders = ["random", "interleaved", "task_by_task", "unknown"] as const;
export type EpisodeOrder = (typeof episodeOrders)[number];

/** A claim about a success rate, the outcomes that it rests on, and how they came about. */
export interface SequentialClaim {
  readonly mode: SequentialMode;
  /** In the order in which the episodes ran. */
  readonly outcomes: readonly Outcome[];
  /** The task of each outcome. */
  readonly taskLabels: readonly string[];
  readonly order: EpisodeOrder;
  /**
   * Whether to test blocks of one episode of every task instead of episodes: the t-th episodes of
   * all tasks make block t, wherever they stand. False unless given.
   */
  readonly blockByTask?: boolean;
  /** How the claim compares the success rate with its threshold. */
  readonly operator: Operator;
  /** The reference rate, from 0 to 1. A given constant: not itself an estimate. */
  readonly baseline: number;
  /** By how much the rate may miss the baseline, from 0 up to but not including 1. */
  readonly margin: number;
  /** One-sided error probability of each of the two tests, and two-sided of the interval. */
  readonly alpha: number;
  /** For `bounded` only, and needed there: from 1 to 20,000. */
  readonly maxEpisodes?: number;
  /** For `anytime` only. Beta(1, 1) unless given. */
  readonly prior?: BetaPrior;
}

/** Throws unless the claim can be read; what it then still lacks is refused, not thrown. */
export function readClaim(claim: SequentialClaim) {
  const { outcomes, taskLabels, prior = uniformPrior } = claim;
  checkChoice("mode", claim.mode, sequentialModes);
  checkChoice("order", claim.order, episodeOrders);
  checkChoice("operator", claim.operator, operators);
  checkProbability("baseline", claim.baseline);
  checkAlpha(claim.alpha);
  checkPrior(prior);
  checkOutcomes("outcomes", outcomes);
  if (!Array.isArray(taskLabels) || taskLabels.some((label) => typeof label !== "string")) {
    throw new StatsArgumentError("taskLabels", "an array of strings", taskLabels);
  }
  if (taskLabels.length !== outcomes.length) {
    const expected = `${outcomes.length} labels, one an outcome`;
    throw new StatsArgumentError("taskLabels", expected, taskLabels.length);
  }
  if ((claim.mode === "bounded") !== (claim.maxEpisodes !== undefined)) {
    throw new StatsArgumentError("maxEpisodes", "it with mode bounded only", claim.maxEpisodes);
  }
  const { direction, threshold } = claimThreshold(claim.operator, claim.baseline, claim.margin);
  if (claim.mode !== "fixed") {
    checkOpenRate(claim.margin === 0 ? "baseline" : "margin", threshold);
  }
  return { direction, threshold, prior: { a: prior.a, b: prior.b } };
}
