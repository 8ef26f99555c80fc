import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialMidP } from "./binomial-mid-p.ts";
import { binomialTest } from "./binomial-test.ts";
import { rateInterval } from "./interval.ts";
import { midPInterval } from "./mid-p.ts";
import type { Alternative } from "./one-sided-test.ts";

// mpmath 1.2.1, 50 digits, by bisection.
test.each([
  [9, 10, 1e-12, 0.03605519901220036],
  [1, 10, 1e-20, 1e-21],
  [500, 1000, 1e-6, 0.4230978221685825],
])("%i of %i at alpha %d", (successes, episodes, alpha, expected) => {
  const { lower } = midPInterval(successes, episodes, { alpha });
  expect(lower / expected).toBeCloseTo(1, 11);
  const { upper } = midPInterval(episodes - successes, episodes, { alpha });
  expect(upper).toBeCloseTo(1 - expected, 13);
});

const counts = fc
  .integer({ min: 1, max: 3000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const level = fc.double({ min: 1e-9, max: 0.5, noNaN: true });

test("lies within Clopper-Pearson, and its limits are where the test's p-value is alpha/2", () => {
  fc.assert(
    fc.property(counts, level, ([k, n], alpha) => {
      const { lower, upper } = midPInterval(k, n, { alpha });
      const exact = rateInterval("clopper_pearson", k, n, { alpha });
      expect(lower).toBeGreaterThanOrEqual(exact.lower);
      expect(upper).toBeLessThanOrEqual(exact.upper);
      expect(lower).toBeLessThanOrEqual(k / n);
      expect(upper).toBeGreaterThanOrEqual(k / n);
      const p = (rate: number, alternative: Alternative) =>
        binomialMidP({ successes: k, episodes: n, rate, alternative }).pValue;
      if (k > 0) expect(p(lower, "greater") / (alpha / 2)).toBeCloseTo(1, 9);
      // 1 - upper keeps fewer digits where upper is near 1.
      const slack = 1e-9 + ((n - k) * 3e-16) / (1 - upper);
      if (k < n) expect(Math.abs(p(upper, "less") / (alpha / 2) - 1)).toBeLessThan(slack);
    }),
    { numRuns: 60 },
  );
});

test("widens as alpha falls, and rises with the successes", () => {
  fc.assert(
    fc.property(counts, level, ([k, n], alpha) => {
      const { lower, upper } = midPInterval(k, n, { alpha });
      const wider = midPInterval(k, n, { alpha: alpha / 2 });
      expect(wider.lower).toBeLessThanOrEqual(lower);
      expect(wider.upper).toBeGreaterThanOrEqual(upper);
      if (k === n) return;
      const next = midPInterval(k + 1, n, { alpha });
      expect(next.lower).toBeGreaterThan(lower);
      expect(next.upper).toBeGreaterThan(upper);
    }),
    { numRuns: 60 },
  );
});

test("no episodes", () => {
  expect(midPInterval(0, 0, { alpha: 0.05 })).toEqual({ lower: 0, upper: 1 });
  const none = { successes: 0, episodes: 0, rate: 0.5, alternative: "less" } as const;
  expect(binomialMidP(none).pValue).toBe(1);
});

test("half of the observed outcome counts", () => {
  const claim = { successes: 10, episodes: 10, rate: 0.5 } as const;
  expect(binomialMidP({ ...claim, alternative: "greater" }).pValue).toBe(1 / 2048);
  expect(binomialMidP({ ...claim, alternative: "less" }).pValue).toBe(1 - 1 / 2048);
  expect(binomialTest({ ...claim, alternative: "greater" }).pValue).toBe(1 / 1024);
});

const valid = { successes: 1, episodes: 2, rate: 0.5, alternative: "greater" } as const;
test.each([
  ["successes", () => midPInterval(3, 2, { alpha: 0.05 })],
  ["episodes", () => midPInterval(0, 1.5, { alpha: 0.05 })],
  ["alpha", () => midPInterval(1, 2, { alpha: 1 })],
  ["successes", () => binomialMidP({ ...valid, successes: -1 })],
  ["rate", () => binomialMidP({ ...valid, rate: Number.NaN })],
  ["alternative", () => binomialMidP({ ...valid, alternative: "both" as Alternative })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
