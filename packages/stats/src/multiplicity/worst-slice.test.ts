import fc from "fast-check";
import { expect, test } from "vitest";
import { rateBound, rateInterval } from "../rate/interval.ts";
import { type Slice, worstSlice } from "./worst-slice.ts";

const slice = (name: string, successes: number, episodes: number): Slice => ({
  name,
  successes,
  episodes,
});
const tasks = [slice("pick", 48, 50), slice("pour", 30, 50), slice("fold", 0, 50)];

test("the worst of three tasks", () => {
  const result = worstSlice(tasks, { alpha: 0.05, collapseBelow: 0.1 });
  expect(result).toMatchObject({
    worst: ["fold"],
    estimate: 0,
    withoutSuccess: ["fold"],
    collapsed: ["fold"],
  });
  // Bonferroni: each task at 0.05 / 3; the worst rate's lower limit at 0.025 without.
  expect(result.slices[1]).toMatchObject({
    name: "pour",
    estimate: 0.6,
    ...rateInterval("clopper_pearson", 30, 50, { alpha: 0.05 / 3 }),
  });
  expect(result.smallestRate.lower).toBe(0);
  // 1 - (0.05/6)^(1/50).
  expect(result.smallestRate.upper).toBeCloseTo(-Math.expm1(Math.log(0.05 / 6) / 50), 14);
});

test("the smallest rate may belong to another slice than the worst observed", () => {
  const { worst, smallestRate } = worstSlice([slice("few", 4, 4), slice("many", 90, 100)], {
    alpha: 0.05,
  });
  expect(worst).toEqual(["many"]);
  expect(smallestRate.lower).toBe(
    rateBound("clopper_pearson", 4, 4, { alpha: 0.025, side: "lower" }),
  );
});

test("five failures alarm nobody, and are still named", () => {
  const few = worstSlice([slice("a", 5, 5), slice("b", 0, 5)], { alpha: 0.05, collapseBelow: 0.1 });
  expect(few).toMatchObject({ withoutSuccess: ["b"], collapsed: [] });
});

test("one slice is the plain interval, ties are all named, no episodes say nothing", () => {
  const single = worstSlice([slice("only", 7, 9)], { alpha: 0.1 });
  expect(single.smallestRate).toEqual(rateInterval("clopper_pearson", 7, 9, { alpha: 0.1 }));
  expect(single.collapsed).toBeNull();
  const tied = worstSlice([slice("a", 1, 2), slice("b", 2, 4)], { alpha: 0.1 });
  expect(tied.worst).toEqual(["a", "b"]);
  expect(worstSlice([slice("a", 0, 0)], { alpha: 0.1, collapseBelow: 0.5 })).toMatchObject({
    worst: [],
    estimate: null,
    smallestRate: { lower: 0, upper: 1 },
    withoutSuccess: [],
    collapsed: [],
  });
});

test("more slices widen every limit", () => {
  const rates = fc.array(
    fc
      .integer({ min: 0, max: 60 })
      .chain((n) =>
        fc.record({ successes: fc.integer({ min: 0, max: n }), episodes: fc.constant(n) }),
      ),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(rates, (list) => {
      const named = list.map((each, i) => ({ name: `task ${i}`, ...each }));
      const all = worstSlice(named, { alpha: 0.05 });
      expect(all.smallestRate.lower).toBeLessThanOrEqual(all.smallestRate.upper);
      for (const { successes, episodes, lower, upper } of all.slices) {
        const alone = rateInterval("clopper_pearson", successes, episodes, { alpha: 0.05 });
        expect(lower).toBeLessThanOrEqual(alone.lower);
        expect(upper).toBeGreaterThanOrEqual(alone.upper);
        expect(all.smallestRate.upper).toBeLessThanOrEqual(upper);
      }
    }),
    { numRuns: 40 },
  );
});

const alpha = 0.05;
test.each([
  ["slices", () => worstSlice([], { alpha })],
  ["slices[0]", () => worstSlice([null as unknown as Slice], { alpha })],
  ["slices[1].name", () => worstSlice([slice("a", 1, 2), slice("a", 1, 2)], { alpha })],
  ["slices[0].successes", () => worstSlice([slice("a", 3, 2)], { alpha })],
  ["slices[0].episodes", () => worstSlice([slice("a", 1, Number.NaN)], { alpha })],
  ["alpha", () => worstSlice(tasks, { alpha: 0 })],
  ["collapseBelow", () => worstSlice(tasks, { alpha, collapseBelow: 0 })],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
