import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Arm } from "./arms.ts";
import { comparePaired } from "./compare-paired.ts";
import { compareRates } from "./compare-rates.ts";
import { boschlooTest } from "./exact-test.ts";
import { binomialMasses } from "./nuisance.ts";

const arm = (successes: number, episodes: number): Arm => ({ successes, episodes });

describe("compareRates", () => {
  test.each([
    [45, 50, 30, 50, undefined, "a_better"],
    [30, 50, 45, 50, undefined, "b_better"],
    [45, 50, 44, 50, undefined, "cannot_tell"],
    [45, 50, 44, 50, 0.1, "cannot_tell"],
    [450, 500, 449, 500, 0.1, "equivalent"],
    [45, 50, 30, 50, 0.1, "a_better"],
    [0, 0, 5, 5, 0.1, "cannot_tell"],
    [5, 5, 0, 0, undefined, "cannot_tell"],
  ])("%i/%i against %i/%i with margin %s: %s", (k1, n1, k2, n2, margin, verdict) => {
    const claim = { a: arm(k1, n1), b: arm(k2, n2), alpha: 0.05 };
    const comparison = compareRates(margin === undefined ? claim : { ...claim, margin });
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.test).toBe("boschloo");
    expect(comparison.equivalence === null).toBe(margin === undefined);
  });

  test("a difference that is real but smaller than the margin is equivalence", () => {
    const claim = { a: arm(90_500, 1e5), b: arm(90_000, 1e5), alpha: 0.05 };
    expect(compareRates(claim)).toMatchObject({ verdict: "a_better", test: "score" });
    expect(compareRates({ ...claim, margin: 0.02 })).toMatchObject({
      verdict: "equivalent",
      equivalence: { test: "score", margin: 0.02 },
    });
  });

  test("no episodes leave no estimate", () => {
    expect(compareRates({ a: arm(0, 0), b: arm(0, 0), alpha: 0.05, margin: 0.1 })).toEqual({
      verdict: "cannot_tell",
      estimate: null,
      interval: { lower: -1, upper: 1, method: "miettinen_nurminen" },
      pValue: 1,
      test: "boschloo",
      equivalence: { margin: 0.1, aNotWorse: 1, bNotWorse: 1, test: "exact_score" },
      detectable: { difference: null, power: 0.8, method: "exact" },
    });
  });

  test("two episodes cannot show any difference", () => {
    const { verdict, detectable } = compareRates({ a: arm(2, 2), b: arm(0, 2), alpha: 0.05 });
    expect(verdict).toBe("cannot_tell");
    expect(detectable.difference).toBeNull();
  });

  test("the detectable difference is found with just the power that was asked for", () => {
    const [n, alpha, rate] = [20, 0.05, 0.75];
    const power = (difference: number) => {
      const low = Math.min(1 - difference, rate - difference / 2);
      const [ones, twos] = [binomialMasses(n, low + difference), binomialMasses(n, low)];
      let found = 0;
      ones.forEach((one, x1) => {
        twos.forEach((two, x2) => {
          if (x1 <= x2 || one * two < 1e-9) return;
          const { pValue } = boschlooTest(arm(x1, n), arm(x2, n), { alternative: "two_sided" });
          if (pValue <= alpha) found += one * two;
        });
      });
      return found;
    };
    const { detectable } = compareRates({ a: arm(16, n), b: arm(14, n), alpha });
    expect(detectable).toMatchObject({ power: 0.8, method: "exact" });
    expect(power(detectable.difference ?? 0)).toBeCloseTo(0.8, 6);
  });

  test("199 episodes per arm show 0.9 against 0.8, as R's power.prop.test says", () => {
    const claim = { a: arm(169, 199), b: arm(169, 199), alpha: 0.05 };
    expect(compareRates(claim).detectable.difference).toBeCloseTo(0.1, 2);
    const many = { a: arm(169_000, 199_000), b: arm(169_000, 199_000), alpha: 0.05 };
    expect(compareRates(many).detectable).toMatchObject({ method: "normal" });
  });

  test("exact and large-sample values meet where one gives way to the other", () => {
    const at = (n: number) => {
      const half = arm(n / 2, n);
      return compareRates({ a: half, b: half, alpha: 0.05 }).detectable;
    };
    const [below, above] = [at(500), at(502)];
    expect([below.method, above.method]).toEqual(["exact", "normal"]);
    expect(Math.abs((below.difference ?? 0) - (above.difference ?? 0))).toBeLessThan(0.003);
  });

  const counts = fc
    .integer({ min: 0, max: 30 })
    .chain((n) =>
      fc.record({ successes: fc.integer({ min: 0, max: n }), episodes: fc.constant(n) }),
    );
  const mirrored = {
    a_better: "b_better",
    b_better: "a_better",
    equivalent: "equivalent",
    cannot_tell: "cannot_tell",
  };

  test("swapping the arms swaps the answer", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const one = compareRates({ a, b, alpha: 0.1, margin: 0.3 });
        const other = compareRates({ a: b, b: a, alpha: 0.1, margin: 0.3 });
        expect(other.verdict).toBe(mirrored[one.verdict]);
        expect(other.pValue).toBe(one.pValue);
        expect(other.detectable).toEqual(one.detectable);
      }),
      { numRuns: 20 },
    );
  });
});

describe("comparePaired", () => {
  const pairs = { both: 30, onlyA: 12, onlyB: 1, neither: 7 };

  test.each([
    [pairs, undefined, "a_better"],
    [{ ...pairs, onlyA: 1, onlyB: 12 }, undefined, "b_better"],
    [{ ...pairs, onlyA: 4 }, undefined, "cannot_tell"],
    [{ ...pairs, onlyA: 6, onlyB: 6 }, 0.1, "cannot_tell"],
    [{ both: 180, onlyA: 3, onlyB: 3, neither: 14 }, 0.1, "equivalent"],
    [{ both: 0, onlyA: 0, onlyB: 0, neither: 0 }, 0.1, "cannot_tell"],
  ])("%j with margin %s: %s", (some, margin, verdict) => {
    const claim = { ...some, alpha: 0.05 };
    const comparison = comparePaired(margin === undefined ? claim : { ...claim, margin });
    expect(comparison).toMatchObject({ verdict, test: "mcnemar_exact" });
    expect(comparison.interval.method).toBe("tango");
    expect(comparison.equivalence === null).toBe(margin === undefined);
  });

  test("the detectable difference of 40 pairs of which 30 % differ", () => {
    // Exact fractions and mpmath 1.3.0, by bisection.
    const { detectable } = comparePaired({
      both: 20,
      onlyA: 6,
      onlyB: 6,
      neither: 8,
      alpha: 0.05,
    });
    expect(detectable.difference).toBeCloseTo(0.242099763, 8);
    expect(detectable).toMatchObject({ power: 0.8, method: "exact" });
  });

  test("five pairs cannot show any difference, six can show the largest", () => {
    const nothing = { both: 0, onlyB: 0, neither: 0, alpha: 0.05 };
    expect(comparePaired({ ...nothing, onlyA: 5 }).detectable.difference).toBeNull();
    // All six must favour one policy: ((1 + d) / 2)^6 = 0.8.
    const six = comparePaired({ ...nothing, onlyA: 6 }).detectable.difference;
    expect(six).toBeCloseTo(2 * 0.8 ** (1 / 6) - 1, 10);
  });

  test("exact and large-sample values meet", () => {
    const at = (neither: number) =>
      comparePaired({ both: 1000, onlyA: 100, onlyB: 100, neither, alpha: 0.05 }).detectable;
    const [below, above] = [at(800), at(801)];
    expect([below.method, above.method]).toEqual(["exact", "normal"]);
    expect(Math.abs((below.difference ?? 0) - (above.difference ?? 0))).toBeLessThan(0.002);
  });
});

const good = { a: arm(1, 2), b: arm(1, 2), alpha: 0.05 };
const goodPairs = { both: 1, onlyA: 1, onlyB: 1, neither: 1, alpha: 0.05 };
test.each([
  ["a.successes", () => compareRates({ ...good, a: arm(3, 2) })],
  ["b.episodes", () => compareRates({ ...good, b: arm(1, Number.POSITIVE_INFINITY) })],
  ["alpha", () => compareRates({ ...good, alpha: 0 })],
  ["margin", () => compareRates({ ...good, margin: 0 })],
  ["power", () => compareRates({ ...good, power: 1 })],
  ["onlyB", () => comparePaired({ ...goodPairs, onlyB: 1.5 })],
  ["alpha", () => comparePaired({ ...goodPairs, alpha: Number.NaN })],
  ["margin", () => comparePaired({ ...goodPairs, margin: 1 })],
  ["power", () => comparePaired({ ...goodPairs, power: 0 })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
