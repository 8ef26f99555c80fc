import { StatsArgumentError } from "../arguments.ts";

/** The result of one episode: true and 1 are a success, false and 0 a failure. */
export type Outcome = boolean | 0 | 1;

/** The parameters of a Beta(a, b) prior; a / (a + b) is its mean and a + b its weight in episodes. */
export interface BetaPrior {
  readonly a: number;
  readonly b: number;
}

/** Beta(1, 1): every rate equally likely beforehand. */
export const uniformPrior: BetaPrior = { a: 1, b: 1 };

/** Throws unless both parameters lie from 1e-3 to 1e9. */
export function checkPrior({ a, b }: BetaPrior): void {
  for (const [name, value] of [
    ["prior.a", a],
    ["prior.b", b],
  ] as const) {
    if (typeof value !== "number" || !(value >= 1e-3 && value <= 1e9)) {
      throw new StatsArgumentError(name, "a number from 1e-3 to 1e9", value);
    }
  }
}

/** Throws unless `value` is a rate from 1e-300 up to but not including 1. */
export function checkOpenRate(argument: string, value: number): void {
  if (typeof value !== "number" || !(value >= 1e-300 && value < 1)) {
    throw new StatsArgumentError(argument, "a number above 0 (1e-300) and below 1", value);
  }
}

/** Throws unless every outcome is one. */
export function checkOutcomes(argument: string, outcomes: readonly Outcome[]): void {
  checkList(argument, outcomes);
  for (const outcome of outcomes) isSuccess(argument, outcome);
}

/** Whether the outcome is a success; throws unless it is an outcome. */
export function isSuccess(argument: string, outcome: Outcome): boolean {
  if (outcome === 1 || outcome === true) return true;
  if (outcome === 0 || outcome === false) return false;
  throw new StatsArgumentError(argument, "only true, false, 1 and 0", outcome);
}

/** Throws unless every value is a score from 0 to 1. */
export function checkScores(argument: string, scores: readonly number[]): void {
  checkList(argument, scores);
  for (const score of scores) {
    if (typeof score !== "number" || !(score >= 0 && score <= 1)) {
      throw new StatsArgumentError(argument, "only numbers from 0 to 1", score);
    }
  }
}

function checkList(argument: string, list: readonly unknown[]): void {
  if (!Array.isArray(list)) throw new StatsArgumentError(argument, "an array", list);
}
