import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mcnemarTest } from "./mcnemar.ts";
import { bonettPriceDifference, newcombePairedDifference } from "./newcombe-paired.ts";
import type { Pairs } from "./pairs.ts";
import { tangoDifference, tangoNonInferiority } from "./tango.ts";

// Exact fractions, Python.
test.each([
  [9, 2, 0.03271484375, 0.994140625, 0.0654296875, 0.03857421875],
  [6, 6, 0.61279296875, 0.61279296875, 1, 0.88720703125],
  [0, 5, 1, 0.03125, 0.0625, 0.03125],
  [17, 4, 0.0035986900329589844, 0.9992551803588867, 0.007197380065917969, 0.004343509674072266],
  [0, 0, 1, 1, 1, 1],
])("McNemar with %i and %i", (onlyA, onlyB, greater, less, twoSided, midP) => {
  const result = mcnemarTest({ onlyA, onlyB });
  expect(result.greater).toBeCloseTo(greater, 14);
  expect(result.less).toBeCloseTo(less, 14);
  expect(result.twoSided).toBeCloseTo(twoSided, 14);
  expect(result.midP).toBeCloseTo(midP, 14);
});

const none: Pairs = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
const methods = {
  tango: tangoDifference,
  newcombe: newcombePairedDifference,
  bonettPrice: bonettPriceDifference,
};
const count = fc.integer({ min: 0, max: 500 });
const pairs = fc
  .record({ both: count, onlyA: count, onlyB: count, neither: count })
  .filter((some) => Object.values(some).some((each) => each > 0));
const level = fc.double({ min: 1e-9, max: 0.9, noNaN: true });
const runs = { numRuns: 60 };
const swap = ({ both, onlyA, onlyB, neither }: Pairs): Pairs => ({
  both,
  onlyA: onlyB,
  onlyB: onlyA,
  neither,
});

describe.each(Object.entries(methods))("%s", (name, interval) => {
  test("knows nothing without pairs", () => {
    expect(interval(none, { alpha: 0.05 })).toEqual({ lower: -1, upper: 1 });
  });

  test("stays in [-1, 1], about its center", () => {
    fc.assert(
      fc.property(pairs, level, (some, alpha) => {
        const { lower, upper } = interval(some, { alpha });
        const n = some.both + some.onlyA + some.onlyB + some.neither;
        const d = (some.onlyA - some.onlyB) / (name === "bonettPrice" ? n + 2 : n);
        expect(lower).toBeGreaterThanOrEqual(-1);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(d + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(d - 1e-12);
      }),
      runs,
    );
  });

  test("mirrors when the policies swap, also with successes and failures", () => {
    fc.assert(
      fc.property(pairs, level, (some, alpha) => {
        const { lower, upper } = interval(some, { alpha });
        const flipped = { ...swap(some), both: some.neither, neither: some.both };
        for (const other of [swap(some), flipped]) {
          const mirrored = interval(other, { alpha });
          expect(mirrored.lower).toBeCloseTo(-upper, 11);
          expect(mirrored.upper).toBeCloseTo(-lower, 11);
        }
      }),
      runs,
    );
  });

  test("widens as alpha falls", () => {
    fc.assert(
      fc.property(pairs, level, level, (some, one, two) => {
        const wide = interval(some, { alpha: Math.min(one, two) });
        const narrow = interval(some, { alpha: Math.max(one, two) });
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower + 1e-12);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - 1e-12);
      }),
      runs,
    );
  });
});

test("all pairs in favour of one policy", () => {
  expect(tangoDifference({ ...none, onlyA: 9 }, { alpha: 0.05 }).upper).toBe(1);
  expect(tangoDifference({ ...none, onlyB: 9 }, { alpha: 0.05 }).lower).toBe(-1);
});

test("phi does not overflow: ratesci's does at these counts", () => {
  const counts = { both: 800, onlyA: 60, onlyB: 40, neither: 100 };
  expect(newcombePairedDifference(counts, { alpha: 0.05 }).lower).toBeCloseTo(0.0003, 4);
});

test("Tango's test rejects just where its interval clears the margin", () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0, max: 0.9, noNaN: true }), (some, margin) => {
      const { lower } = tangoDifference(some, { alpha: 0.1 });
      fc.pre(Math.abs(lower + margin) > 1e-9);
      const { pValue } = tangoNonInferiority(some, { margin });
      expect(pValue < 0.05).toBe(lower > -margin);
    }),
    runs,
  );
});

test("no pairs support nothing", () => {
  expect(tangoNonInferiority(none, { margin: 0.1 })).toEqual({ z: 0, pValue: 1 });
  expect(tangoNonInferiority({ ...none, both: 5 }, { margin: 0 })).toEqual({ z: 0, pValue: 0.5 });
});

const good = { both: 1, onlyA: 1, onlyB: 1, neither: 1 };
test.each([
  ["onlyA", () => mcnemarTest({ onlyA: 0.5, onlyB: 1 })],
  ["onlyB", () => mcnemarTest({ onlyA: 1, onlyB: Number.NaN })],
  ["onlyB", () => mcnemarTest({ onlyA: Number.MAX_SAFE_INTEGER, onlyB: 1 })],
  ["both", () => tangoDifference({ ...good, both: -1 }, { alpha: 0.05 })],
  ["neither", () => newcombePairedDifference({ ...good, neither: 2 ** 53 }, { alpha: 0.05 })],
  ["pairs", () => bonettPriceDifference(null as unknown as Pairs, { alpha: 0.05 })],
  ["alpha", () => bonettPriceDifference(good, { alpha: 0 })],
  ["margin", () => tangoNonInferiority(good, { margin: 1 })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
