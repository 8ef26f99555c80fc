import { StatsArgumentError } from "../arguments.ts";
import type { Direction } from "./size.ts";

/** How a claim compares a success rate with its threshold. */
export type Operator = ">=" | ">" | "<=" | "<";

export const operators: readonly Operator[] = [">=", ">", "<=", "<"];

/**
 * Where a claim draws its line: the baseline less the margin for claims of a high rate, plus the
 * margin for claims of a low one.
 *
 * A threshold outside [0, 1] is refused rather than cut: every result would support the claim.
 *
 * @throws StatsArgumentError unless 0 <= margin < 1 and the threshold lies in [0, 1]
 */
export function claimThreshold(
  operator: Operator,
  baseline: number,
  margin: number,
): { readonly direction: Direction; readonly threshold: number } {
  if (typeof margin !== "number" || !(margin >= 0 && margin < 1)) {
    throw new StatsArgumentError("margin", "a number from 0 up to but not including 1", margin);
  }
  const direction = operator === ">=" || operator === ">" ? "above" : "below";
  const threshold = roundThreshold(baseline, direction === "above" ? -margin : margin);
  if (threshold < 0) {
    throw new StatsArgumentError("margin", `at most the baseline, ${baseline}`, margin);
  }
  if (threshold > 1) {
    throw new StatsArgumentError("margin", `at most 1 - baseline with ${baseline}`, margin);
  }
  return { direction, threshold };
}

/** 0.85 - 0.05 is 0.7999999999999999 in binary; 12 decimals bring back the 0.8 that was meant. */
function roundThreshold(baseline: number, shift: number): number {
  // Nothing was computed, so there is nothing to mend.
  if (shift === 0) return baseline;
  // Adding 0 turns the -0 that toFixed can leave into 0.
  return Number((baseline + shift).toFixed(12)) + 0;
}
