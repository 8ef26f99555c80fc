import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Arm } from "./arms.ts";
import { agrestiCaffoDifference, newcombeDifference } from "./newcombe.ts";
import { miettinenNurminenDifference, type ScoreVariance, scoreNonInferiority } from "./score.ts";

const arm = (successes: number, episodes: number): Arm => ({ successes, episodes });

test("Newcombe 1998, table II: 56/70 and 48/80", () => {
  const [a, b] = [arm(56, 70), arm(48, 80)];
  const hybrid = newcombeDifference(a, b, { alpha: 0.05 });
  expect(hybrid.lower).toBeCloseTo(0.0524, 4);
  expect(hybrid.upper).toBeCloseTo(0.3339, 4);
  const corrected = newcombeDifference(a, b, { alpha: 0.05, continuity: true });
  expect(corrected.lower).toBeCloseTo(0.0428, 4);
  expect(corrected.upper).toBeCloseTo(0.3422, 4);
  const mee = miettinenNurminenDifference(a, b, { alpha: 0.05, variance: "mee" });
  expect(mee.lower).toBeCloseTo(0.0533, 4);
  expect(mee.upper).toBeCloseTo(0.3377, 4);
  const score = miettinenNurminenDifference(a, b, { alpha: 0.05 });
  expect(score.lower).toBeCloseTo(0.0528, 4);
  expect(score.upper).toBeCloseTo(0.3382, 4);
});

// mpmath 1.3.0, 40 digits, by bisection of the score equation and of the limits.
test.each([
  [9999990, 1e7, 9999950, 1e7, 0.05, 2.5720396411486363e-6, 5.674775229619101e-6],
  [47, 50, 41, 50, 1e-12, -0.44629203848953597, 0.6252566608646538],
  [20, 20, 0, 3, 0.05, 0.4275897688797364, 1],
  [0, 7, 0, 400, 0.01, -0.01635612553883033, 0.4872260204179788],
  [30, 30, 29, 30, 0.05, -0.08388809787527891, 0.16836213919313214],
])("Miettinen-Nurminen of %i/%i and %i/%i at %d", (k1, n1, k2, n2, alpha, lower, upper) => {
  const limits = miettinenNurminenDifference(arm(k1, n1), arm(k2, n2), { alpha });
  expect(Math.abs(limits.lower / lower - 1)).toBeLessThan(1e-9);
  expect(Math.abs(limits.upper / upper - 1)).toBeLessThan(1e-9);
});

test("equal counts give a symmetric interval, as statsmodels' score interval does not", () => {
  const { lower, upper } = miettinenNurminenDifference(arm(8, 10), arm(8, 10), { alpha: 0.05 });
  expect(lower).toBeCloseTo(-0.37078, 5);
  expect(upper).toBeCloseTo(-lower, 14);
});

test("all against nothing, and rates that are 0 or 1 in both arms", () => {
  expect(miettinenNurminenDifference(arm(5, 5), arm(0, 5), { alpha: 0.05 }).upper).toBe(1);
  expect(miettinenNurminenDifference(arm(0, 5), arm(5, 5), { alpha: 0.05 }).lower).toBe(-1);
  for (const k of [0, 9]) {
    expect(scoreNonInferiority(arm(k, 9), arm(k, 9), { margin: 0 })).toEqual({ z: 0, pValue: 0.5 });
  }
});

const methods = {
  newcombe: (a: Arm, b: Arm, alpha: number) => newcombeDifference(a, b, { alpha }),
  newcombe_cc: (a: Arm, b: Arm, alpha: number) =>
    newcombeDifference(a, b, { alpha, continuity: true }),
  miettinen_nurminen: (a: Arm, b: Arm, alpha: number) =>
    miettinenNurminenDifference(a, b, { alpha }),
  mee: (a: Arm, b: Arm, alpha: number) =>
    miettinenNurminenDifference(a, b, { alpha, variance: "mee" }),
};
const counts = fc
  .integer({ min: 1, max: 3000 })
  .chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), episodes: fc.constant(n) }));
const level = fc.double({ min: 1e-12, max: 0.9, noNaN: true });
const runs = { numRuns: 60 };
const flip = ({ successes, episodes }: Arm) => arm(episodes - successes, episodes);

describe.each(Object.entries(methods))("%s", (_, interval) => {
  test("knows nothing without episodes", () => {
    expect(interval(arm(0, 0), arm(3, 5), 0.05)).toEqual({ lower: -1, upper: 1 });
    expect(interval(arm(3, 5), arm(0, 0), 0.05)).toEqual({ lower: -1, upper: 1 });
  });

  test("contains the estimate within [-1, 1]", () => {
    fc.assert(
      fc.property(counts, counts, level, (a, b, alpha) => {
        const { lower, upper } = interval(a, b, alpha);
        const d = a.successes / a.episodes - b.successes / b.episodes;
        expect(lower).toBeGreaterThanOrEqual(-1);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(d + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(d - 1e-12);
      }),
      runs,
    );
  });

  test("mirrors when arms or outcomes swap", () => {
    fc.assert(
      fc.property(counts, counts, level, (a, b, alpha) => {
        const { lower, upper } = interval(a, b, alpha);
        for (const other of [interval(b, a, alpha), interval(flip(a), flip(b), alpha)]) {
          expect(other.lower).toBeCloseTo(-upper, 11);
          expect(other.upper).toBeCloseTo(-lower, 11);
        }
      }),
      runs,
    );
  });

  test("widens as alpha falls, and rises with a's successes", () => {
    fc.assert(
      fc.property(counts, counts, level, level, (a, b, one, two) => {
        const wide = interval(a, b, Math.min(one, two));
        const narrow = interval(a, b, Math.max(one, two));
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-12);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-12);
        const more = interval(arm(Math.min(a.episodes, a.successes + 1), a.episodes), b, one);
        const same = interval(a, b, one);
        expect(more.lower).toBeGreaterThanOrEqual(same.lower - 1e-12);
        expect(more.upper).toBeGreaterThanOrEqual(same.upper - 1e-12);
      }),
      runs,
    );
  });
});

test("non-inferiority rejects just where the interval's lower limit clears the margin", () => {
  fc.assert(
    fc.property(counts, counts, fc.double({ min: 0, max: 0.9, noNaN: true }), (a, b, margin) => {
      const { lower } = miettinenNurminenDifference(a, b, { alpha: 0.1 });
      fc.pre(Math.abs(lower + margin) > 1e-9);
      const { pValue } = scoreNonInferiority(a, b, { margin });
      expect(pValue < 0.05).toBe(lower > -margin);
    }),
    runs,
  );
});

const good = arm(1, 2);
test.each([
  ["a.successes", () => newcombeDifference(arm(3, 2), good, { alpha: 0.05 })],
  ["b.episodes", () => agrestiCaffoDifference(good, arm(1, 2.5), { alpha: 0.05 })],
  ["b", () => newcombeDifference(good, undefined as unknown as Arm, { alpha: 0.05 })],
  ["alpha", () => miettinenNurminenDifference(good, good, { alpha: 1 })],
  ["margin", () => scoreNonInferiority(good, good, { margin: -0.1 })],
  ["margin", () => scoreNonInferiority(good, good, { margin: Number.NaN })],
  ["variance", () => scoreNonInferiority(good, good, { margin: 0, variance: "" as ScoreVariance })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
