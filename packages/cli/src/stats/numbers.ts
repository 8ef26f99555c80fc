import { WorldFluxError } from "@worldflux/schema";

/** Successes of episodes, written `323/400`. */
export interface Count {
  readonly successes: number;
  readonly episodes: number;
}

/** Reads `323/400`. */
export function readCount(text: string): Count {
  const [, successes, episodes] = /^(\d{1,15})\/(\d{1,15})$/.exec(text.trim()) ?? [];
  if (successes === undefined || episodes === undefined) {
    throw usage(
      `${JSON.stringify(text)} is not a count`,
      "write successes/episodes, such as 323/400",
    );
  }
  return { successes: Number(successes), episodes: Number(episodes) };
}

/** Reads a ratio: `0.8`. A percentage must carry its sign: `80%`. */
export function readRate(option: string, text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s?(%?)$/.exec(text.trim()) ?? [];
  const value = Number(digits) / (percent === "%" ? 100 : 1);
  if (digits === undefined || !(value >= 0 && value <= 1)) {
    throw usage(`--${option} ${text} is not a rate`, "write 0.8 or 80%");
  }
  return Number(value.toFixed(12));
}

/** Runs a calculation; an argument that it refuses is the user's to correct. */
export async function withStats<T>(
  calculate: (stats: typeof import("@worldflux/stats")) => T,
): Promise<T> {
  const stats = await import("@worldflux/stats");
  try {
    return calculate(stats);
  } catch (error) {
    if (!(error instanceof stats.StatsArgumentError)) throw error;
    throw usage(error.message, "add --help to see what the command takes");
  }
}

/** A mistake on the command line that only the command itself can see. */
export function usage(message: string, hint: string): WorldFluxError {
  return new WorldFluxError("WF_USAGE", message, { hint });
}

/** 0.8075 as `80.75 %`. */
export function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))} %`;
}

/** Lines of names and values, aligned. */
export function lines(rows: readonly (readonly [string, string])[]): string {
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0);
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

/** What `--at-least` or `--at-most` ask, as the statistics take it. */
export interface Question {
  readonly operator: ">=" | "<=";
  readonly baseline: number;
}

/** Reads the one of the two options that was given. */
export function readQuestion(args: {
  readonly "at-least"?: string | undefined;
  readonly "at-most"?: string | undefined;
}): Question {
  const atLeast = args["at-least"];
  const atMost = args["at-most"];
  if (atLeast !== undefined && atMost === undefined) {
    return { operator: ">=", baseline: readRate("at-least", atLeast) };
  }
  if (atMost !== undefined && atLeast === undefined) {
    return { operator: "<=", baseline: readRate("at-most", atMost) };
  }
  throw usage("the rate to compare with is not given", "add --at-least 0.8, or --at-most 0.2");
}
