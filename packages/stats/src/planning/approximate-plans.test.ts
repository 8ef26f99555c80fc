import { describe, expect, test } from "vitest";
import { clusterInflation } from "./cluster-inflation.ts";
import { nonInferiorityEpisodes, twoSampleEpisodes } from "./two-sample-episodes.ts";
import { zeroFailureEpisodes, zeroFailureEpisodesAnytime } from "./zero-failure-episodes.ts";

const wrong = (argument: string) =>
  expect.objectContaining({ name: "StatsArgumentError", argument });

describe("zeroFailureEpisodes", () => {
  test.each([
    [0.8, 0.05, 14],
    [0.9, 0.05, 29],
    [0.95, 0.05, 59],
    [0.99, 0.05, 299],
    [0.999, 0.05, 2995],
    [0, 0.05, 1],
    // 0.5^10 is 1/1024 itself, whatever the quotient of logarithms says.
    [0.5, 1 / 1024, 10],
    [0.1, 1e-3, 3],
  ])("above %d at %d: %i", (threshold, alpha, episodes) => {
    expect(zeroFailureEpisodes({ threshold, alpha })).toBe(episodes);
  });

  test("refuses what cannot be shown", () => {
    expect(() => zeroFailureEpisodes({ threshold: 1, alpha: 0.05 })).toThrow(wrong("threshold"));
    expect(() => zeroFailureEpisodes({ threshold: 0.9, alpha: 0 })).toThrow(wrong("alpha"));
  });
});

describe("zeroFailureEpisodesAnytime", () => {
  test.each([
    [0, 1],
    [0.8, 20],
    [0.9, 43],
    [0.95, 88],
    [0.99, 449],
    [0.999, 4512],
  ])("above %d: %i", (threshold, episodes) => {
    expect(zeroFailureEpisodesAnytime({ threshold, alpha: 0.05 })).toBe(episodes);
  });

  test("refuses what cannot be shown", () => {
    const anytime = (threshold: number, alpha: number) => () =>
      zeroFailureEpisodesAnytime({ threshold, alpha });
    expect(anytime(1 - 1e-10, 0.05)).toThrow(wrong("threshold"));
    expect(anytime(0.9, 1)).toThrow(wrong("alpha"));
  });
});

describe("twoSampleEpisodes", () => {
  const plan = { rate1: 0.9, rate2: 0.8, alpha: 0.05, tails: 2, power: 0.8 } as const;

  test("199 per arm, as R's power.prop.test", () => {
    expect(twoSampleEpisodes(plan)).toEqual({
      approximation: "normal",
      episodesPerArm: 199,
      unrounded: expect.closeTo(198.96341, 4),
    });
  });

  test("one tail at half the alpha is the same plan", () => {
    expect(twoSampleEpisodes({ ...plan, alpha: 0.025, tails: 1 })).toEqual(twoSampleEpisodes(plan));
  });

  test.each([
    ["rate1", { rate1: 1.1 }],
    ["rate2", { rate2: 0.9 }],
    ["alpha", { alpha: Number.NaN }],
    ["tails", { tails: 3 as 2 }],
    ["power", { power: 0 }],
  ])("refuses a wrong %s", (argument, change) => {
    expect(() => twoSampleEpisodes({ ...plan, ...change })).toThrow(wrong(argument));
  });
});

describe("nonInferiorityEpisodes", () => {
  const plan = { candidateRate: 0.9, referenceRate: 0.9, margin: 0.1, alpha: 0.05, power: 0.8 };

  test("112 per arm for a margin of 0.1 at 0.9", () => {
    expect(nonInferiorityEpisodes(plan).episodesPerArm).toBe(112);
  });

  test.each([
    ["candidateRate", { candidateRate: 0.8 }],
    ["candidateRate", { candidateRate: 1, referenceRate: 1 }],
    ["referenceRate", { referenceRate: -1 }],
    ["margin", { margin: -0.1 }],
    ["alpha", { alpha: 1 }],
    ["power", { power: 1 }],
  ])("refuses a wrong %s", (argument, change) => {
    expect(() => nonInferiorityEpisodes({ ...plan, ...change })).toThrow(wrong(argument));
  });
});

describe("clusterInflation", () => {
  const plan = { episodes: 200, episodesPerCluster: 10, icc: 0.05 };

  test("the design effect of 10 per cluster at 0.05 is 1.45", () => {
    expect(clusterInflation(plan)).toEqual({
      designEffect: 1.45,
      episodes: 290,
      clusters: 29,
      mostEffective: 20,
    });
  });

  test("no correlation, or one episode in each, changes nothing", () => {
    const alone = { designEffect: 1, episodes: 200 };
    expect(clusterInflation({ ...plan, icc: 0 })).toMatchObject({ ...alone, mostEffective: null });
    expect(clusterInflation({ ...plan, episodesPerCluster: 1 })).toMatchObject(alone);
  });

  test("full correlation asks for a cluster for each episode", () => {
    expect(clusterInflation({ ...plan, icc: 1 })).toMatchObject({ episodes: 2000, clusters: 200 });
  });

  test.each([
    ["episodes", { episodes: 0 }],
    ["episodesPerCluster", { episodesPerCluster: 0.5 }],
    ["icc", { icc: -0.1 }],
  ])("refuses a wrong %s", (argument, change) => {
    expect(() => clusterInflation({ ...plan, ...change })).toThrow(wrong(argument));
  });
});
