import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialTest } from "./binomial-test.ts";
import { rateBound } from "./interval.ts";
import type { Alternative } from "./one-sided-test.ts";

test("all of ten, claimed above a half", () => {
  const claim = { successes: 10, episodes: 10, rate: 0.5, alternative: "greater" } as const;
  expect(binomialTest(claim).pValue).toBe(1 / 1024);
});

describe.each(["greater", "less"] as const)("%s", (alternative) => {
  test("no episodes are no evidence", () => {
    expect(binomialTest({ successes: 0, episodes: 0, rate: 0.5, alternative }).pValue).toBe(1);
  });
});

const counts = fc
  .integer({ min: 1, max: 2000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("rejects at alpha just where the Clopper-Pearson bound clears the rate", () => {
  fc.assert(
    fc.property(counts, fc.double({ min: 0.001, max: 0.5, noNaN: true }), ([k, n], alpha) => {
      const bound = rateBound("clopper_pearson", k, n, { alpha, side: "lower" });
      const p = (rate: number) =>
        binomialTest({ successes: k, episodes: n, rate, alternative: "greater" }).pValue;
      expect(p(bound * (1 - 1e-9))).toBeLessThanOrEqual(k === 0 ? 1 : alpha);
      expect(p(Math.min(1, bound * (1 + 1e-9)))).toBeGreaterThanOrEqual(alpha * (1 - 1e-9));
    }),
  );
});

const valid = { successes: 1, episodes: 2, rate: 0.5, alternative: "greater" } as const;

test.each([
  ["successes", { ...valid, successes: 3 }],
  ["episodes", { ...valid, episodes: -1 }],
  ["rate", { ...valid, rate: 1.2 }],
  ["alternative", { ...valid, alternative: "two-sided" as Alternative }],
])("refuses a wrong %s", (argument, claim) => {
  expect(() => binomialTest(claim)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
