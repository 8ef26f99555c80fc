import { preview } from "@worldflux/schema";

/** Two values that should be equal and are not. */
export interface Difference {
  /** JSON pointer of the place. */
  readonly pointer: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Relative difference that two floating-point numbers may have: another machine may round differently. */
export const floatTolerance = 1e-9;

/**
 * The first place in which two JSON values differ, or null. Everything must be equal exactly,
 * extra and absent fields included; only numbers that are both fractions may differ by
 * `floatTolerance`, relative to the larger one.
 */
export function firstDifference(
  expected: unknown,
  actual: unknown,
  pointer = "",
): Difference | null {
  if (same(expected, actual)) return null;
  if (!isContainer(expected) || !isContainer(actual)) return { pointer, expected, actual };
  if (Array.isArray(expected) !== Array.isArray(actual)) return { pointer, expected, actual };
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const here = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const found = firstDifference(own(expected, key), own(actual, key), here);
    if (found !== null) return found;
  }
  return null;
}

/** The first difference between two streams of records; the pointer starts with the position. */
export function firstDifferentRecord(
  expected: Iterable<unknown>,
  actual: Iterable<unknown>,
): Difference | null {
  const left = expected[Symbol.iterator]();
  const right = actual[Symbol.iterator]();
  try {
    for (let i = 0; ; i++) {
      const a = left.next();
      const b = right.next();
      if (a.done && b.done) return null;
      const found = firstDifference(a.value, b.value, `/${i}`);
      if (found !== null) return found;
    }
  } finally {
    // Either may hold a file open.
    left.return?.();
    right.return?.();
  }
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "number" || typeof b !== "number") return false;
  if (Number.isInteger(a) || Number.isInteger(b)) return false;
  return Math.abs(a - b) <= floatTolerance * Math.max(Math.abs(a), Math.abs(b));
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function own(of: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}

/** `evidence.json /result/successes is 324, but the episodes give 323`. */
export function describeDifference(file: string, difference: Difference, source: string): string {
  const { pointer, expected, actual } = difference;
  return `${file} ${pointer || "/"} is ${preview(actual)}, but ${source} ${preview(expected)}`;
}
