import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideRate, type RateClaim } from "./decide.ts";
import { intervalMethods, rateInterval } from "./interval.ts";
import type { Operator } from "./threshold.ts";

const claim: RateClaim = {
  successes: 323,
  episodes: 400,
  operator: ">=",
  baseline: 0.8,
  margin: 0.05,
  alpha: 0.05,
  method: "wilson",
};

test("323 of 400 are within 0.05 of 0.8, and not shown to be above it", () => {
  const decision = decideRate(claim);
  expect(decision).toMatchObject({
    verdict: "supported",
    strictVerdict: "inconclusive",
    threshold: 0.75,
    estimate: 0.8075,
    interval: rateInterval("wilson", 323, 400, { alpha: 0.05 }),
    exact: { verdict: "supported", strictVerdict: "inconclusive" },
    size: { nominal: 0.025 },
  });
  // mpmath 1.3.0, from the committed reference values.
  expect(decision.exact.pValue).toBeCloseTo(0.0038918902475617, 14);
});

test.each([
  [350, "supported", "supported"],
  [323, "supported", "inconclusive"],
  [310, "inconclusive", "inconclusive"],
  [290, "inconclusive", "refuted"],
  [270, "refuted", "refuted"],
])("%i of 400 at least 0.8: %s with the margin, %s without", (successes, verdict, strict) => {
  expect(decideRate({ ...claim, successes })).toMatchObject({ verdict, strictVerdict: strict });
});

test.each([
  [50, "supported"],
  [100, "inconclusive"],
  [150, "refuted"],
])("%i of 400 at most 0.2 with margin 0.05: %s", (successes, verdict) => {
  const decision = decideRate({ ...claim, successes, operator: "<=", baseline: 0.2 });
  expect(decision).toMatchObject({ verdict, threshold: 0.25, exact: { verdict } });
});

describe("too few episodes", () => {
  test("cannot decide whatever they show", () => {
    const decision = decideRate({ ...claim, successes: 5, episodes: 5, margin: 0 });
    expect(decision).toMatchObject({
      verdict: "cannot_decide",
      exact: { verdict: "cannot_decide", pValue: expect.closeTo(0.8 ** 5, 12) },
      size: { nominal: 0.025, actual: 0 },
    });
  });

  test("can still refute", () => {
    const decision = decideRate({ ...claim, successes: 0, episodes: 5, margin: 0 });
    expect(decision).toMatchObject({ verdict: "refuted", exact: { verdict: "refuted" } });
  });

  test("none at all leave no estimate", () => {
    expect(decideRate({ ...claim, successes: 0, episodes: 0 })).toEqual({
      verdict: "cannot_decide",
      strictVerdict: "cannot_decide",
      threshold: 0.75,
      estimate: null,
      interval: { lower: 0, upper: 1 },
      exact: { pValue: 1, verdict: "cannot_decide", strictVerdict: "cannot_decide" },
      size: { nominal: 0.025, actual: 0 },
    });
  });
});

test("Wilson says yes to 11 of 11 above 0.8 at one-sided 5%, the exact test says no", () => {
  const few = { ...claim, successes: 11, episodes: 11, margin: 0, alpha: 0.1 };
  const decision = decideRate(few);
  expect(decision).toMatchObject({ verdict: "supported", exact: { verdict: "cannot_decide" } });
  expect(decision.size.actual).toBeGreaterThan(decision.size.nominal);
});

// Alphas at which no p-value of these thresholds is exactly alpha/2, so rounding decides nothing.
const claims = fc
  .record({
    episodes: fc.integer({ min: 0, max: 300 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    thousandths: fc.integer({ min: 100, max: 900 }),
    margin: fc.constantFrom(0, 0.01, 0.05, 0.1),
    alpha: fc.constantFrom(0.0123, 0.0517, 0.1003, 0.3019),
    method: fc.constantFrom(...intervalMethods),
  })
  .map(({ share, thousandths, ...rest }) => ({
    ...rest,
    successes: Math.round(share * rest.episodes),
    baseline: thousandths / 1000,
  }));

test.each<[Operator, Operator]>([
  [">=", "<="],
  [">", "<"],
])("%s on successes is %s on failures", (operator, mirrored) => {
  fc.assert(
    fc.property(claims, (some) => {
      const one = decideRate({ ...some, operator });
      const other = decideRate({
        ...some,
        operator: mirrored,
        successes: some.episodes - some.successes,
        baseline: 1 - some.baseline,
      });
      expect(other.verdict).toBe(one.verdict);
      expect(other.strictVerdict).toBe(one.strictVerdict);
      expect(other.exact.verdict).toBe(one.exact.verdict);
      expect(other.exact.strictVerdict).toBe(one.exact.strictVerdict);
      expect(other.exact.pValue).toBeCloseTo(one.exact.pValue, 10);
      expect(other.size.actual).toBeCloseTo(one.size.actual, 10);
    }),
  );
});

test("a margin never turns support into less", () => {
  fc.assert(
    fc.property(claims, (some) => {
      const { verdict, strictVerdict } = decideRate({ ...some, operator: ">=" });
      if (strictVerdict === "supported") expect(verdict).toBe("supported");
      if (verdict === "refuted") expect(strictVerdict).toBe("refuted");
    }),
  );
});

test("the exact verdict is the Clopper-Pearson interval's", () => {
  fc.assert(
    fc.property(claims, (some) => {
      const decision = decideRate({ ...some, operator: ">=", method: "clopper_pearson" });
      expect(decision.verdict).toBe(decision.exact.verdict);
    }),
  );
});

test.each([
  ["successes", { successes: 401 }],
  ["episodes", { episodes: Number.NaN }],
  ["operator", { operator: "==" as Operator }],
  ["baseline", { baseline: 80 }],
  ["margin", { margin: -0.05 }],
  ["margin", { baseline: 0.02 }],
  ["alpha", { alpha: 0 }],
  ["method", { method: "wald" as RateClaim["method"] }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => decideRate({ ...claim, ...change })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
