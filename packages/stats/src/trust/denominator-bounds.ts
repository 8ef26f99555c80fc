import { checkAlpha, checkChoice, checkCounts, checkWhole } from "../arguments.ts";
import {
  type Interval,
  type IntervalMethod,
  intervalMethods,
  rateInterval,
} from "../rate/interval.ts";

/** What a protocol says that an episode without an outcome counts as. */
export type MissingRule = "failure" | "success" | "excluded";

/** A rate under one way to count the missing episodes. */
export interface CountedRate {
  readonly successes: number;
  readonly episodes: number;
  /** successes / episodes, or null without episodes. */
  readonly estimate: number | null;
  readonly interval: Interval;
}

/** A rate under every way to count the missing episodes. */
export interface DenominatorBounds {
  /** All missing episodes are failures. */
  readonly worst: CountedRate;
  /** All missing episodes are successes. */
  readonly best: CountedRate;
  /** The missing episodes are left out. */
  readonly completeCase: CountedRate;
  /** As the protocol declares it. */
  readonly declared: CountedRate;
  /** From the worst case's lower limit to the best case's upper one. */
  readonly bounds: Interval;
}

/**
 * The success rate when `missing` further episodes crashed, timed out or were lost: in the worst
 * case k of n + m succeeded, in the best case k + m of n + m. `bounds` covers the rate of all n + m
 * whatever made them missing; the complete cases alone do so only if that had nothing to do with
 * success.
 *
 * Source: worst-case bounds of Manski (1989), Journal of Human Resources 24, 343-360; limits at
 * both ends as in Horowitz & Manski (2000), JASA 95, 77-84. Intervals are two-sided with error
 * alpha, by `method`.
 *
 * Assumes a fixed number of independent episodes, of which the missing ones are all known. It does
 * not help when the number of missing ones is unknown.
 *
 * @param successes of the episodes that have an outcome
 * @param episodes that have an outcome
 * @throws StatsArgumentError unless 0 <= successes <= episodes are whole, missing is whole and all
 *   episodes are at most 2^53 - 1, 1e-30 <= alpha < 1, and method and rule are known
 */
export function denominatorBounds({
  successes,
  episodes,
  missing,
  rule,
  method,
  alpha,
}: {
  readonly successes: number;
  readonly episodes: number;
  readonly missing: number;
  readonly rule: MissingRule;
  readonly method: IntervalMethod;
  readonly alpha: number;
}): DenominatorBounds {
  checkCounts(successes, episodes);
  checkWhole("missing", missing, 0, Number.MAX_SAFE_INTEGER - episodes);
  checkChoice("rule", rule, ["failure", "success", "excluded"]);
  checkChoice("method", method, intervalMethods);
  checkAlpha(alpha);
  const counted = (k: number, n: number): CountedRate => ({
    successes: k,
    episodes: n,
    estimate: n === 0 ? null : k / n,
    interval: rateInterval(method, k, n, { alpha }),
  });
  const worst = counted(successes, episodes + missing);
  const best = counted(successes + missing, episodes + missing);
  const completeCase = counted(successes, episodes);
  return {
    worst,
    best,
    completeCase,
    declared: { failure: worst, success: best, excluded: completeCase }[rule],
    bounds: { lower: worst.interval.lower, upper: best.interval.upper },
  };
}
