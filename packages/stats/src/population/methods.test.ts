import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rateInterval } from "../rate/interval.ts";
import { clusterLogit, clusterWald } from "./baselines.ts";
import { effectiveRateInterval } from "./effective.ts";
import { anovaIcc } from "./icc.ts";
import { kornGraubard } from "./korn-graubard.ts";
import { linearizedDesign } from "./linearized.ts";
import { macroMeanFixedTasks, macroMeanRandomTasks } from "./macro-mean.ts";
import { clusterWilson } from "./rao-scott.ts";
import { sahaWilson } from "./saha.ts";
import { stratifiedWilson } from "./stratified-wilson.ts";

const clustersOf = (...counts: readonly (readonly [number, number])[]) =>
  counts.map(([successes, episodes]) => ({ successes, episodes }));
const alpha = 0.05;

describe("clusters that are all alike", () => {
  // 0.7 * 10 is not 7 in doubles; a spread of 1e-31 must not pass for a measured one.
  const alike = clustersOf([7, 10], [7, 10], [7, 10], [14, 20], [7, 10]);

  test("count as clusters, not as episodes", () => {
    expect(linearizedDesign(alike)).toMatchObject({
      variance: 0,
      designEffect: 0,
      effectiveEpisodes: null,
    });
    const expected = { effectiveEpisodes: 5, basis: "clusters" };
    expect(clusterWilson(alike, { alpha })).toMatchObject(expected);
    expect(kornGraubard(alike, { alpha })).toMatchObject(expected);
    expect(sahaWilson(alike, { alpha })).toMatchObject({ ...expected, inflation: null });
    const macro = macroMeanRandomTasks(alike, { alpha });
    expect(macro).toMatchObject({ ...expected, estimate: 0.7, standardError: 0 });
    expect(macro.tInterval).toEqual({ lower: 0.7, upper: 0.7 });
    expect(macro.interval.upper - macro.interval.lower).toBeGreaterThan(0.5);
    expect(clusterLogit(alike, { alpha })).toBeNull();
  });

  test("stay so where products leave the safe integers", () => {
    const huge = clustersOf([700_000_000_000, 1e12], [7e11, 1e12], [7e11, 1e12]);
    expect(linearizedDesign(huge).variance).toBe(0);
    const [first = { successes: 0, episodes: 1 }, ...rest] = huge;
    const moved = [{ ...first, successes: first.successes + 1 }, ...rest];
    // One success more in 3e12: sum of squares (2/3)^2 + 2 (1/3)^2 over N^2, times G/(G-1).
    expect((linearizedDesign(moved).variance ?? 0) * 9e24).toBeCloseTo(1, 9);
  });
});

test("a rate of 1 keeps the number of clusters", () => {
  const clusters = clustersOf([50, 50], [50, 50], [50, 50], [50, 50]);
  // Clopper-Pearson of 4 of 4, all of the alpha/2 in one tail: (alpha/2)^(1/4).
  expect(kornGraubard(clusters, { alpha }).interval.lower).toBeCloseTo(0.025 ** 0.25, 12);
  // 4 / (4 + z^2)
  expect(sahaWilson(clusters, { alpha }).interval.lower).toBeCloseTo(0.5101091635454026, 13);
  expect(clusterWilson(clusters, { alpha, quantile: "normal" }).interval).toEqual(
    sahaWilson(clusters, { alpha }).interval,
  );
  expect(anovaIcc(clusters)).toMatchObject({ icc: null, between: 0, within: 0 });
});

test("one cluster", () => {
  const one = clustersOf([3, 4]);
  const all = { lower: 0, upper: 1 };
  expect(linearizedDesign(one)).toMatchObject({ variance: null, designEffect: null, rate: 0.75 });
  expect(anovaIcc(one)).toMatchObject({ icc: null, typicalEpisodes: null, between: null });
  expect(clusterWilson(one, { alpha }).interval).toEqual(all);
  expect(kornGraubard(one, { alpha }).interval).toEqual(all);
  expect(sahaWilson(one, { alpha }).interval).toEqual(all);
  expect(macroMeanRandomTasks(one, { alpha })).toMatchObject({ interval: all, tInterval: null });
  expect(clusterWald(one, { alpha })).toBeNull();
  expect(clusterLogit(one, { alpha })).toBeNull();
  // A declared correlation of 1 makes it one observation: 0.75 of one.
  const declared = clusterWilson(one, { alpha, declaredIcc: 1 });
  expect(declared).toMatchObject({ effectiveEpisodes: 1, basis: "declared_icc" });
  const { lower, upper } = rateInterval("wilson", 3, 4, { alpha });
  expect(stratifiedWilson(one, { alpha }).interval.lower).toBeCloseTo(lower, 14);
  expect(stratifiedWilson(one, { alpha }).interval.upper).toBeCloseTo(upper, 14);
});

test("one episode in each cluster is not clustered", () => {
  const single = clustersOf([1, 1], [0, 1], [1, 1], [1, 1], [0, 1]);
  // v = G/(G-1) p (1 - p) / N
  expect(linearizedDesign(single).designEffect).toBeCloseTo(1.25, 14);
  expect(anovaIcc(single)).toMatchObject({ icc: null, within: null, typicalEpisodes: 1 });
  expect(sahaWilson(single, { alpha })).toMatchObject({ basis: "clusters", effectiveEpisodes: 5 });
});

test("a negative correlation is reported and not rewarded", () => {
  const even = clustersOf([5, 10], [5, 10], [5, 10], [5, 10], [6, 10]);
  expect(anovaIcc(even).icc).toBeLessThan(0);
  expect(sahaWilson(even, { alpha })).toMatchObject({ inflation: 1, effectiveEpisodes: 50 });
  const { interval, effectiveEpisodes } = clusterWilson(even, { alpha, quantile: "normal" });
  expect(effectiveEpisodes).toBe(50);
  expect(interval.lower).toBeCloseTo(rateInterval("wilson", 26, 50, { alpha }).lower, 13);
});

test("equal weights are the macro mean, numbers of episodes the pooled rate", () => {
  const clusters = clustersOf([9, 10], [10, 100]);
  expect(stratifiedWilson(clusters, { alpha }).estimate).toBeCloseTo(0.5, 14);
  const pooled = stratifiedWilson(clusters, { alpha, weights: [10, 100] });
  expect(pooled.estimate).toBeCloseTo(19 / 110, 14);
  expect(stratifiedWilson(clusters, { alpha, weights: [1, 10] })).toEqual(pooled);
  // sqrt(0.9 * 0.1 / 10 + 0.1 * 0.9 / 100) / 2
  const fixed = macroMeanFixedTasks(clusters, { alpha });
  expect(fixed.standardError).toBeCloseTo(Math.sqrt(0.0099) / 2, 14);
});

const counts = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constant(40)), { minLength: 2, maxLength: 9 })
  .map((pairs) => clustersOf(...pairs));

test("with as many episodes in every task the macro mean is the pooled rate", () => {
  fc.assert(
    fc.property(counts, (clusters) => {
      const macro = macroMeanRandomTasks(clusters, { alpha });
      const pooled = clusterWilson(clusters, { alpha });
      expect(macro.effectiveEpisodes / pooled.effectiveEpisodes).toBeCloseTo(1, 9);
      expect(macro.interval.lower).toBeCloseTo(pooled.interval.lower, 9);
      expect(macro.interval.upper).toBeCloseTo(pooled.interval.upper, 9);
    }),
    { numRuns: 100 },
  );
});

test("a hundred copies of the clusters have a hundredth of the variance, but for G/(G-1)", () => {
  fc.assert(
    fc.property(counts, (clusters) => {
      const copies = Array.from({ length: 100 }, () => clusters).flat();
      const one = linearizedDesign(clusters);
      const many = linearizedDesign(copies);
      const factor = (copies.length / (copies.length - 1)) * (1 - 1 / clusters.length);
      expect(many.variance).toBeCloseTo(((one.variance ?? 0) * factor) / 100, 14);
    }),
    { numRuns: 50 },
  );
});

describe("effectiveRateInterval", () => {
  test("is Wilson's for whole numbers", () => {
    const { lower, upper } = effectiveRateInterval({ rate: 0.9, effectiveEpisodes: 10, alpha });
    expect(lower).toBeCloseTo(0.59585, 5);
    expect(upper).toBeCloseTo(0.98212, 5);
  });

  test("ends", () => {
    const none = effectiveRateInterval({ rate: 0.3, effectiveEpisodes: 0, alpha });
    expect(none).toEqual({ lower: 0, upper: 1 });
    const of = { effectiveEpisodes: 7.5, alpha };
    expect(effectiveRateInterval({ ...of, rate: 0 }).lower).toBe(0);
    expect(effectiveRateInterval({ ...of, rate: 1 }).upper).toBe(1);
    const extreme = { rate: 0.5, effectiveEpisodes: 1, alpha: 1e-30, degreesOfFreedom: 1 };
    const { lower, upper } = effectiveRateInterval(extreme);
    expect(lower).toBeLessThan(1e-50);
    expect(upper).toBe(1);
  });

  test("many degrees of freedom are as good as knowing", () => {
    const of = { rate: 0.8, effectiveEpisodes: 33.3, alpha };
    const known = effectiveRateInterval(of);
    const estimated = effectiveRateInterval({ ...of, degreesOfFreedom: 1e12 });
    expect(estimated.lower).toBeCloseTo(known.lower, 10);
    expect(estimated.upper).toBeCloseTo(known.upper, 10);
  });

  test.each<[string, object]>([
    ["rate", { rate: 1.1 }],
    ["effectiveEpisodes", { effectiveEpisodes: -1 }],
    ["effectiveEpisodes", { effectiveEpisodes: Number.POSITIVE_INFINITY }],
    ["alpha", { alpha: 2 }],
    ["degreesOfFreedom", { degreesOfFreedom: 0 }],
  ])("refuses a wrong %s", (argument, change) => {
    const input = { rate: 0.5, effectiveEpisodes: 10, alpha, ...change };
    expect(() => effectiveRateInterval(input)).toThrow(expect.objectContaining({ argument }));
  });
});

test.each<[string, () => unknown]>([
  ["quantile", () => clusterWilson(clustersOf([1, 2]), { alpha, quantile: "z" as "t" })],
  ["weights", () => stratifiedWilson(clustersOf([1, 2]), { alpha, weights: [1, 1] })],
  ["weights[0]", () => stratifiedWilson(clustersOf([1, 2]), { alpha, weights: [0] })],
  ["alpha", () => stratifiedWilson(clustersOf([1, 2]), { alpha: Number.NaN })],
  ["alpha", () => kornGraubard(clustersOf([1, 2]), { alpha: 1 })],
  ["alpha", () => sahaWilson(clustersOf([1, 2]), { alpha: 1 })],
  ["alpha", () => clusterWald(clustersOf([1, 2]), { alpha: 1 })],
  ["alpha", () => macroMeanRandomTasks(clustersOf([1, 2]), { alpha: 1 })],
  ["clusters", () => linearizedDesign([])],
  ["clusters", () => linearizedDesign(clustersOf([1, 2 ** 53 - 1], [1, 2 ** 53 - 1]))],
])("refuses a wrong %s", (argument, call) => {
  expect(call).toThrow(expect.objectContaining({ name: "StatsArgumentError", argument }));
});
