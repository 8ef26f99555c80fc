import { checkEpisodes, checkProbability } from "../arguments.ts";
import {
  checkRule,
  type ExactPlan,
  type ExactRule,
  exactCritical,
  favourableTail,
} from "./exact-rule.ts";

/** What a planned experiment with an exact one-sided test can do. */
export interface ExactPower {
  readonly episodes: number;
  /**
   * The smallest number of successes that proves "above", the largest that proves "below"; null
   * when no outcome would.
   */
  readonly criticalCount: number | null;
  /** Probability of proving the claim when `trueRate` is true. */
  readonly power: number;
  /** Probability of proving it when the rate equals the threshold; at most alpha. */
  readonly size: number;
}

/**
 * The exact power of the one-sided binomial test: P(X >= c | trueRate) with c the smallest count
 * for which P(X >= c | threshold) <= alpha. "below" is the mirror image.
 *
 * Source: Clopper & Pearson (1934), Biometrika 26, 404-413 for the test; its power by Chernick &
 * Liu (2002), The American Statistician 56, 149-155, who describe why it does not rise steadily.
 *
 * Assumes a number of independent episodes that is fixed beforehand, with one success rate. alpha
 * is one-sided: it corresponds to a two-sided interval of error 2 alpha.
 *
 * @throws StatsArgumentError unless episodes is whole and from 0 to 2^53 - 1, threshold and
 *   trueRate are from 0 to 1, 1e-30 < alpha < 1 and direction is known
 */
export function exactPower({
  episodes,
  ...plan
}: ExactPlan & { readonly episodes: number }): ExactPower {
  checkEpisodes(episodes);
  checkRule(plan);
  checkProbability("trueRate", plan.trueRate);
  return powerAt(plan, episodes, Math.round(episodes * plan.threshold));
}

/** {@link exactPower} with trusted arguments and a guess of the critical count. */
export function powerAt(plan: ExactPlan, episodes: number, guess: number): ExactPower {
  const count = exactCritical(plan, episodes, guess);
  if (count < 0 || count > episodes) return { episodes, criticalCount: null, power: 0, size: 0 };
  return {
    episodes,
    criticalCount: count,
    power: favourableTail(plan.direction, count, episodes, plan.trueRate),
    size: favourableTail(plan.direction, count, episodes, plan.threshold),
  };
}

/**
 * The power of the test that decides by lot at the count next to the critical one, so that its
 * size is alpha exactly. Nobody runs it: no test has more power (Lehmann & Romano, Testing
 * Statistical Hypotheses, 3rd ed., theorem 3.4.1), and more episodes never give it less.
 */
export function bestPower(plan: ExactPlan, episodes: number): number {
  const { direction, threshold, trueRate, alpha } = plan;
  const count = exactCritical(plan, episodes, Math.round(episodes * threshold));
  const next = direction === "above" ? count - 1 : count + 1;
  const size = favourableTail(direction, count, episodes, threshold);
  const power = favourableTail(direction, count, episodes, trueRate);
  const sizeNext = favourableTail(direction, next, episodes, threshold);
  const powerNext = favourableTail(direction, next, episodes, trueRate);
  return power + ((alpha - size) / (sizeNext - size)) * (powerNext - power);
}

/** How much of the probability of the last tail above alpha its own count holds, from 0 to 1. */
export function boundaryShare(rule: ExactRule, episodes: number): number {
  const { direction, threshold } = rule;
  const count = exactCritical(rule, episodes, Math.round(episodes * threshold));
  const next = direction === "above" ? count - 1 : count + 1;
  return (
    1 -
    favourableTail(direction, count, episodes, threshold) /
      favourableTail(direction, next, episodes, threshold)
  );
}
