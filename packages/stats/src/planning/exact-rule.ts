import { checkBetween, checkChoice, checkProbability, StatsArgumentError } from "../arguments.ts";
import type { Direction } from "../rate/size.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";

/**
 * The exact one-sided binomial test as a decision rule, before any episode is run.
 *
 * `above` claims that the rate exceeds the threshold and asks for many successes, `below` claims
 * that it is less and asks for few.
 */
export interface ExactRule {
  /** The rate that the claim is to be told from, from 0 to 1. */
  readonly threshold: number;
  /** One-sided: the whole error probability lies on the side of the claim. */
  readonly alpha: number;
  readonly direction: Direction;
}

/** An {@link ExactRule} and the true rate at which it should succeed. */
export interface ExactPlan extends ExactRule {
  /** The success rate that is supposed to be true; beyond the threshold in the claim's direction. */
  readonly trueRate: number;
}

/** P(an outcome at least as favourable as `count`), the tail on which the rule decides. */
export function favourableTail(
  direction: Direction,
  count: number,
  episodes: number,
  rate: number,
): number {
  return direction === "above"
    ? binomialUpperTail(count, episodes, rate)
    : binomialLowerTail(count, episodes, rate);
}

/**
 * The least favourable count with an exact p-value of at most alpha; one step beyond the possible
 * ones (episodes + 1, or -1) when there is none.
 *
 * `guess` only saves time: the search doubles its step away from it, and halves it back.
 */
export function exactCritical(rule: ExactRule, episodes: number, guess: number): number {
  const { direction, threshold, alpha } = rule;
  const count = (steps: number) => (direction === "above" ? steps : episodes - steps);
  const supports = (steps: number) =>
    steps > episodes ||
    (steps >= 0 && favourableTail(direction, count(steps), episodes, threshold) <= alpha);
  let high = Math.min(Math.max(count(guess), 0), episodes + 1);
  let low = high - 1;
  for (let step = 1; !supports(high); step *= 2) {
    low = high;
    high = Math.min(high + step, episodes + 1);
  }
  for (let step = 1; low >= 0 && supports(low); step *= 2) {
    high = low;
    low = Math.max(low - step, -1);
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (supports(middle)) high = middle;
    else low = middle;
  }
  return count(high);
}

export function checkRule({ threshold, alpha, direction }: ExactRule): void {
  checkChoice("direction", direction, ["above", "below"]);
  checkProbability("threshold", threshold);
  // Below 1e-30 the tails lose their digits.
  checkBetween("alpha", alpha, 1e-30, 1);
}

export function checkPlan(plan: ExactPlan): void {
  checkRule(plan);
  const { trueRate, threshold, direction } = plan;
  checkProbability("trueRate", trueRate);
  if (direction === "above" ? trueRate <= threshold : trueRate >= threshold) {
    throw new StatsArgumentError("trueRate", `a rate ${direction} ${threshold}`, trueRate);
  }
}

export function checkPower(power: number, alpha: number): void {
  // A test that ignores the data reaches alpha.
  checkBetween("power", power, alpha, 1);
}
