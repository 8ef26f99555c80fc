import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { binomialTest } from "./binomial-test.ts";
import { type IntervalMethod, rateInterval } from "./interval.ts";
import { criticalCount, type Direction, sizeAtThreshold } from "./size.ts";

// Computed by reference/generate.py with mpmath, by other formulas than the code's.
const reference: {
  intervals: [IntervalMethod, number, number, number, number, number][];
  tests: [number, number, number, number, number][];
  sizes: [IntervalMethod, number, number, number, Direction, number | null, number][];
} = JSON.parse(readFileSync(new URL("../../reference/one-rate.json", import.meta.url), "utf8"));

// The incomplete beta function has 9 digits at ten million episodes; the rest has 12.
const tolerance = (episodes: number) => (episodes >= 1e6 ? 1e-9 : 1e-12);

function expectClose(received: number, expected: number, rtol: number): void {
  expect(Math.abs(received - expected)).toBeLessThanOrEqual(rtol * Math.abs(expected));
}

describe("intervals", () => {
  test.each(reference.intervals)("%s %i/%i at alpha %d", (method, k, n, alpha, lower, upper) => {
    const interval = rateInterval(method, k, n, { alpha });
    expectClose(interval.lower, lower, tolerance(n));
    expectClose(interval.upper, upper, tolerance(n));
  });
});

describe("binomial tests", () => {
  test.each(reference.tests)("%i/%i against %d", (successes, episodes, rate, greater, less) => {
    const pValue = (alternative: "greater" | "less") =>
      binomialTest({ successes, episodes, rate, alternative }).pValue;
    expectClose(pValue("greater"), greater, tolerance(episodes));
    expectClose(pValue("less"), less, tolerance(episodes));
  });
});

describe("sizes", () => {
  test.each(reference.sizes)(
    "%s with %i episodes at %d, alpha %d, %s",
    (method, episodes, threshold, alpha, direction, critical, size) => {
      const rule = { method, episodes, threshold, alpha, direction };
      expect(criticalCount(rule)).toBe(critical);
      expectClose(sizeAtThreshold(rule), size, 1e-12);
    },
  );
});
