import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialLogTail } from "./binomial-log-tail.ts";
import { binomialTest } from "./binomial-test.ts";
import type { Alternative } from "./one-sided-test.ts";

const log = (successes: number, episodes: number, rate: number, alternative: Alternative) =>
  binomialLogTail({ successes, episodes, rate, alternative }).logPValue;

// mpmath 1.2.1, 50 digits: the log of the sum of the masses.
test.each([
  [950, 1000, 0.3, -965.9208631310898],
  [5, 1000, 1e-9, -73.87506039519216],
  [999999, 1000000, 0.5, -693133.3650483873],
])("at least %i of %i at %d", (successes, episodes, rate, expected) => {
  expect(log(successes, episodes, rate, "greater") / expected).toBeCloseTo(1, 12);
});

test("all of n and none of n in closed form", () => {
  expect(log(1e7, 1e7, 0.5, "greater")).toBe(-1e7 * Math.LN2);
  expect(log(0, 1e7, 1e-3, "less")).toBe(1e7 * Math.log1p(-1e-3));
});

// There the library's I_x(2, 5) is twice what it should be; 15 p^2 leads the sum.
test("a rate far below any real one", () => {
  const rate = 1.351817985853457e-108;
  expect(log(2, 6, rate, "greater")).toBeCloseTo(Math.log(15) + 2 * Math.log(rate), 11);
});

describe.each(["greater", "less"] as const)("%s", (alternative) => {
  test("is the log of the test's p-value", () => {
    const counts = fc
      .integer({ min: 0, max: 3000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, fc.double({ min: 1e-12, max: 1, noNaN: true }), ([k, n], rate) => {
        const { pValue } = binomialTest({ successes: k, episodes: n, rate, alternative });
        const received = log(k, n, rate, alternative);
        expect(received).toBeLessThanOrEqual(0);
        // Below, the library's own tail loses digits.
        if (pValue > 1e-250) expect(Math.exp(received) / pValue).toBeCloseTo(1, 9);
      }),
      { numRuns: 80 },
    );
  });

  test("certain and impossible outcomes", () => {
    expect(log(0, 0, 0.5, alternative)).toBe(0);
    const [certain, impossible] = alternative === "greater" ? [1, 0] : [0, 1];
    expect(log(1, 2, certain, alternative)).toBe(0);
    expect(log(1, 2, impossible, alternative)).toBe(Number.NEGATIVE_INFINITY);
  });
});

const valid = { successes: 1, episodes: 2, rate: 0.5, alternative: "greater" } as const;
test.each([
  ["successes", { ...valid, successes: 3 }],
  ["episodes", { ...valid, episodes: -1 }],
  ["rate", { ...valid, rate: 2 }],
  ["alternative", { ...valid, alternative: "both" as Alternative }],
])("refuses a wrong %s", (argument, claim) => {
  expect(() => binomialLogTail(claim)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
