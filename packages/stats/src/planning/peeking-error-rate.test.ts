import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sizeAtThreshold } from "../rate/size.ts";
import { peekingErrorRate } from "./peeking-error-rate.ts";
import { twoSidedCoverage } from "./two-sided-coverage.ts";

const plan = {
  method: "wilson",
  threshold: 0.8,
  trueRate: 0.8,
  alpha: 0.05,
  direction: "above",
  firstLook: 10,
  lastLook: 1000,
  lookEvery: 1,
} as const;

describe("looking after every episode", () => {
  test.each([
    ["wilson", 0.22, 0.32, 0.36],
    ["clopper_pearson", 0.16, 0.27, 0.31],
  ] as const)("%s fires on %d by 100, %d by 500, %d by 1000", (method, by100, by500, by1000) => {
    const { looks } = peekingErrorRate({ ...plan, method });
    const found = [100, 500, 1000].map(
      (n) => looks.find(({ episodes }) => episodes === n)?.probability,
    );
    expect(found).toEqual([by100, by500, by1000].map((each) => expect.closeTo(each, 2)));
  });
});

test("in exact fractions", () => {
  // Python 3.11: every look from 10 to 150 episodes, in whole numbers.
  const found = peekingErrorRate({ ...plan, method: "clopper_pearson", lastLook: 150 });
  expect(found.probability).toBeCloseTo(0.187458289778776, 13);
  expect(found.meanEpisodesWhenStopped).toBeCloseTo(51.054905209482925, 10);
});

test("a single look has the size of the rule", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom("above" as const, "below" as const),
      (n, direction) => {
        const found = peekingErrorRate({ ...plan, direction, firstLook: n, lastLook: n });
        const rule = { method: plan.method, episodes: n, threshold: 0.8, alpha: 0.1, direction };
        expect(found.probability).toBeCloseTo(sizeAtThreshold(rule), 12);
        const mean = found.probability > 0 ? expect.closeTo(n, 9) : null;
        expect(found.meanEpisodesWhenStopped).toEqual(mean);
      },
    ),
    { numRuns: 40 },
  );
});

test("below is the mirror image of above", () => {
  const one = peekingErrorRate({ ...plan, lastLook: 200 });
  const mirror = { threshold: 0.2, trueRate: 0.2, direction: "below" } as const;
  const other = peekingErrorRate({ ...plan, ...mirror, lastLook: 200 });
  expect(other.probability).toBeCloseTo(one.probability, 12);
  expect(other.meanEpisodesWhenStopped).toBeCloseTo(one.meanEpisodesWhenStopped ?? 0, 9);
});

test("certain outcomes", () => {
  expect(peekingErrorRate({ ...plan, trueRate: 1 })).toMatchObject({
    probability: 1,
    meanEpisodesWhenStopped: 11,
  });
  expect(peekingErrorRate({ ...plan, trueRate: 0 }).probability).toBe(0);
});

test("coverage of Wilson's interval for 10 episodes at 0.95 is 0.914", () => {
  const known = { method: "wilson", episodes: 10, rate: 0.95, alpha: 0.05 } as const;
  expect(twoSidedCoverage(known)).toBeCloseTo(0.9139, 4);
  expect(twoSidedCoverage({ ...known, episodes: 0 })).toBe(1);
  const exact = twoSidedCoverage({ ...known, method: "clopper_pearson", episodes: 1e7 });
  expect(exact).toBeGreaterThanOrEqual(0.95);
  expect(exact).toBeLessThan(0.951);
});

const wrong = (argument: string) =>
  expect.objectContaining({ name: "StatsArgumentError", argument });

test.each([
  ["method", { method: "wald" as "wilson" }],
  ["threshold", { threshold: 2 }],
  ["trueRate", { trueRate: -1 }],
  ["alpha", { alpha: 0.5 }],
  ["direction", { direction: "up" as "above" }],
  ["firstLook", { firstLook: 1001 }],
  ["lastLook", { lastLook: 1e6 }],
  ["lookEvery", { lookEvery: 0 }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => peekingErrorRate({ ...plan, ...change })).toThrow(wrong(argument));
});

test("refuses a wrong rate", () => {
  const bad = { method: "wilson", episodes: 10, rate: 2, alpha: 0.05 } as const;
  expect(() => twoSidedCoverage(bad)).toThrow(wrong("rate"));
});
