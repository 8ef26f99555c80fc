import { checkWhole, StatsArgumentError } from "../arguments.ts";

/** Outcomes of two policies on the same episodes: same task, seed and initial state. */
export interface Pairs {
  /** Episodes in which both succeeded. */
  readonly both: number;
  /** Episodes in which only a succeeded. */
  readonly onlyA: number;
  /** Episodes in which only b succeeded. */
  readonly onlyB: number;
  /** Episodes in which both failed. */
  readonly neither: number;
}

/** Throws unless all four counts are whole and at least 0, and their sum at most 2^53 - 1. */
export function checkPairs(pairs: Pairs): void {
  if (typeof pairs !== "object" || pairs === null) {
    throw new StatsArgumentError("pairs", "an object of four counts", pairs);
  }
  let room = Number.MAX_SAFE_INTEGER;
  for (const name of ["both", "onlyA", "onlyB", "neither"] as const) {
    checkWhole(name, pairs[name], 0, room);
    room -= pairs[name];
  }
}

export function pairCount({ both, onlyA, onlyB, neither }: Pairs): number {
  return both + onlyA + onlyB + neither;
}
