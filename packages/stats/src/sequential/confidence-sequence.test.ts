import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaMixtureLogE } from "./beta-mixture.ts";
import { betaMixtureConfidenceSequence } from "./confidence-sequence.ts";
import { betaMixtureConfidenceBound } from "./one-sided-sequence.ts";
import { intersectIntervals, unboundedInterval } from "./running-interval.ts";

// mpmath 1.2.1, 50 digits.
test("limits and bounds computed elsewhere", () => {
  const { lower, upper } = betaMixtureConfidenceSequence(3, 40, { alpha: 0.1 });
  expect(lower).toBeCloseTo(0.006826129953052199, 14);
  expect(upper).toBeCloseTo(0.26083918045799237, 14);
  const bound = betaMixtureConfidenceBound(3, 40, { alpha: 0.1, side: "upper" });
  expect(bound).toBeCloseTo(0.21921928427611323, 13);
  const prior = { a: 8, b: 2 };
  const other = betaMixtureConfidenceBound(171, 200, { alpha: 0.01, side: "lower", prior });
  expect(other).toBeCloseTo(0.7577010601393601, 13);
});

const counts = fc
  .integer({ min: 1, max: 100_000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const alpha = fc.double({ min: 1e-12, max: 0.9, noNaN: true });
const prior = fc.record({
  a: fc.double({ min: 0.05, max: 100, noNaN: true }),
  b: fc.double({ min: 0.05, max: 100, noNaN: true }),
});

test("the two-sided limits are where the test crosses", () => {
  fc.assert(
    fc.property(counts, alpha, prior, ([k, n], a, p) => {
      const { lower, upper } = betaMixtureConfidenceSequence(k, n, { alpha: a, prior: p });
      expect(lower).toBeLessThanOrEqual(k / n);
      expect(upper).toBeGreaterThanOrEqual(k / n);
      if (k === 0) expect(lower).toBe(0);
      if (k === n) expect(upper).toBe(1);
      for (const rate of [lower, upper]) {
        if (rate < 1e-12 || rate > 1 - 1e-6) continue;
        const logE = betaMixtureLogE(k, n, { rate, alternative: "different", prior: p });
        expect(logE).toBeCloseTo(-Math.log(a), 5);
      }
    }),
  );
});

test("the bound agrees with the one-sided test on both of its sides", () => {
  fc.assert(
    fc.property(
      counts,
      alpha,
      prior,
      fc.double({ min: 0, max: 1, noNaN: true }),
      ([k, n], a, p, part) => {
        const bound = betaMixtureConfidenceBound(k, n, { alpha: a, side: "lower", prior: p });
        expect(bound).toBeLessThanOrEqual(k / n);
        const logE = (rate: number) =>
          betaMixtureLogE(k, n, { rate, alternative: "greater", prior: p });
        const level = -Math.log(a);
        const [out, inside] = [bound * part, bound + (1 - bound) * part];
        if (out > 1e-300 && out < bound * (1 - 1e-9)) {
          expect(logE(out)).toBeGreaterThanOrEqual(level - 1e-9);
        }
        if (inside > 1e-300 && inside > bound * (1 + 1e-9) && inside < 1)
          expect(logE(inside)).toBeLessThan(level);
      },
    ),
  );
});

test("narrows as alpha grows, and mirrors", () => {
  fc.assert(
    fc.property(counts, alpha, alpha, prior, ([k, n], one, two, p) => {
      const narrow = betaMixtureConfidenceSequence(k, n, { alpha: Math.max(one, two), prior: p });
      const wide = betaMixtureConfidenceSequence(k, n, { alpha: Math.min(one, two), prior: p });
      expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-13);
      expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-13);
      const mirrored = betaMixtureConfidenceSequence(n - k, n, {
        alpha: Math.min(one, two),
        prior: { a: p.b, b: p.a },
      });
      expect(Math.abs(wide.lower - (1 - mirrored.upper))).toBeLessThan(1e-12);
    }),
  );
});

test("without episodes everything is possible", () => {
  expect(betaMixtureConfidenceSequence(0, 0, { alpha: 0.05 })).toEqual({ lower: 0, upper: 1 });
  expect(betaMixtureConfidenceBound(0, 0, { alpha: 0.05, side: "lower" })).toBe(0);
  expect(betaMixtureConfidenceBound(0, 0, { alpha: 0.05, side: "upper" })).toBe(1);
});

test("keeps to [0, 1] where the numbers end", () => {
  const most = Number.MAX_SAFE_INTEGER;
  for (const [k, n] of [
    [0, most],
    [most, most],
    [1, 1e15],
    [1e15 - 1, 1e15],
  ] as const) {
    const { lower, upper } = betaMixtureConfidenceSequence(k, n, { alpha: 1e-30 });
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(lower).toBeLessThan(upper);
    expect(upper).toBeLessThanOrEqual(1);
  }
});

describe("running intersection", () => {
  test("keeps the tightest limits", () => {
    const one = intersectIntervals(unboundedInterval, { lower: 0.2, upper: 0.7 });
    const two = intersectIntervals(one, { lower: 0.1, upper: 0.6 });
    expect(two).toEqual({ lower: 0.2, upper: 0.6, violated: false });
  });

  test("an empty one is an alarm that stays", () => {
    let running = unboundedInterval;
    const limits = (k: number, n: number) => betaMixtureConfidenceSequence(k, n, { alpha: 0.05 });
    running = intersectIntervals(running, limits(100, 100));
    expect(running.violated).toBe(false);
    running = intersectIntervals(running, limits(100, 400));
    expect(running.violated).toBe(true);
    expect(running.lower).toBeGreaterThan(running.upper);
    running = intersectIntervals(running, limits(9999, 10_299));
    expect(running.violated).toBe(true);
  });

  test("refuses what is no interval", () => {
    expect(() => intersectIntervals(unboundedInterval, { lower: 0.7, upper: 0.2 })).toThrow("next");
    expect(() => intersectIntervals(unboundedInterval, { lower: Number.NaN, upper: 1 })).toThrow();
  });
});

test("refuses arguments", () => {
  const options = { alpha: 0.05 };
  expect(() => betaMixtureConfidenceSequence(3, 2, options)).toThrow("successes: expected");
  expect(() => betaMixtureConfidenceSequence(1, 2, { alpha: 1 })).toThrow("alpha: expected");
  const prior = { a: -1, b: 1 };
  expect(() => betaMixtureConfidenceSequence(1, 2, { alpha: 0.1, prior })).toThrow("prior.a");
  const side = "both" as never;
  expect(() => betaMixtureConfidenceBound(1, 2, { alpha: 0.1, side })).toThrow("side: expected");
});
