import { describe, expect, test } from "vitest";
import { type IntervalMethod, intervalMethods, rateBound, rateInterval } from "./interval.ts";

// mpmath 1.3.0, rounded; reference/one-rate.json has all digits.
test.each([
  [9, 10, 0.59585, 0.98212],
  [1935, 2000, 0.95879, 0.97442],
  [323, 400, 0.76601, 0.84314],
  [87, 100, 0.7902, 0.92243],
])("Wilson for %i of %i", (successes, episodes, lower, upper) => {
  const interval = rateInterval("wilson", successes, episodes, { alpha: 0.05 });
  expect(interval.lower).toBeCloseTo(lower, 5);
  expect(interval.upper).toBeCloseTo(upper, 5);
});

test("a one-sided bound spends all of alpha on its side", () => {
  const { lower, upper } = rateInterval("wilson", 9, 10, { alpha: 0.1 });
  expect(rateBound("wilson", 9, 10, { alpha: 0.05, side: "lower" })).toBe(lower);
  expect(rateBound("wilson", 9, 10, { alpha: 0.05, side: "upper" })).toBe(upper);
});

test("11 of 11 pass 0.8 by one-sided Wilson, and not by the exact bound", () => {
  const options = { alpha: 0.05, side: "lower" } as const;
  expect(rateBound("wilson", 11, 11, options)).toBeGreaterThan(0.8);
  expect(rateBound("clopper_pearson", 13, 13, options)).toBeLessThan(0.8);
  expect(rateBound("clopper_pearson", 14, 14, options)).toBeGreaterThan(0.8);
});

describe.each(intervalMethods)("%s", (method) => {
  test("knows nothing without episodes", () => {
    expect(rateInterval(method, 0, 0, { alpha: 0.05 })).toEqual({ lower: 0, upper: 1 });
  });

  test.each([1, 2, 10, 1e7, 2 ** 53 - 1])("is exact at the ends of %i episodes", (episodes) => {
    expect(rateInterval(method, 0, episodes, { alpha: 0.05 }).lower).toBe(0);
    expect(rateInterval(method, episodes, episodes, { alpha: 0.05 }).upper).toBe(1);
  });

  test("puts a bound with alpha above 1/2 beyond the estimate", () => {
    expect(rateBound(method, 50, 100, { alpha: 0.9, side: "lower" })).toBeGreaterThan(0.5);
    expect(rateBound(method, 50, 100, { alpha: 0.9, side: "upper" })).toBeLessThan(0.5);
  });
});

test.each([
  ["method", () => rateInterval("wald" as IntervalMethod, 1, 2, { alpha: 0.05 })],
  ["method", () => rateInterval("toString" as IntervalMethod, 1, 2, { alpha: 0.05 })],
  ["successes", () => rateInterval("wilson", 3, 2, { alpha: 0.05 })],
  ["episodes", () => rateInterval("wilson", 1, Number.NaN, { alpha: 0.05 })],
  ["alpha", () => rateInterval("wilson", 1, 2, { alpha: 1 })],
  ["alpha", () => rateBound("wilson", 1, 2, { alpha: 0, side: "lower" })],
  ["side", () => rateBound("wilson", 1, 2, { alpha: 0.05, side: "both" as "lower" })],
])("refuses a wrong %s", (argument, run) => {
  expect(run).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
