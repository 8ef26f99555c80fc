import { expect, test } from "vitest";
import { linearizedDesign } from "./linearized.ts";
import { macroMeanRandomTasks } from "./macro-mean.ts";
import { clusterWilson } from "./rao-scott.ts";
import { stratifiedWilson } from "./stratified-wilson.ts";

// Python's decimal, 50 digits, by the formulas as printed (p -+ half-width, sums of squares).
const close = (received: number, expected: number) =>
  expect(Math.abs(received / expected - 1)).toBeLessThan(1e-13);

const unequal = [
  { successes: 9, episodes: 10 },
  { successes: 40, episodes: 100 },
  { successes: 3, episodes: 7 },
];

test("clusters of ten million episodes", () => {
  const huge = [9_000_000, 8_500_000, 9_200_001].map((successes) => ({
    successes,
    episodes: 10_000_000,
  }));
  const { rate, variance, designEffect } = linearizedDesign(huge);
  close(rate, 0.8900000333333333);
  close(variance ?? 0, 0.0004333343333344444);
  close(designEffect ?? 0, 132788.9014560257);
  const { interval } = clusterWilson(huge, { alpha: 0.05 });
  close(interval.lower, 0.7694289350820767);
  close(interval.upper, 0.9514961932081917);
});

test("clusters of unequal size", () => {
  const { variance, designEffect } = linearizedDesign(unequal);
  close(variance ?? 0, 0.004439899026793614);
  close(designEffect ?? 0, 2.103846153846154);
  const { interval } = clusterWilson(unequal, { alpha: 0.05 });
  close(interval.lower, 0.2096041494055134);
  close(interval.upper, 0.7070347976979714);
});

test("macro mean of random tasks", () => {
  const macro = macroMeanRandomTasks(unequal, { alpha: 0.05 });
  close(macro.estimate, 0.5761904761904761);
  close(macro.standardError ?? 0, 0.1621147098147543);
  close(macro.effectiveEpisodes, 9.291630716134598);
  close(macro.interval.lower, 0.119057525972867);
  close(macro.interval.upper, 0.9318648075066817);
});

test("stratified Wilson with weights 1, 2, 3 at alpha 0.01", () => {
  const result = stratifiedWilson(unequal, { alpha: 0.01, weights: [1, 2, 3] });
  close(result.criticalValue, 1.887096769966301);
  close(result.interval.lower, 0.2877805568062505);
  close(result.interval.upper, 0.6988220218479583);
});
