import fc from "fast-check";
import { expect, test } from "vitest";
import { rateBound } from "./interval.ts";
import type { Alternative } from "./one-sided-test.ts";
import { scoreTest } from "./score-test.ts";

test("45 of 50 against 0.8, by hand", () => {
  const claim = { successes: 45, episodes: 50, rate: 0.8, alternative: "greater" } as const;
  const { z, pValue } = scoreTest(claim);
  // 5 / sqrt(8), and mpmath's erfc(z / sqrt(2)) / 2.
  expect(z).toBeCloseTo(5 / Math.sqrt(8), 13);
  expect(pValue).toBeCloseTo(0.03854993587177094, 14);
  const less = scoreTest({ ...claim, alternative: "less" });
  expect(less.z).toBe(z);
  expect(less.pValue).toBeCloseTo(1 - pValue, 14);
});

const counts = fc
  .integer({ min: 1, max: 3000 })
  .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));

test("its p-value is alpha where the one-sided Wilson bound is", () => {
  fc.assert(
    fc.property(counts, fc.double({ min: 1e-6, max: 0.49, noNaN: true }), ([k, n], alpha) => {
      const rate = rateBound("wilson", k, n, { alpha, side: "lower" });
      const claim = { successes: k, episodes: n, rate, alternative: "greater" } as const;
      expect(scoreTest(claim).pValue / alpha).toBeCloseTo(1, 7);
    }),
    { numRuns: 60 },
  );
});

test("no episodes", () => {
  const none = { successes: 0, episodes: 0, rate: 0.5, alternative: "less" } as const;
  expect(scoreTest(none)).toEqual({ z: 0, pValue: 1 });
});

const valid = { successes: 1, episodes: 2, rate: 0.5, alternative: "greater" } as const;
test.each([
  ["successes", { ...valid, successes: 3 }],
  ["episodes", { ...valid, episodes: -1 }],
  ["rate", { ...valid, rate: 1 }],
  ["alternative", { ...valid, alternative: "both" as Alternative }],
])("refuses a wrong %s", (argument, claim) => {
  expect(() => scoreTest(claim)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
