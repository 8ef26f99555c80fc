import { declared } from "../wording.ts";
import type { TaskRate } from "./facts.ts";
import type { Found, Looked } from "./finding.ts";
import type { Modifier } from "./modifiers.ts";

/** A stated rate, as one of successes. */
export interface Stated {
  readonly value: number;
  readonly decimals: number;
  readonly modifier: Modifier | null;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with it, if anything. */
export type Problem = Omit<Found, "start" | "end"> | undefined;

/** Whether it is the rate that the claim states, or that it is compared with. */
export function isClaimed({ value }: { value: number }, { facts: { result } }: Looked): boolean {
  return [result.claimed, result.baseline].some((rate) => Math.abs(rate * 100 - value) < 1e-6);
}

/** A rate as it may be written: `80.75 % (323/400)`. */
export function exact({
  estimate,
  successes,
  episodes,
}: {
  estimate: number | null;
  successes: number;
  episodes: number;
}) {
  return `${declared(Number((estimate ?? 0).toFixed(4)))} (${successes}/${episodes})`;
}

/** The rate of what is named, in place of a wrong one. */
export function ofThat({ name, successes, episodes }: TaskRate): Problem {
  const rate = exact({ estimate: successes / episodes, successes, episodes });
  return { code: "rate_differs", why: `${name} has ${rate}`, rewrite: `write ${rate}` };
}
