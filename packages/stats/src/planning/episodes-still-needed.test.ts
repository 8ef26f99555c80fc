import fc from "fast-check";
import { expect, test } from "vitest";
import { decideRate, type RateClaim } from "../rate/decide.ts";
import { intervalMethods } from "../rate/interval.ts";
import { episodesStillNeeded } from "./episodes-still-needed.ts";

type Rule = Omit<RateClaim, "successes" | "episodes">;

const rule: Rule = { operator: ">=", baseline: 0.8, margin: 0, alpha: 0.05, method: "wilson" };

test("45 of 50 above 0.8 lack 4 successes", () => {
  expect(episodesStillNeeded({ successes: 45, episodes: 50, rule })).toEqual({
    verdict: "inconclusive",
    soonest: 4,
    toSupport: 4,
    toRefute: 15,
    atObservedRate: { episodes: 18, verdict: "supported" },
  });
});

test("none yet: a run without failure, or without success", () => {
  const exact = { ...rule, alpha: 0.1, method: "clopper_pearson" } as const;
  expect(episodesStillNeeded({ successes: 0, episodes: 0, rule: exact })).toEqual({
    verdict: "cannot_decide",
    soonest: 2,
    toSupport: 14,
    toRefute: 2,
    atObservedRate: null,
  });
});

test("decided already", () => {
  const found = episodesStillNeeded({ successes: 50, episodes: 50, rule });
  const now = { episodes: 0, verdict: "supported" };
  expect(found).toMatchObject({ soonest: 0, toSupport: 0, atObservedRate: now });
});

test("a rate at the threshold decides nothing, however long it is kept up", () => {
  expect(episodesStillNeeded({ successes: 40, episodes: 50, rule }).atObservedRate).toBeNull();
});

test("nothing supports a rate above 1", () => {
  const found = episodesStillNeeded({ successes: 9, episodes: 9, rule: { ...rule, baseline: 1 } });
  expect(found).toMatchObject({ toSupport: null, toRefute: 1, soonest: 1, atObservedRate: null });
});

const situations = fc
  .record({
    episodes: fc.integer({ min: 0, max: 40 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    tenths: fc.integer({ min: 2, max: 8 }),
    operator: fc.constantFrom(">=" as const, "<=" as const),
    method: fc.constantFrom(...intervalMethods),
    alpha: fc.constantFrom(0.0517, 0.21),
  })
  .map(({ episodes, share, tenths, ...rest }) => ({
    episodes,
    successes: Math.round(share * episodes),
    rule: { ...rest, baseline: tenths / 10, margin: 0.05 },
  }));

test("agrees with trying every number", () => {
  fc.assert(
    fc.property(situations, ({ successes: k, episodes: n, rule: some }) => {
      const found = episodesStillNeeded({ successes: k, episodes: n, rule: some });
      const verdict = (more: number, of: number) =>
        decideRate({ ...some, successes: k + of, episodes: n + more }).verdict;
      const first = (holds: (more: number) => boolean) => {
        for (let more = 0; more <= 60; more++) if (holds(more)) return more;
        return null;
      };
      const within = (value: number | null) => (value !== null && value <= 60 ? value : null);
      const favourable = (more: number) => (some.operator === ">=" ? more : 0);
      expect(within(found.toSupport)).toBe(
        first((more) => verdict(more, favourable(more)) === "supported"),
      );
      expect(within(found.toRefute)).toBe(
        first((more) => verdict(more, more - favourable(more)) === "refuted"),
      );
      const threshold = some.operator === ">=" ? some.baseline - 0.05 : some.baseline + 0.05;
      const round = k / n > threshold ? Math.floor : Math.ceil;
      const expected = first((more) => {
        const of = round(k + (more * k) / n) - k;
        return n > 0 && ["supported", "refuted"].includes(verdict(more, of));
      });
      expect(within(found.atObservedRate?.episodes ?? null)).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["successes", { successes: 51 }],
  ["episodes", { episodes: Number.NaN }],
  ["alpha", { rule: { ...rule, alpha: 2 } }],
  ["margin", { rule: { ...rule, margin: 0.9 } }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => episodesStillNeeded({ successes: 45, episodes: 50, rule, ...change })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
