import fc from "fast-check";
import { expect, test } from "vitest";
import { type IntervalMethod, intervalMethods, rateInterval } from "../rate/interval.ts";
import { denominatorBounds, type MissingRule } from "./denominator-bounds.ts";

const data = {
  successes: 45,
  episodes: 48,
  missing: 2,
  rule: "failure",
  method: "wilson",
  alpha: 0.05,
} as const;

test("two lost episodes of fifty", () => {
  const found = denominatorBounds(data);
  expect(found.worst).toMatchObject({ successes: 45, episodes: 50, estimate: 0.9 });
  expect(found.best).toMatchObject({ successes: 47, episodes: 50, estimate: 0.94 });
  expect(found.completeCase).toMatchObject({ successes: 45, episodes: 48, estimate: 0.9375 });
  expect(found.declared).toBe(found.worst);
  expect(found.bounds).toEqual({
    lower: rateInterval("wilson", 45, 50, data).lower,
    upper: rateInterval("wilson", 47, 50, data).upper,
  });
  expect(denominatorBounds({ ...data, rule: "success" }).declared).toEqual(found.best);
  expect(denominatorBounds({ ...data, rule: "excluded" }).declared).toEqual(found.completeCase);
});

test("nothing but missing episodes", () => {
  const lost = denominatorBounds({ ...data, successes: 0, episodes: 0, rule: "excluded" });
  const nothing = { estimate: null, interval: { lower: 0, upper: 1 } };
  expect(lost.completeCase).toMatchObject(nothing);
  expect(lost.bounds).toEqual({ lower: 0, upper: 1 });
  expect(denominatorBounds({ ...data, successes: 0, episodes: 0, missing: 0 }).worst).toMatchObject(
    nothing,
  );
});

test("the bounds contain every way to fill in the missing episodes", () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.nat(200),
      fc.nat(30),
      fc.constantFrom(...intervalMethods),
      (successes, failures, missing, method) => {
        const episodes = successes + failures;
        const { bounds } = denominatorBounds({ ...data, successes, episodes, missing, method });
        for (const filled of [0, Math.floor(missing / 2), missing]) {
          const k = successes + filled;
          const { lower, upper } = rateInterval(method, k, episodes + missing, data);
          expect(bounds.lower).toBeLessThanOrEqual(lower);
          expect(bounds.upper).toBeGreaterThanOrEqual(upper);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ["successes", { successes: 49 }],
  ["episodes", { episodes: Number.NaN }],
  ["missing", { missing: -1 }],
  ["missing", { missing: Number.MAX_SAFE_INTEGER }],
  ["rule", { rule: "ignore" as MissingRule }],
  ["method", { method: "wald" as IntervalMethod }],
  ["alpha", { alpha: 5 }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => denominatorBounds({ ...data, ...change })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
