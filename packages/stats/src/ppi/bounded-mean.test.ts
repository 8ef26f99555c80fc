import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rateInterval } from "../rate/interval.ts";
import { bettingInterval, boundedMeanInterval } from "./bounded-mean.ts";
import { ppiExact } from "./exact.ts";

const bits = (ones: number, zeros: number) =>
  bettingInterval(
    [
      { value: 1, weight: ones },
      { value: 0, weight: zeros },
    ],
    0.05,
  );

describe("boundedMeanInterval", () => {
  test("misses the mean with probability alpha at most, by enumeration", () => {
    for (const n of [5, 20]) {
      const intervals = Array.from({ length: n + 1 }, (_, k) => bits(k, n - k));
      for (let p = 0.01; p < 1; p += 0.01) {
        let missed = 0;
        let mass = (1 - p) ** n;
        intervals.forEach(({ lower, upper }, k) => {
          if (p < lower || p > upper) missed += mass;
          mass *= ((n - k) / (k + 1)) * (p / (1 - p));
        });
        expect(missed).toBeLessThanOrEqual(0.05);
      }
    }
  });

  test("is at most four fifths wider than Clopper and Pearson's", () => {
    for (const [k, n] of [
      [10, 20],
      [90, 100],
      [500, 1000],
      [9_000_000, 10_000_000],
    ] as const) {
      const exact = rateInterval("clopper_pearson", k, n, { alpha: 0.05 });
      const { lower, upper } = bits(k, n - k);
      expect(lower).toBeLessThan(exact.lower);
      expect(upper).toBeGreaterThan(exact.upper);
      expect((upper - lower) / (exact.upper - exact.lower)).toBeLessThan(1.8);
    }
  });

  // Bets 1, 2^-1/2 and 1/2 on two ones: ((1/m)^2 + (1 + c (1/m - 1))^2 + ...) / 3 = 40, solved
  // for 1/m as a quadratic.
  test("two of two, by hand", () => {
    const bets = [1, Math.SQRT1_2, 0.5];
    const sum = (power: number) => bets.reduce((total, bet) => total + bet ** power, 0);
    // sum (1 + c u)^2 = 3 + 2 u sum c + u^2 sum c^2 = 120 with u = 1/m - 1
    const half = sum(1) / sum(2);
    const u = -half + Math.sqrt(half ** 2 + 117 / sum(2));
    expect(boundedMeanInterval([1, 1], { alpha: 0.05 }).lower).toBeCloseTo(1 / (1 + u), 12);
    expect(boundedMeanInterval([1, 1], { alpha: 0.05 }).upper).toBe(1);
  });

  test("order does not matter; the mean is inside; nested in alpha", () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, fc.constantFrom(1e-9, 0.05, 0.5), (some, alpha) => {
        const { lower, upper } = boundedMeanInterval(some, { alpha });
        const reversed = boundedMeanInterval([...some].reverse(), { alpha });
        const wider = boundedMeanInterval(some, { alpha: alpha / 2 });
        const mean = some.reduce((sum, each) => sum + each, 0) / some.length;
        expect(reversed.lower).toBeCloseTo(lower, 10);
        expect(reversed.upper).toBeCloseTo(upper, 10);
        expect(lower).toBeLessThanOrEqual(mean + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(wider.lower).toBeLessThanOrEqual(lower + 1e-12);
        expect(wider.upper).toBeGreaterThanOrEqual(upper - 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  test("ends", () => {
    expect(boundedMeanInterval([], { alpha: 0.05 })).toEqual({ lower: 0, upper: 1 });
    expect(boundedMeanInterval([0, 0], { alpha: 0.05 }).lower).toBe(0);
    expect(boundedMeanInterval([1e-320], { alpha: 0.05 })).toEqual({
      lower: 0,
      upper: expect.closeTo(0.975, 1),
    });
  });

  test.each<[string, unknown, number]>([
    ["values", 3, 0.05],
    ["values[1]", [0, 1.5], 0.05],
    ["values[0]", [Number.NaN], 0.05],
    ["alpha", [0.5], 0],
  ])("refuses a wrong %s", (argument, values, alpha) => {
    expect(() => boundedMeanInterval(values as number[], { alpha })).toThrow(
      expect.objectContaining({ name: "StatsArgumentError", argument }),
    );
  });
});

describe("ppiExact", () => {
  const labelled = { n11: 160, n10: 0, n01: 0, n00: 40 };
  const unlabelled = { successes: 8000, episodes: 10_000 };

  test("is the sum of its two parts", () => {
    const { interval, predicted, correction, estimate } = ppiExact({
      labelled,
      unlabelled,
      alpha: 0.05,
    });
    expect(predicted).toEqual(rateInterval("clopper_pearson", 8000, 10_000, { alpha: 0.005 }));
    expect(correction.lower).toBeCloseTo(-correction.upper, 12);
    expect(interval.lower).toBeCloseTo(predicted.lower + correction.lower, 14);
    expect(interval.upper).toBeCloseTo(predicted.upper + correction.upper, 14);
    expect(estimate).toBeCloseTo(0.8, 14);
  });

  test("a perfect predictor beats the labels alone", () => {
    const { interval } = ppiExact({ labelled, unlabelled, alpha: 0.05 });
    const labels = rateInterval("wilson", 160, 200, { alpha: 0.05 });
    expect(interval.upper - interval.lower).toBeLessThan(labels.upper - labels.lower);
  });
});
