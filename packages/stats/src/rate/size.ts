import { checkAlpha, checkChoice, checkEpisodes, checkProbability } from "../arguments.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { type IntervalMethod, intervalMethods, rateLimit } from "./interval.ts";

/** Whether a claim puts the rate above its threshold or below it. */
export type Direction = "above" | "below";

/** A decision rule: claim `direction` of `threshold` when the 1 - alpha interval lies there. */
export interface IntervalRule {
  readonly method: IntervalMethod;
  readonly episodes: number;
  readonly threshold: number;
  /** Error probability of the two-sided interval; alpha/2 falls on the side that decides. */
  readonly alpha: number;
  readonly direction: Direction;
}

/**
 * The count of successes where an {@link IntervalRule} begins to support its claim: the smallest
 * one with lower limit > threshold for "above", the largest one with upper limit < threshold for
 * "below". Null when no count does, so that such an experiment cannot decide.
 *
 * The limits rise with the count, so a binary search finds it in log2(episodes) steps.
 *
 * @throws StatsArgumentError unless episodes is whole and from 0 to 2^53 - 1, threshold is from
 *   0 to 1, 1e-30 <= alpha < 1, and method and direction are known
 */
export function criticalCount(rule: IntervalRule): number | null {
  checkRule(rule);
  const { episodes, direction } = rule;
  // Steps from the least favourable count to the most favourable one.
  const count = (steps: number) => (direction === "above" ? steps : episodes - steps);
  const supports = (steps: number) => intervalSupports(rule, count(steps));
  if (!supports(episodes)) return null;
  let low = 0;
  let high = episodes;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (supports(middle)) high = middle;
    else low = middle + 1;
  }
  return count(low);
}

/**
 * The exact probability that an {@link IntervalRule} supports its claim although the true rate
 * equals the threshold: P(X >= critical count | threshold) for "above", P(X <= critical count |
 * threshold) for "below", 0 when no count supports it.
 *
 * That is the size of the rule as a test, as the probability falls when the rate moves further
 * into the null hypothesis. Print it beside the nominal alpha/2, which approximate intervals
 * exceed at some thresholds: see Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.
 *
 * Assumes a fixed number of independent episodes with one success rate.
 *
 * @throws StatsArgumentError as {@link criticalCount}
 */
export function sizeAtThreshold(rule: IntervalRule): number {
  const critical = criticalCount(rule);
  if (critical === null) return 0;
  const tail = rule.direction === "above" ? binomialUpperTail : binomialLowerTail;
  return tail(critical, rule.episodes, rule.threshold);
}

/** Whether `successes` put the whole interval beyond the threshold. Arguments are trusted. */
export function intervalSupports(rule: IntervalRule, successes: number): boolean {
  const { method, episodes, threshold, alpha, direction } = rule;
  return direction === "above"
    ? rateLimit(method, "lower", successes, episodes, alpha / 2) > threshold
    : rateLimit(method, "upper", successes, episodes, alpha / 2) < threshold;
}

function checkRule({ method, episodes, threshold, alpha, direction }: IntervalRule): void {
  checkChoice("method", method, intervalMethods);
  checkEpisodes(episodes);
  checkProbability("threshold", threshold);
  checkAlpha(alpha);
  checkChoice("direction", direction, ["above", "below"]);
}
