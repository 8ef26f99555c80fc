import { WorldFluxError } from "@worldflux/schema";

/** A number that a file stores, and the one that its episodes give. */
export interface StoredNumber {
  /** Where it stands, such as `overall.pc_success`. */
  readonly where: string;
  readonly stored: unknown;
  readonly recomputed: number;
  /** Largest difference that is not a mismatch. */
  readonly tolerance: number;
  /** Other ways to get to a number, such as `errors excluded` or `a ratio, not a percentage`. */
  readonly explanations?: Readonly<Record<string, number>>;
}

/**
 * Compares a stored aggregate with the episodes. Stored numbers are never used, only checked.
 *
 * @throws WorldFluxError WF_AGGREGATE_MISMATCH, naming the rule that would explain the number
 */
export function checkStored(name: string, number: StoredNumber): void {
  const { where, stored, recomputed, tolerance } = number;
  const close = (to: number) => typeof stored === "number" && Math.abs(stored - to) <= tolerance;
  if (close(recomputed)) return;
  const rule = Object.entries(number.explanations ?? {}).find(([, value]) => close(value))?.[0];
  const why =
    rule === undefined ? "the file was edited, or merged by hand" : `that would fit ${rule}`;
  throw new WorldFluxError(
    "WF_AGGREGATE_MISMATCH",
    `${name}: ${where} is ${shown(stored)}, but the episodes in the file give ${recomputed}: ${why}`,
    { hint: "hand in the file as the evaluator wrote it" },
  );
}

/** What the file says, short enough for one line; `JSON.stringify` would turn NaN into null. */
function shown(stored: unknown): string {
  if (stored === undefined) return "absent";
  if (typeof stored === "number") return String(stored);
  if (Array.isArray(stored)) return `a list of ${stored.length}`;
  if (typeof stored === "object" && stored !== null) return "an object";
  const text = JSON.stringify(stored);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
