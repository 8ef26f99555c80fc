import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Arm } from "./arms.ts";
import { boschlooCriticalRegion } from "./boschloo-power.ts";
import {
  barnardTest,
  boschlooTest,
  exactEpisodeLimit,
  exactNonInferiority,
  type RatesAlternative,
} from "./exact-test.ts";
import { binomialMasses } from "./nuisance.ts";

const arm = (successes: number, episodes: number): Arm => ({ successes, episodes });

// Exact rational ordering and 40-digit maximisation of the polynomial, mpmath 1.3.0.
test.each([
  [12, 13, 6, 11, 0.020533325884672212, 0.9872698670785311],
  [3, 4, 7, 25, 0.04977999323406285, 0.9650078835209719],
  [26, 30, 19, 31, 0.01404161403691833, 0.9899324699520375],
])("Boschloo of %i/%i and %i/%i", (k1, n1, k2, n2, greater, less) => {
  const p = (alternative: RatesAlternative) =>
    boschlooTest(arm(k1, n1), arm(k2, n2), { alternative }).pValue;
  expect(Math.abs(p("greater") / greater - 1)).toBeLessThan(1e-12);
  expect(Math.abs(p("less") / less - 1)).toBeLessThan(1e-12);
  expect(p("two_sided")).toBe(2 * p("greater"));
});

test("examples of SciPy's documentation, and one by hand", () => {
  const greater = { alternative: "greater" } as const;
  // 0.035564064301546603 with 30 digits, mpmath 1.3.0; SciPy's search ends near 0.03556.
  expect(boschlooTest(arm(74, 117), arm(31, 63), greater).pValue).toBeCloseTo(
    0.0355640643015466,
    15,
  );
  expect(barnardTest(arm(12, 15), arm(7, 15), greater).pValue).toBeCloseTo(0.0341, 4);
  // 11/1024: only 5 of 5 with at most 1 of 5 is as extreme, and a rate of 1/2 is worst.
  expect(boschlooTest(arm(5, 5), arm(1, 5), greater).pValue).toBeCloseTo(11 / 1024, 15);
});

test("ties are kept: SciPy's floating order gives 0.003465 here", () => {
  const { pValue } = barnardTest(arm(9, 10), arm(3, 10), { alternative: "greater" });
  expect(pValue).toBeCloseTo(0.003977775573730474, 14);
});

test("no episodes are no evidence", () => {
  for (const alternative of ["greater", "less", "two_sided"] as const) {
    expect(boschlooTest(arm(0, 0), arm(3, 5), { alternative }).pValue).toBe(1);
    expect(barnardTest(arm(3, 5), arm(0, 0), { alternative }).pValue).toBe(1);
  }
  expect(exactNonInferiority(arm(0, 0), arm(3, 5), { margin: 0.1 }).pValue).toBe(1);
});

test("equal extremes say nothing", () => {
  for (const k of [0, 7]) {
    expect(boschlooTest(arm(k, 7), arm(k, 9), { alternative: "less" }).pValue).toBeGreaterThan(0.1);
    expect(boschlooTest(arm(k, 7), arm(k, 7), { alternative: "two_sided" }).pValue).toBe(1);
  }
});

test("the largest tables that are admitted", () => {
  const half = exactEpisodeLimit / 2;
  const { pValue } = boschlooTest(arm(0, half), arm(half, half), { alternative: "less" });
  // 2^-1000 at a common rate of 1/2.
  expect(pValue / 2 ** -exactEpisodeLimit).toBeCloseTo(1, 9);
});

const counts = fc
  .integer({ min: 1, max: 25 })
  .chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), episodes: fc.constant(n) }));
const runs = { numRuns: 40 };
const tests = {
  boschloo: (a: Arm, b: Arm) => boschlooTest(a, b, { alternative: "greater" }).pValue,
  barnard: (a: Arm, b: Arm) => barnardTest(a, b, { alternative: "greater" }).pValue,
  unpooled: (a: Arm, b: Arm) => barnardTest(a, b, { alternative: "greater", pooled: false }).pValue,
  nonInferiority: (a: Arm, b: Arm) => exactNonInferiority(a, b, { margin: 0.15 }).pValue,
};

describe.each(Object.entries(tests))("%s", (_, pValue) => {
  test("falls with successes of a, rises with those of b, and mirrors outcomes", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const p = pValue(a, b);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        const more = arm(Math.min(a.episodes, a.successes + 1), a.episodes);
        expect(pValue(more, b)).toBeLessThanOrEqual(p + 1e-12);
        const rival = arm(Math.min(b.episodes, b.successes + 1), b.episodes);
        expect(pValue(a, rival)).toBeGreaterThanOrEqual(p - 1e-12);
        const flip = ({ successes, episodes }: Arm) => arm(episodes - successes, episodes);
        expect(pValue(flip(b), flip(a))).toBeCloseTo(p, 11);
      }),
      runs,
    );
  });
});

test("at no pair of rates under H0 is a level exceeded", () => {
  const [first, second, level] = [9, 13, 0.05];
  for (const margin of [0, 0.2]) {
    const rejects = (x1: number, x2: number) => {
      const [a, b] = [arm(x1, first), arm(x2, second)];
      return margin === 0 ? tests.boschloo(a, b) <= level : nonInferior(a, b, margin) <= level;
    };
    const rejected = Array.from({ length: first + 1 }, (_, x1) =>
      Array.from({ length: second + 1 }, (_, x2) => rejects(x1, x2)),
    );
    for (let p2 = margin; p2 <= 1; p2 += 0.01) {
      for (const p1 of [p2 - margin, (p2 - margin) / 2]) {
        const [ones, twos] = [binomialMasses(first, p1), binomialMasses(second, p2)];
        let size = 0;
        ones.forEach((one, x1) => {
          twos.forEach((two, x2) => {
            if (rejected[x1]?.[x2]) size += one * two;
          });
        });
        expect(size).toBeLessThanOrEqual(level);
      }
    }
  }
});

function nonInferior(a: Arm, b: Arm, margin: number): number {
  return exactNonInferiority(a, b, { margin }).pValue;
}

test.each([
  [5, 5, 0.025],
  [7, 12, 0.05],
  [1, 1, 0.025],
  [1, 30, 0.1],
  [14, 11, 0.01],
])(
  "the critical region of %i and %i at %d holds just the significant outcomes",
  (n1, n2, level) => {
    const { most } = boschlooCriticalRegion(n1, n2, level);
    for (let x1 = 0; x1 <= n1; x1++) {
      for (let x2 = 0; x2 <= n2; x2++) {
        expect(tests.boschloo(arm(x1, n1), arm(x2, n2)) <= level).toBe(x2 <= (most[x1] ?? -1));
      }
    }
  },
);

const good = arm(1, 2);
test.each([
  ["a.successes", () => boschlooTest(arm(-1, 2), good, { alternative: "greater" })],
  ["episodes", () => barnardTest(arm(1, 999), good, { alternative: "greater" })],
  ["alternative", () => boschlooTest(good, good, { alternative: "both" as RatesAlternative })],
  ["margin", () => exactNonInferiority(good, good, { margin: 1 })],
  ["episodes", () => exactNonInferiority(arm(1, 999), good, { margin: 0.1 })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
