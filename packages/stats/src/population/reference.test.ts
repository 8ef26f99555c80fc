import { describe, expect, test } from "vitest";
import { expectClose, referenceCases, referencePresent } from "../../test/reference-table.ts";
import { clusterLogit, clusterWald } from "./baselines.ts";
import type { ClusterCounts } from "./clusters.ts";
import { anovaIcc } from "./icc.ts";
import { kornGraubard } from "./korn-graubard.ts";
import { linearizedDesign } from "./linearized.ts";
import { macroMeanFixedTasks, macroMeanRandomTasks } from "./macro-mean.ts";
import { clusterWilson } from "./rao-scott.ts";
import { sahaWilson } from "./saha.ts";
import { stratifiedWilson } from "./stratified-wilson.ts";

interface Inputs {
  readonly k: readonly number[];
  readonly n: readonly number[];
  readonly alpha: number;
}

type Options = { readonly alpha: number };

const pair = (interval: { lower: number; upper: number } | null) =>
  interval && [interval.lower, interval.upper];

const methods: Record<string, (clusters: readonly ClusterCounts[], options: Options) => unknown> = {
  "cluster.linearized": (clusters) => {
    const design = linearizedDesign(clusters);
    return {
      p: design.rate,
      se: design.standardError,
      deff: design.designEffect,
      neff: design.effectiveEpisodes,
      df: design.degreesOfFreedom,
    };
  },
  "cluster.icc_anova": (clusters) => {
    const { icc, typicalEpisodes, between, within } = anovaIcc(clusters);
    return { icc, n0: typicalEpisodes, msb: between, msw: within };
  },
  "cluster.rao_scott_wilson": (clusters, { alpha }) =>
    pair(clusterWilson(clusters, { alpha, quantile: "normal" }).interval),
  "cluster.rao_scott_wilson_t": (clusters, options) =>
    pair(clusterWilson(clusters, options).interval),
  "cluster.korn_graubard": (clusters, options) => pair(kornGraubard(clusters, options).interval),
  "cluster.saha_wilson": (clusters, options) => {
    const { inflation, interval } = sahaWilson(clusters, options);
    return { xi: inflation, ci: pair(interval) };
  },
  "cluster.t_wald": (clusters, options) => pair(clusterWald(clusters, options)),
  "cluster.svy_logit": (clusters, options) => pair(clusterLogit(clusters, options)),
  "strata.wilson_yan_su": (clusters, options) => {
    const { criticalValue, interval } = stratifiedWilson(clusters, options);
    return { z_strat: criticalValue, ci: pair(interval) };
  },
  "strata.macro_mean_fixed_tasks": (clusters) => {
    const { estimate, standardError } = macroMeanFixedTasks(clusters, { alpha: 0.05 });
    return { mean: estimate, se: standardError };
  },
  "strata.macro_mean_random_tasks": (clusters, options) => {
    const { estimate, standardError, tInterval } = macroMeanRandomTasks(clusters, options);
    return { mean: estimate, se: standardError, ci: pair(tInterval) };
  },
};

describe.each(Object.entries(methods))("%s", (method, compute) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { id, inputs, expected, rtol } of cases) {
      const clusters = inputs.k.map((successes, at) => ({
        successes,
        episodes: inputs.n[at] ?? Number.NaN,
      }));
      const context = `case ${id}: ${JSON.stringify(inputs)}`;
      expect(
        // R's figures are printed with 15 digits and say 1e-7; all the others hold to 1e-10,
        // also where the table allows less.
        () =>
          expectClose(
            compute(clusters, { alpha: inputs.alpha }),
            expected,
            rtol === 1e-7 ? rtol : 1e-10,
          ),
        context,
      ).not.toThrow();
    }
  });
});
