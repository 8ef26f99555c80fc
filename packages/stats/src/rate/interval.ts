import { checkAlpha, checkChoice, checkCounts } from "../arguments.ts";
import { agrestiCoull } from "./agresti-coull.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { jeffreys } from "./jeffreys.ts";
import type { RateLimits } from "./limits.ts";
import { wilson, wilsonCc } from "./wilson.ts";

/**
 * The ways to bound a rate:
 * - `wilson`: score interval; covers 1 - alpha on average over rates, less at some.
 * - `wilson_cc`: the same with continuity correction (Newcombe 1998, method 4); close to exact.
 * - `clopper_pearson`: exact; covers at least 1 - alpha at every rate, so it is the widest.
 * - `jeffreys`: Bayesian with prior Beta(1/2, 1/2); covers 1 - alpha on average.
 * - `agresti_coull`: contains the Wilson interval; easy to check by hand.
 */
export const intervalMethods = [
  "wilson",
  "wilson_cc",
  "clopper_pearson",
  "jeffreys",
  "agresti_coull",
] as const;

/** One of {@link intervalMethods}. */
export type IntervalMethod = (typeof intervalMethods)[number];

/** Limits of a rate; 0 <= lower <= upper <= 1. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Which limit of a rate. */
export type Side = "lower" | "upper";

const limits: Readonly<Record<IntervalMethod, RateLimits>> = {
  wilson,
  wilson_cc: wilsonCc,
  clopper_pearson: clopperPearson,
  jeffreys,
  agresti_coull: agrestiCoull,
};

/**
 * The two-sided 1 - alpha interval for a success rate, with alpha/2 in each tail.
 *
 * The formula and paper of each method stand in its own file. For every method the lower limit
 * is exactly 0 without a success and the upper exactly 1 without a failure, so no episodes
 * give [0, 1].
 *
 * Assumes that the number of episodes was fixed beforehand, and that episodes are independent
 * with one success rate. Checked against 50-digit arithmetic up to 1e7 episodes.
 *
 * @param successes number of episodes that succeeded
 * @param episodes number of episodes
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole, and
 *   1e-30 <= alpha < 1
 */
export function rateInterval(
  method: IntervalMethod,
  successes: number,
  episodes: number,
  { alpha }: { readonly alpha: number },
): Interval {
  check(method, successes, episodes, alpha);
  return {
    lower: rateLimit(method, "lower", successes, episodes, alpha / 2),
    upper: rateLimit(method, "upper", successes, episodes, alpha / 2),
  };
}

/**
 * A one-sided 1 - alpha bound for a success rate, with all of alpha in its tail.
 *
 * It equals that limit of {@link rateInterval} at 2 alpha, and makes the same assumptions.
 * With alpha above 1/2 the bound lies on the far side of the estimate.
 *
 * @throws StatsArgumentError as {@link rateInterval}, and unless side is "lower" or "upper"
 */
export function rateBound(
  method: IntervalMethod,
  successes: number,
  episodes: number,
  { alpha, side }: { readonly alpha: number; readonly side: Side },
): number {
  check(method, successes, episodes, alpha);
  checkChoice("side", side, ["lower", "upper"]);
  return rateLimit(method, side, successes, episodes, alpha);
}

/** The limit that leaves `tail` outside. Arguments are trusted; counts need not be whole. */
export function rateLimit(
  method: IntervalMethod,
  side: Side,
  successes: number,
  episodes: number,
  tail: number,
): number {
  if (side === "lower" && successes === 0) return 0;
  if (side === "upper" && successes === episodes) return 1;
  return limits[method][side](successes, episodes, tail);
}

function check(method: IntervalMethod, successes: number, episodes: number, alpha: number): void {
  checkChoice("method", method, intervalMethods);
  checkCounts(successes, episodes);
  checkAlpha(alpha);
}
