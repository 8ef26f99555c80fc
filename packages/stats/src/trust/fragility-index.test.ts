import fc from "fast-check";
import { expect, test } from "vitest";
import { decideRate, type RateClaim } from "../rate/decide.ts";
import { intervalMethods } from "../rate/interval.ts";
import { fragilityIndex } from "./fragility-index.ts";

const claim: RateClaim = {
  successes: 1935,
  episodes: 2000,
  operator: ">=",
  baseline: 0.95,
  margin: 0,
  alpha: 0.05,
  method: "wilson",
};
const small = { ...claim, successes: 47, episodes: 50, baseline: 0.8 };

test.each(["interval", "exact"] as const)("by the %s: 16 of 2000, 2 of 50", (basis) => {
  expect(fragilityIndex(claim, { basis })).toEqual({
    verdict: "supported",
    index: 16,
    quotient: 0.008,
    fewerSuccesses: { episodes: 16, verdict: "inconclusive" },
    moreSuccesses: null,
  });
  expect(fragilityIndex(small, { basis })).toMatchObject({ verdict: "supported", index: 2 });
});

test("a wider alpha is less fragile", () => {
  const index = (some: RateClaim) =>
    fragilityIndex({ ...some, alpha: 0.1 }, { basis: "interval" }).index;
  expect([index(claim), index(small)]).toEqual([19, 3]);
});

test("inconclusive verdicts turn both ways", () => {
  expect(fragilityIndex({ ...small, successes: 43 }, { basis: "interval" })).toMatchObject({
    verdict: "inconclusive",
    index: 3,
    fewerSuccesses: { episodes: 9, verdict: "refuted" },
    moreSuccesses: { episodes: 3, verdict: "supported" },
  });
});

test("nothing turns without episodes", () => {
  expect(fragilityIndex({ ...claim, successes: 0, episodes: 0 }, { basis: "exact" })).toEqual({
    verdict: "cannot_decide",
    index: null,
    quotient: null,
    fewerSuccesses: null,
    moreSuccesses: null,
  });
});

const claims = fc
  .record({
    episodes: fc.integer({ min: 1, max: 60 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    baseline: fc.constantFrom(0.2, 0.5, 0.9),
    operator: fc.constantFrom(">=" as const, "<=" as const),
    method: fc.constantFrom(...intervalMethods),
  })
  .map(({ share, ...rest }) => ({
    ...claim,
    ...rest,
    successes: Math.round(share * rest.episodes),
  }));

test("agrees with trying every count", () => {
  fc.assert(
    fc.property(claims, (some) => {
      const verdicts = Array.from(
        { length: some.episodes + 1 },
        (_, successes) => decideRate({ ...some, successes }).verdict,
      );
      const others = verdicts.flatMap((verdict, successes) =>
        verdict === verdicts[some.successes] ? [] : [Math.abs(successes - some.successes)],
      );
      const expected = others.length === 0 ? null : Math.min(...others);
      expect(fragilityIndex(some, { basis: "interval" }).index).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test("refuses wrong arguments", () => {
  const wrong = (argument: string) =>
    expect.objectContaining({ name: "StatsArgumentError", argument });
  expect(() => fragilityIndex({ ...claim, alpha: 0 }, { basis: "exact" })).toThrow(wrong("alpha"));
  expect(() => fragilityIndex(claim, { basis: "wilson" as "exact" })).toThrow(wrong("basis"));
});
