import fc from "fast-check";
import { expect, test } from "vitest";
import { betaMixtureLogE, mixtureAlternatives } from "./beta-mixture.ts";
import { betaMixtureSummary, extendBetaMixture, startBetaMixture } from "./beta-mixture-state.ts";
import { recheckLooks } from "./recheck.ts";

// Facts of the closed form: log((n + 1) ...) first reaches log(20) after so many successes.
test.each([
  [0.5, 7],
  [0.8, 20],
  [0.9, 43],
  [0.95, 88],
  [0.99, 449],
  [0.999, 4512],
])("without a failure p <= %d is out after %i episodes", (rate, episodes) => {
  const start = startBetaMixture({ rate, alternative: "greater", alpha: 0.05 });
  const outcomes = Array.from({ length: 5000 }, () => true);
  expect(extendBetaMixture(start, outcomes).firstCrossing).toBe(episodes);
});

const outcome = fc.constantFrom<0 | 1>(0, 1);
// Runs of one outcome, because plain coin flips never get far from the middle.
const outcomes = fc
  .array(fc.tuple(outcome, fc.integer({ min: 1, max: 60 })), { maxLength: 30 })
  .map((runs) => runs.flatMap(([value, times]) => Array.from({ length: times }, () => value)));
const weight = fc.oneof(
  fc.double({ min: 0.1, max: 30, noNaN: true }),
  fc.double({ min: 100, max: 1e5, noNaN: true }),
);
const design = fc.record({
  rate: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
  alternative: fc.constantFrom(...mixtureAlternatives),
  alpha: fc.constantFrom(0.5, 0.05, 1e-6, 1e-30),
  prior: fc.record({ a: weight, b: weight }),
  lookEvery: fc.constantFrom(1, 2, 10),
});

test("finds the crossing and the maximum that the closed form has at every look", () => {
  fc.assert(
    fc.property(outcomes, design, (all, chosen) => {
      const summary = betaMixtureSummary(extendBetaMixture(startBetaMixture(chosen), all));
      let successes = 0;
      const looks = all
        .map((value, at) => {
          successes += value;
          return { episodes: at + 1, successes };
        })
        .filter(({ episodes }) => episodes % chosen.lookEvery === 0);
      const { firstCrossing, supLogE } = recheckLooks(looks, chosen);
      expect(summary.firstCrossing).toBe(firstCrossing);
      expect(Math.abs(summary.supLogE - supLogE)).toBeLessThan(1e-7);
      expect(summary.logE).toBe(betaMixtureLogE(successes, all.length, chosen));
      expect(summary.anytimeP).toBe(Math.exp(-summary.supLogE));
    }),
    { numRuns: 300 },
  );
});

test("goes on from its JSON as if it had not been stored", () => {
  fc.assert(
    fc.property(outcomes, outcomes, design, (before, after, chosen) => {
      const start = startBetaMixture(chosen);
      const half = extendBetaMixture(start, before);
      const resumed = extendBetaMixture(JSON.parse(JSON.stringify(half)), after);
      expect(resumed).toEqual(extendBetaMixture(start, [...before, ...after]));
    }),
  );
});

test("one by one is the same as all at once, and leaves the old state alone", () => {
  const start = startBetaMixture({ rate: 0.6, alternative: "less", alpha: 0.05 });
  const all = [true, false, false, 0, 0, 1, 0] as const;
  let state = start;
  for (const value of all) state = extendBetaMixture(state, [value]);
  expect(state).toEqual(extendBetaMixture(start, all));
  expect(start.episodes).toBe(0);
});

test("keeps its digits over a long run beyond any double", () => {
  const start = startBetaMixture({ rate: 0.3, alternative: "greater", alpha: 0.05 });
  // 0.75 successes: log E grows to 66,000.
  const long = Array.from({ length: 150_000 }, (_, at) => (at % 4 === 0 ? 0 : 1) as 0 | 1);
  const state = extendBetaMixture(start, long);
  const { mantissa, exponent } = state.value;
  const recurrence = Math.log(mantissa) + exponent * 332 * Math.LN2;
  const { logE, supLogE } = betaMixtureSummary(state);
  expect(Math.abs(recurrence / logE - 1)).toBeLessThan(1e-12);
  expect(supLogE).toBeCloseTo(logE, 6);
});

test("refuses what is no outcome", () => {
  const start = startBetaMixture({ rate: 0.6, alternative: "less", alpha: 0.05 });
  expect(() => extendBetaMixture(start, [1, 2 as never])).toThrow("outcomes: expected");
  const test = { rate: 0.6, alternative: "less", alpha: 0.05 } as const;
  expect(() => startBetaMixture({ ...test, alpha: 0 })).toThrow("alpha: expected");
  expect(() => startBetaMixture({ ...test, lookEvery: 0 })).toThrow("lookEvery: expected");
});

test("looks that cannot follow each other are refused", () => {
  const test = { rate: 0.6, alternative: "less", alpha: 0.05 } as const;
  const first = { episodes: 10, successes: 5 };
  for (const next of [
    { episodes: 10, successes: 5 },
    { episodes: 12, successes: 4 },
    { episodes: 12, successes: 8 },
  ]) {
    expect(() => recheckLooks([first, next], test)).toThrow("looks: expected");
  }
  expect(recheckLooks([], test)).toMatchObject({ logE: 0, anytimeP: 1, firstCrossing: null });
});
