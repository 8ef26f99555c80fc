import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import type { PpiOptions } from "./estimate.ts";
import { ppiMeanFromCounts } from "./mean.ts";

interface Inputs {
  readonly n11: number;
  readonly n10: number;
  readonly n01: number;
  readonly n00: number;
  readonly N1: number;
  readonly N0: number;
  readonly alpha: number;
}

interface Expected {
  readonly lambda: number;
  readonly estimate: number;
  readonly se: number;
  readonly ci: readonly [number, number];
}

const methods: Record<string, Omit<PpiOptions, "alpha">> = {
  "ppi.classical": { method: "classical", ddof: 0 },
  "ppi.mean": { method: "ppi", ddof: 0 },
  "ppi.mean_pp": { method: "ppi++", ddof: 0 },
  "ppi.mean_pp_unclipped": { method: "ppi++", ddof: 0, clip: false },
  "ppi.mean_pp_ddof1": { method: "ppi++" },
};

describe.each(Object.entries(methods))("%s", (method, options) => {
  test.skipIf(!referencePresent)("agrees with every case of the table", () => {
    const cases = referenceCases<Inputs>(method);
    expect(cases.length).toBeGreaterThan(0);
    for (const { id, inputs, expected } of cases) {
      const { n11, n10, n01, n00, N1, N0, alpha } = inputs;
      const labelled = { n11, n10, n01, n00 };
      const unlabelled = { successes: N1, episodes: N1 + N0 };
      const { lambda, estimate, standardError, interval } = ppiMeanFromCounts({
        ...options,
        labelled,
        unlabelled,
        alpha,
      });
      const { ci, se, ...rest } = expected as Expected;
      const pairs = [
        [lambda, rest.lambda],
        [estimate, rest.estimate],
        [standardError, se],
        [interval.lower, ci[0]],
        [interval.upper, ci[1]],
      ] as const;
      for (const [received, reference] of pairs) {
        // The table has a lambda of 6e-63 where labels and predictions are uncorrelated.
        const slack = 1e-10 * Math.abs(reference) + 1e-15;
        expect(Math.abs(received - reference), `case ${id}`).toBeLessThanOrEqual(slack);
      }
    }
  });
});
