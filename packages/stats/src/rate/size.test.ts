import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialTest } from "./binomial-test.ts";
import { intervalMethods, rateInterval } from "./interval.ts";
import { criticalCount, type Direction, type IntervalRule, sizeAtThreshold } from "./size.ts";

const rule: IntervalRule = {
  method: "wilson",
  episodes: 11,
  threshold: 0.8,
  alpha: 0.1,
  direction: "above",
};

test("one-sided Wilson at 5% lets 11 of 11 pass, and errs at 8.6%", () => {
  expect(criticalCount(rule)).toBe(11);
  expect(sizeAtThreshold(rule)).toBeCloseTo(0.8 ** 11, 12);
});

test("13 episodes are too few for an exact claim above 0.8 at 5%, 14 are enough", () => {
  const exact: IntervalRule = { ...rule, method: "clopper_pearson" };
  expect(criticalCount({ ...exact, episodes: 13 })).toBeNull();
  expect(sizeAtThreshold({ ...exact, episodes: 13 })).toBe(0);
  expect(criticalCount({ ...exact, episodes: 14 })).toBe(14);
});

test("no episodes support nothing", () => {
  expect(criticalCount({ ...rule, episodes: 0 })).toBeNull();
  expect(sizeAtThreshold({ ...rule, episodes: 0, direction: "below" })).toBe(0);
});

const rules = fc.record({
  method: fc.constantFrom(...intervalMethods),
  episodes: fc.integer({ min: 1, max: 80 }),
  threshold: fc.double({ min: 0, max: 1, noNaN: true }),
  alpha: fc.double({ min: 1e-6, max: 0.9, noNaN: true }),
});

function byTrying({ method, episodes, threshold, alpha, direction }: IntervalRule): number | null {
  const counts = Array.from({ length: episodes + 1 }, (_, count) => count).filter((count) => {
    const { lower, upper } = rateInterval(method, count, episodes, { alpha });
    return direction === "above" ? lower > threshold : upper < threshold;
  });
  return (direction === "above" ? counts.at(0) : counts.at(-1)) ?? null;
}

describe.each<Direction>(["above", "below"])("claims %s a threshold", (direction) => {
  test("have the critical count that trying every count finds", () => {
    fc.assert(
      fc.property(rules, (some) => {
        expect(criticalCount({ ...some, direction })).toBe(byTrying({ ...some, direction }));
      }),
    );
  });

  test("keep their size within alpha/2 by the exact interval", () => {
    fc.assert(
      fc.property(rules, (some) => {
        const exact = { ...some, method: "clopper_pearson", direction } as const;
        expect(sizeAtThreshold(exact)).toBeLessThanOrEqual((some.alpha / 2) * (1 + 1e-9));
      }),
    );
  });
});

test("finds the critical count of ten million episodes", () => {
  const large: IntervalRule = { ...rule, method: "clopper_pearson", episodes: 1e7 };
  const critical = criticalCount(large) ?? Number.NaN;
  const pValue = (successes: number) =>
    binomialTest({ successes, episodes: 1e7, rate: 0.8, alternative: "greater" }).pValue;
  expect(pValue(critical)).toBeLessThanOrEqual(0.05);
  expect(pValue(critical - 1)).toBeGreaterThan(0.05);
});

test.each([
  ["method", { ...rule, method: "wald" as IntervalRule["method"] }],
  ["episodes", { ...rule, episodes: 1.5 }],
  ["threshold", { ...rule, threshold: -0.1 }],
  ["alpha", { ...rule, alpha: 2 }],
  ["direction", { ...rule, direction: "up" as Direction }],
])("refuses a wrong %s", (argument, wrong) => {
  expect(() => sizeAtThreshold(wrong)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
