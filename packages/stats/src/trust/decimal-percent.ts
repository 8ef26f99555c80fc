import { checkWhole, StatsArgumentError } from "../arguments.ts";

/** A percentage as it is printed: its digits as one whole number, and where the point stands. */
export interface PrintedPercent {
  /** 439n for "43.9". */
  readonly digits: bigint;
  /** 1 for "43.9", 2 for "43.90". */
  readonly decimals: number;
}

/** Percent as text that keeps its zeros, or as a number with the decimals that it was printed to. */
export type PercentInput = string | { readonly value: number; readonly decimals: number };

/** Reads a percentage from 0 to 100 with at most 6 decimals. */
export function readPercent(percent: PercentInput): PrintedPercent {
  const text = typeof percent === "string" ? percent : printed(percent);
  const match = /^(\d{1,3})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) {
    throw new StatsArgumentError("percent", 'decimal text from "0" to "100" such as "43.9"', text);
  }
  const decimals = match[2]?.length ?? 0;
  const digits = BigInt(`${match[1]}${match[2] ?? ""}`);
  if (digits > 100n * 10n ** BigInt(decimals)) {
    throw new StatsArgumentError("percent", 'at most "100"', text);
  }
  return { digits, decimals };
}

function printed(percent: { readonly value: number; readonly decimals: number }): string {
  if (typeof percent !== "object" || percent === null) {
    throw new StatsArgumentError("percent", "text, or a value with its decimals", percent);
  }
  const { value, decimals } = percent;
  checkWhole("decimals", decimals, 0, 6);
  if (typeof value !== "number" || !(value >= 0 && value <= 100)) {
    throw new StatsArgumentError("percent", "a number from 0 to 100", value);
  }
  const text = value.toFixed(decimals);
  if (Number(text) !== value) {
    throw new StatsArgumentError("decimals", `as many decimals as ${value} has`, decimals);
  }
  return text;
}
