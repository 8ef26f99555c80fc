import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import type { RatesAlternative } from "./exact-test.ts";
import { fisherExact } from "./fisher-exact.ts";
import { fisherOrder } from "./table-order.ts";

interface Inputs {
  k1: number;
  n1: number;
  k2: number;
  n2: number;
}

const p = (k1: number, n1: number, k2: number, n2: number, alternative: RatesAlternative) =>
  fisherExact({ successes: k1, episodes: n1 }, { successes: k2, episodes: n2 }, { alternative })
    .pValue;

describe.each([
  ["test.fisher.greater", "greater"],
  ["test.fisher.two-sided", "two_sided"],
] as const)("%s", (method, alternative) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { inputs, expected, rtol } of cases) {
      const { k1, n1, k2, n2 } = inputs;
      const error = Math.abs(p(k1, n1, k2, n2, alternative) / Number(expected) - 1);
      expect(error, JSON.stringify(inputs)).toBeLessThanOrEqual(rtol ?? 1e-10);
    }
  });
});

test("the lady who tastes tea: 3 of 4 cups right", () => {
  expect(p(3, 4, 1, 4, "greater")).toBeCloseTo(17 / 70, 15);
  expect(p(3, 4, 1, 4, "two_sided")).toBeCloseTo(34 / 70, 15);
  expect(p(3, 4, 1, 4, "less")).toBeCloseTo(69 / 70, 15);
});

const arm = fc
  .integer({ min: 0, max: 60 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("agrees with exact integers, and mirrors", () => {
  fc.assert(
    fc.property(arm, arm, ([k1, n1], [k2, n2]) => {
      const { numerator, denominator } = fisherOrder(n1, n2)(k1, k2);
      const exact = Number((-numerator * 10n ** 60n) / denominator) / 1e60;
      expect(p(k1, n1, k2, n2, "greater") / exact).toBeCloseTo(1, 12);
      expect(p(k2, n2, k1, n1, "less") / exact).toBeCloseTo(1, 12);
      expect(p(n2 - k2, n2, n1 - k1, n1, "greater") / exact).toBeCloseTo(1, 12);
      const twoSided = p(k1, n1, k2, n2, "two_sided");
      expect(twoSided).toBeLessThanOrEqual(1);
      const smaller = Math.min(exact, p(k1, n1, k2, n2, "less"));
      expect(twoSided).toBeGreaterThanOrEqual(smaller * (1 - 1e-12));
    }),
    { numRuns: 60 },
  );
});

test("an arm without episodes says nothing", () => {
  for (const alternative of ["greater", "less", "two_sided"] as const) {
    expect(p(0, 0, 3, 5, alternative)).toBe(1);
    expect(p(0, 0, 0, 0, alternative)).toBe(1);
  }
});

// mpmath 1.2.1, 50 digits: sums of the masses.
test.each([
  [801000, 1000000, 800000, 1000000, 0.03855896104771985],
  [4000400, 5000000, 7997000, 10000000, 0.04152130853057301],
  [700, 1000, 300, 1000, 1.7603927607473967e-73],
])("%i of %i against %i of %i", (k1, n1, k2, n2, expected) => {
  expect(p(k1, n1, k2, n2, "greater") / expected).toBeCloseTo(1, 11);
});

test("at the limit it is the normal test", () => {
  // 1e5 successes more in 5e9 episodes: two standard deviations, P(|Z| > 2).
  expect(p(2.5e9, 5e9, 2.4999e9, 5e9, "two_sided")).toBeCloseTo(0.0455002639, 5);
});

test("the most extreme outcomes", () => {
  expect(p(1000, 1000, 0, 1000, "greater")).toBe(0);
  expect(p(1000, 1000, 0, 1000, "less")).toBe(1);
});

const valid = { successes: 1, episodes: 2 };
test.each([
  ["a.successes", () => fisherExact({ successes: 3, episodes: 2 }, valid, { alternative: "less" })],
  ["b.episodes", () => fisherExact(valid, { successes: 0, episodes: -1 }, { alternative: "less" })],
  ["episodes", () => fisherExact(valid, { successes: 0, episodes: 1e10 }, { alternative: "less" })],
  ["alternative", () => fisherExact(valid, valid, { alternative: "both" as RatesAlternative })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
