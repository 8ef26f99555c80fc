import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialTest } from "../rate/binomial-test.ts";
import { rateInterval } from "../rate/interval.ts";
import { binomialLowerTail } from "../special/binomial.ts";
import { bestOfKTest, expectedBestOfK } from "./best-of-k.ts";
import { correctBestOfK } from "./correct-best-of-k.ts";

const wrong = (argument: string) =>
  expect.objectContaining({ name: "StatsArgumentError", argument });

describe("expectedBestOfK", () => {
  // Python 3.11 fractions.
  test.each([
    [{ attempts: 10, episodes: 20, rate: 0.7 }, 0.8495845917518257],
    [{ attempts: 3, episodes: 100, rate: 0.9 }, 0.924868700804416],
    // The mean of the best 5 of 15 checkpoints, as 3D-Diffusion-Policy reports it, reads 0.80.
    [{ attempts: 15, episodes: 20, rate: 0.697, averaged: 5 }, 0.8008770293555812],
  ])("%o reads %d", (plan, expected) => {
    expect(Math.abs(expectedBestOfK(plan) / expected - 1)).toBeLessThan(1e-11);
  });

  test("one attempt, or the mean of all of them, reads the true rate", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (episodes, rate) => {
          expect(expectedBestOfK({ attempts: 1, episodes, rate })).toBeCloseTo(rate, 11);
          const all = { attempts: 4, averaged: 4 };
          expect(expectedBestOfK({ ...all, episodes, rate })).toBeCloseTo(rate, 11);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("at 0 and 1, and with a million episodes", () => {
    expect(expectedBestOfK({ attempts: 9, episodes: 20, rate: 0 })).toBe(0);
    expect(expectedBestOfK({ attempts: 9, episodes: 20, rate: 1 })).toBe(1);
    // A normal maximum of 10 lies 1.53875 standard deviations above the mean.
    const sd = Math.sqrt(0.21 / 1e6);
    const found = expectedBestOfK({ attempts: 10, episodes: 1e6, rate: 0.7 });
    expect((found - 0.7) / sd).toBeCloseTo(1.53875, 2);
  });

  test.each([
    ["attempts", { attempts: 0 }],
    ["episodes", { episodes: 0.5 }],
    ["rate", { rate: 70 }],
    ["averaged", { averaged: 11 }],
  ])("refuses a wrong %s", (argument, change) => {
    const plan = { attempts: 10, episodes: 20, rate: 0.7 };
    expect(() => expectedBestOfK({ ...plan, ...change })).toThrow(wrong(argument));
  });
});

describe("bestOfKTest", () => {
  // Python 3.11 fractions.
  test.each([
    [17, 20, 10, 0.7, 0.6778245748605852],
    [47, 50, 25, 0.8, 0.13221428774207863],
  ])("%i of %i, the best of %i, against %d", (successes, episodes, attempts, rate, expected) => {
    const { pValue } = bestOfKTest({ successes, episodes, attempts, rate });
    expect(Math.abs(pValue / expected - 1)).toBeLessThan(1e-11);
  });

  test("one attempt is the exact binomial test", () => {
    const data = { successes: 44, episodes: 50, rate: 0.8 };
    expect(bestOfKTest({ ...data, attempts: 1 }).pValue).toBeCloseTo(
      binomialTest({ ...data, alternative: "greater" }).pValue,
      14,
    );
    const nothing = { successes: 0, episodes: 0, attempts: 3, rate: 0.5 };
    expect(bestOfKTest(nothing)).toEqual({ pValue: 1 });
  });

  test.each([
    ["successes", { successes: 21 }],
    ["attempts", { attempts: 1.5 }],
    ["rate", { rate: Number.NaN }],
  ])("refuses a wrong %s", (argument, change) => {
    const data = { successes: 17, episodes: 20, attempts: 10, rate: 0.7 };
    expect(() => bestOfKTest({ ...data, ...change })).toThrow(wrong(argument));
  });
});

describe("correctBestOfK", () => {
  const data = { successes: 17, episodes: 20, attempts: 10, alpha: 0.05, assume: "equal_rates" };
  type Data = Parameters<typeof correctBestOfK>[0];
  const selected = data as Data;

  test("17 of 20 as the best of 10 speak for 0.70, not for 0.85", () => {
    const found = correctBestOfK(selected);
    expect(found.naive).toBe(0.85);
    expect(found.estimate).toBeCloseTo(0.7005094536, 9);
    expect(expectedBestOfK({ attempts: 10, episodes: 20, rate: found.estimate })).toBeCloseTo(
      0.85,
      11,
    );
    expect(found.interval.upper).toBeLessThan(0.85);
  });

  test("one attempt is the Clopper-Pearson interval of the naive rate", () => {
    for (const assume of ["equal_rates", "any_rates"] as const) {
      const { naive, estimate, interval } = correctBestOfK({ ...selected, attempts: 1, assume });
      const plain = rateInterval("clopper_pearson", 17, 20, { alpha: 0.05 });
      expect(estimate).toBe(naive);
      expect(interval.lower).toBeCloseTo(plain.lower, 13);
      expect(interval.upper).toBeCloseTo(plain.upper, 13);
    }
  });

  test("the limits are where the maximum becomes unlikely", () => {
    const counts = fc
      .integer({ min: 2, max: 200 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n - 1 }), fc.constant(n)));
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1000 }), ([k, n], attempts) => {
        const cut = { ...selected, successes: k, episodes: n, attempts };
        const { lower, upper } = correctBestOfK(cut).interval;
        const { pValue } = bestOfKTest({ ...cut, rate: lower });
        expect(pValue).toBeCloseTo(0.025, 9);
        expect(binomialLowerTail(k, n, upper) ** attempts).toBeCloseTo(0.025, 9);
        const wide = correctBestOfK({ ...cut, assume: "any_rates" }).interval;
        expect(wide.lower).toBe(lower);
        expect(wide.upper).toBeGreaterThan(k / n);
      }),
      { numRuns: 25 },
    );
  });

  test("no success and no failure keep their ends", () => {
    expect(correctBestOfK({ ...selected, successes: 0 })).toMatchObject({
      estimate: 0,
      interval: { lower: 0 },
    });
    expect(correctBestOfK({ ...selected, successes: 20 })).toMatchObject({
      estimate: 1,
      interval: { upper: 1 },
    });
  });

  test.each<[string, Partial<Data>]>([
    ["successes", { successes: -1 }],
    ["episodes", { episodes: 0 }],
    ["attempts", { attempts: 0 }],
    ["alpha", { alpha: 1e-25 }],
    ["assume", { assume: "same" as "any_rates" }],
  ])("refuses a wrong %s", (argument, change) => {
    expect(() => correctBestOfK({ ...selected, ...change })).toThrow(wrong(argument));
  });
});
