import { checkWhole, StatsArgumentError } from "../arguments.ts";

/** What one of two independent policies achieved. */
export interface Arm {
  readonly successes: number;
  readonly episodes: number;
}

/** Throws unless both arms hold whole counts with 0 <= successes <= episodes <= 2^53 - 1. */
export function checkArms(a: Arm, b: Arm): void {
  checkArm("a", a);
  checkArm("b", b);
}

/** Throws unless `margin` is a difference of rates from 0 up to but not including 1. */
export function checkMargin(margin: number): void {
  if (typeof margin !== "number" || !(margin >= 0 && margin < 1)) {
    throw new StatsArgumentError("margin", "a number from 0 up to but not including 1", margin);
  }
}

/** Rate of a less rate of b; both have episodes. */
export function rateDifference(a: Arm, b: Arm): number {
  const cross = a.successes * b.episodes - b.successes * a.episodes;
  const size = a.episodes * b.episodes;
  // One rounding where the products are exact; beyond, the difference of two rounded rates.
  if (size <= Number.MAX_SAFE_INTEGER) return cross / size;
  return a.successes / a.episodes - b.successes / b.episodes;
}

/** Failures in place of successes. */
export function mirror({ successes, episodes }: Arm): Arm {
  return { successes: episodes - successes, episodes };
}

function checkArm(name: string, arm: Arm): void {
  if (typeof arm !== "object" || arm === null) {
    throw new StatsArgumentError(name, "an object of successes and episodes", arm);
  }
  checkWhole(`${name}.episodes`, arm.episodes, 0, Number.MAX_SAFE_INTEGER);
  checkWhole(`${name}.successes`, arm.successes, 0, arm.episodes);
}
