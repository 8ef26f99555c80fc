import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rateInterval } from "../rate/interval.ts";
import { type Population, populations } from "./population.ts";
import { type PopulationRateInput, populationRate } from "./population-rate.ts";

const clustersOf = (successes: readonly number[], episodes: number) =>
  successes.map((each) => ({ successes: each, episodes }));
const codes = (input: PopulationRateInput) =>
  populationRate(input).warnings.map((warning) => warning.code);

// LIBERO-Spatial as reported in H-EmbodVis/TurboVLA#4: 386 of 500 over ten tasks.
const spatial = clustersOf([46, 43, 39, 48, 2, 32, 49, 49, 49, 29], 50);

describe("the same 386 of 500", () => {
  test.each<[Population, "pooled" | "macro", number, number]>([
    ["episodes_iid", "pooled", 0.733, 0.807],
    ["tasks_fixed", "macro", 0.742, 0.797],
    ["tasks_random", "pooled", 0.52, 0.914],
    ["seeds_random", "pooled", 0.52, 0.914],
  ])("as %s", (population, primary, lower, upper) => {
    const result = populationRate({ population, clusters: spatial, alpha: 0.05 });
    expect(result.primary).toBe(primary);
    const { estimate, interval } = result[primary];
    expect(estimate).toBeCloseTo(0.772, 14);
    expect(interval.lower).toBeCloseTo(lower, 3);
    expect(interval.upper).toBeCloseTo(upper, 3);
    expect(result.byPopulation[population]).toEqual(interval);
    expect(result.design.effectiveEpisodes).toBeCloseTo(20.2, 1);
    expect(result.perCluster[4]).toEqual({
      successes: 2,
      episodes: 50,
      estimate: 0.04,
      interval: rateInterval("wilson", 2, 50, { alpha: 0.05 }),
      method: "wilson",
    });
  });

  test("is no sample of independent episodes", () => {
    const of = { clusters: spatial, alpha: 0.05 };
    expect(codes({ ...of, population: "episodes_iid" })).toEqual(["clusters_differ"]);
    expect(codes({ ...of, population: "tasks_random" })).toEqual([]);
    expect(codes({ ...of, population: "tasks_fixed" })).toEqual([]);
  });
});

describe("10 tasks with 50 of 50", () => {
  const clusters = clustersOf(new Array(10).fill(50), 50);

  test("are ten observations", () => {
    const result = populationRate({ population: "tasks_random", clusters, alpha: 0.05 });
    expect(result.design).toMatchObject({ effectiveEpisodes: 10, basis: "clusters" });
    // 10 / (10 + t^2) with t = 2.2621571627982055 of nine degrees of freedom.
    expect(result.pooled.interval.lower).toBeCloseTo(0.6614913773398166, 13);
    expect(result.pooled.interval.upper).toBe(1);
    expect(result.macro.interval).toEqual(result.pooled.interval);
    expect(result.warnings.map(({ code }) => code)).toEqual(["no_spread_measured"]);
  });

  test("are 500/15.7 with a declared correlation of 0.3", () => {
    const input = { population: "tasks_random", clusters, alpha: 0.05, declaredIcc: 0.3 } as const;
    const result = populationRate(input);
    expect(result.design.basis).toBe("declared_icc");
    expect(result.design.effectiveEpisodes).toBeCloseTo(500 / 15.7, 10);
    // n / (n + z^2)
    expect(result.pooled.interval.lower).toBeCloseTo(0.892361717200595, 13);
    expect(result.pooled.method).toBe("cluster_wilson_declared");
  });

  test("are 500 if the tasks are all there are", () => {
    const result = populationRate({ population: "tasks_fixed", clusters, alpha: 0.05 });
    const { lower, upper } = rateInterval("wilson", 500, 500, { alpha: 0.05 });
    expect(result.macro.interval.lower).toBeCloseTo(lower, 3);
    expect(result.macro.interval.upper).toBe(upper);
  });
});

describe("few clusters", () => {
  test("one says nothing of others", () => {
    const clusters = clustersOf([480], 500);
    const result = populationRate({ population: "seeds_random", clusters, alpha: 0.05 });
    expect(result.pooled.interval).toEqual({ lower: 0, upper: 1 });
    expect(result.macro.interval).toEqual({ lower: 0, upper: 1 });
    expect(result.warnings.map(({ code }) => code)).toEqual([
      "no_between_cluster_claim",
      "no_spread_measured",
    ]);
  });

  test.each([
    [[90, 95], ["no_between_cluster_claim"]],
    [[82, 75, 90], ["few_clusters"]],
    [
      [99, 100, 97],
      ["few_clusters", "near_boundary"],
    ],
    [
      [80, 80, 81],
      ["few_clusters", "design_effect_below_one"],
    ],
  ])("%j of 100", (successes, expected) => {
    const clusters = clustersOf(successes, 100);
    expect(codes({ population: "seeds_random", clusters, alpha: 0.05 })).toEqual(expected);
    expect(codes({ population: "tasks_fixed", clusters, alpha: 0.05 })).toEqual([]);
  });

  test("of unequal size weigh differently", () => {
    const clusters = [
      { name: "a", successes: 9, episodes: 10 },
      { name: "b", successes: 10, episodes: 100 },
    ];
    const input = { population: "tasks_fixed", clusters, alpha: 0.05 } as const;
    expect(codes(input)).toEqual(["unequal_episodes"]);
    const { pooled, macro, perCluster } = populationRate(input);
    expect(pooled.estimate).toBeCloseTo(19 / 110, 14);
    expect(macro.estimate).toBeCloseTo(0.5, 14);
    expect(perCluster.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});

const some = fc
  .array(
    fc.integer({ min: 1, max: 200 }).chain((episodes) =>
      fc.record({
        successes: fc.integer({ min: 0, max: episodes }),
        episodes: fc.constant(episodes),
      }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((clusters) => clusters as readonly { successes: number; episodes: number }[]);
const alphas = fc.constantFrom(1e-12, 0.01, 0.05, 0.3);

test("estimates lie in their intervals, these in [0, 1], and smaller alphas are wider", () => {
  fc.assert(
    fc.property(some, fc.constantFrom(...populations), alphas, (clusters, population, alpha) => {
      const result = populationRate({ population, clusters, alpha });
      const wider = populationRate({ population, clusters, alpha: alpha / 3 });
      for (const rate of ["pooled", "macro"] as const) {
        const { estimate, interval } = result[rate];
        expect(interval.lower).toBeGreaterThanOrEqual(0);
        expect(interval.lower).toBeLessThanOrEqual(estimate + 1e-12);
        expect(interval.upper).toBeGreaterThanOrEqual(estimate - 1e-12);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(wider[rate].interval.lower).toBeLessThanOrEqual(interval.lower + 1e-12);
        expect(wider[rate].interval.upper).toBeGreaterThanOrEqual(interval.upper - 1e-12);
      }
    }),
    { numRuns: 150 },
  );
});

test("failures mirror successes, and the order of clusters does not matter", () => {
  fc.assert(
    fc.property(some, fc.constantFrom(...populations), (clusters, population) => {
      const one = populationRate({ population, clusters, alpha: 0.05 });
      const flipped = clusters.map(({ successes, episodes }) => ({
        successes: episodes - successes,
        episodes,
      }));
      const other = populationRate({ population, clusters: flipped, alpha: 0.05 });
      const reversed = populationRate({
        population,
        clusters: [...clusters].reverse(),
        alpha: 0.05,
      });
      for (const rate of ["pooled", "macro"] as const) {
        expect(reversed[rate].interval.lower).toBeCloseTo(one[rate].interval.lower, 9);
        expect(reversed[rate].interval.upper).toBeCloseTo(one[rate].interval.upper, 9);
        expect(other[rate].interval.lower).toBeCloseTo(1 - one[rate].interval.upper, 9);
        expect(other[rate].interval.upper).toBeCloseTo(1 - one[rate].interval.lower, 9);
      }
      expect(other.warnings).toEqual(one.warnings);
    }),
    { numRuns: 150 },
  );
});

test("random clusters are never worth more than their episodes, nor less than one", () => {
  fc.assert(
    fc.property(some, (clusters) => {
      const { design } = populationRate({ population: "tasks_random", clusters, alpha: 0.05 });
      expect(design.effectiveEpisodes).toBeLessThanOrEqual(design.episodes * (1 + 1e-12));
      if (design.basis === "clusters") expect(design.effectiveEpisodes).toBe(clusters.length);
    }),
    { numRuns: 150 },
  );
});

const valid: PopulationRateInput = { population: "tasks_random", clusters: spatial, alpha: 0.05 };

test.each<[string, object]>([
  ["population", { population: undefined }],
  ["population", { population: "tasks" }],
  ["clusters", { clusters: [] }],
  ["clusters", { clusters: undefined }],
  ["clusters[0]", { clusters: [null] }],
  ["clusters[0].episodes", { clusters: [{ successes: 0, episodes: 0 }] }],
  ["clusters[0].successes", { clusters: [{ successes: 3, episodes: 2 }] }],
  ["clusters[1].successes", { clusters: [spatial[0], { successes: 0.5, episodes: 2 }] }],
  ["clusters[0].name", { clusters: [{ name: 7, successes: 1, episodes: 2 }] }],
  [
    "clusters[1].name",
    {
      clusters: [
        { name: "pick", successes: 1, episodes: 2 },
        { name: "pick", successes: 1, episodes: 2 },
      ],
    },
  ],
  ["alpha", { alpha: 0 }],
  ["alpha", { alpha: 1 }],
  ["declaredIcc", { declaredIcc: 1.5 }],
  ["declaredIcc", { declaredIcc: Number.NaN }],
])("refuses a wrong %s", (argument, change) => {
  const input = { ...valid, ...change } as PopulationRateInput;
  expect(() => populationRate(input)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
