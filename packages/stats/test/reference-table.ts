import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";

/** One case of the larger table of reference values that lives beside the repository. */
export interface ReferenceCase<I = Record<string, never>> {
  readonly id: number;
  readonly method: string;
  readonly inputs: I;
  readonly expected: unknown;
  readonly rtol?: number;
  readonly note?: string;
}

const table = new URL("../../../../shared/reference/stats-reference.json", import.meta.url);

/** False on machines without the table; tests then skip, visibly. */
export const referencePresent = existsSync(table);

const all: readonly ReferenceCase<never>[] = referencePresent
  ? JSON.parse(readFileSync(table, "utf8")).cases
  : [];

/** The methods of the table, each once, by name; empty without the table. */
export const referenceMethods: readonly string[] = [
  ...new Set(all.map(({ method }) => method)),
].sort();

/** The cases of one method. The caller knows what their inputs hold. */
export function referenceCases<I>(method: string): readonly ReferenceCase<I>[] {
  return all.filter((of) => of.method === method);
}

/**
 * Holds a result against a reference value, part by part: numbers to a relative tolerance (and an
 * absolute slack for values that cancel), everything else exactly.
 */
export function expectClose(received: unknown, expected: unknown, rtol: number, slack = 0): void {
  if (typeof expected === "number" && typeof received === "number") {
    expect(Math.abs(received - expected)).toBeLessThanOrEqual(rtol * Math.abs(expected) + slack);
  } else if (typeof expected === "object" && expected !== null) {
    const parts = Object(received);
    for (const [key, part] of Object.entries(expected)) expectClose(parts[key], part, rtol, slack);
  } else {
    expect(received).toEqual(expected);
  }
}
