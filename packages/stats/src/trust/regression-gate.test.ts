import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomialMasses } from "../special/binomial-masses.ts";
import { regressionGateEpisodes, regressionGateFalseAlarm } from "./regression-gate.ts";

const gate = { baselineEpisodes: 50, candidateEpisodes: 50, rate: 0.9, dropOver: 0.05 };

// Python 3.11 fractions.
test.each([
  [gate, 0.20000856474520964],
  [{ ...gate, baselineEpisodes: 200, candidateEpisodes: 200 }, 0.03989183185115709],
  [{ baselineEpisodes: 40, candidateEpisodes: 60, rate: 0.8, dropOver: 0.1 }, 0.0997090961850177],
  [{ baselineEpisodes: 1, candidateEpisodes: 1, rate: 0.5, dropOver: 0.5 }, 0.25],
])("%o fires on %d", (plan, expected) => {
  expect(Math.abs(regressionGateFalseAlarm(plan) / expected - 1)).toBeLessThan(1e-11);
});

test("certain rates never drop", () => {
  expect(regressionGateFalseAlarm({ ...gate, rate: 1 })).toBe(0);
  expect(regressionGateFalseAlarm({ ...gate, rate: 0 })).toBe(0);
});

test("agrees with going through every pair of outcomes", () => {
  const sizes = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      sizes,
      sizes,
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 50 }),
      (before, after, percent, points) => {
        const [one, two] = [before, after].map((n) => binomialMasses(n, percent / 100));
        let sum = 0;
        for (const [x, mass] of one?.entries() ?? []) {
          for (const [y, other] of two?.entries() ?? []) {
            if (100 * (x * after - y * before) > points * before * after) sum += mass * other;
          }
        }
        const plan = { baselineEpisodes: before, candidateEpisodes: after };
        const rates = { rate: percent / 100, dropOver: points / 100 };
        expect(regressionGateFalseAlarm({ ...plan, ...rates })).toBeCloseTo(sum, 13);
      },
    ),
    { numRuns: 60 },
  );
});

describe("episodes for a wanted false-alarm rate", () => {
  test.each([
    [0.05, 200],
    [0.01, 400],
  ])("at most %d from %i on", (falseAlarm, episodes) => {
    const found = regressionGateEpisodes({ rate: 0.9, dropOver: 0.05, falseAlarm });
    expect(found.episodes).toBe(episodes);
    expect(found.falseAlarm).toBeLessThanOrEqual(falseAlarm);
    for (let n = episodes - 1; n < 2 * episodes; n++) {
      const sizes = { baselineEpisodes: n, candidateEpisodes: n };
      const alarm = regressionGateFalseAlarm({ ...sizes, rate: 0.9, dropOver: 0.05 });
      if (n < episodes) expect(alarm).toBeGreaterThan(falseAlarm);
      else expect(alarm).toBeLessThanOrEqual(falseAlarm);
    }
  });

  test("one episode is enough at a certain rate", () => {
    const found = regressionGateEpisodes({ rate: 1, dropOver: 0.05, falseAlarm: 0.01 });
    expect(found).toEqual({ episodes: 1, falseAlarm: 0 });
  });
});

describe("binomialMasses", () => {
  test("three flips of a fair coin", () => {
    expect([...binomialMasses(3, 0.5)]).toEqual([0.125, 0.375, 0.375, 0.125]);
    expect([...binomialMasses(0, 0.3)]).toEqual([1]);
    expect([...binomialMasses(2, 1)]).toEqual([0, 0, 1]);
    expect([...binomialMasses(2, 0)]).toEqual([1, 0, 0]);
  });
});

const wrong = (argument: string) =>
  expect.objectContaining({ name: "StatsArgumentError", argument });

test.each([
  ["baselineEpisodes", { baselineEpisodes: 0 }],
  ["candidateEpisodes", { candidateEpisodes: 1e6 }],
  ["rate", { rate: 90 }],
  ["dropOver", { dropOver: 5 }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => regressionGateFalseAlarm({ ...gate, ...change })).toThrow(wrong(argument));
});

test.each([
  ["rate", { rate: -1 }],
  ["dropOver", { dropOver: 0.0001 }],
  ["falseAlarm", { falseAlarm: 0 }],
])("refuses to plan for a wrong %s", (argument, change) => {
  const plan = { rate: 0.9, dropOver: 0.05, falseAlarm: 0.05 };
  expect(() => regressionGateEpisodes({ ...plan, ...change })).toThrow(wrong(argument));
});
