import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rateInterval } from "../rate/interval.ts";
import { ppiExact } from "./exact.ts";
import { ppiMeanFromCounts } from "./mean.ts";
import { type PpiRateInput, ppiRate } from "./ppi-rate.ts";

const assumptions = {
  labelledAreRandomSubset: true,
  predictorNotTrainedOnLabels: true,
  noSharedClusters: true,
};
const labelled = { n11: 150, n10: 20, n01: 10, n00: 20 };
const unlabelled = { successes: 8000, episodes: 10_000 };
const input: PpiRateInput = { labelled, unlabelled, alpha: 0.05, assumptions };

test("200 labelled and 10 000 predicted episodes pass every gate", () => {
  const result = ppiRate(input);
  const { lambda, estimate, standardError, interval } = ppiMeanFromCounts({
    labelled,
    unlabelled,
    alpha: 0.05,
    method: "ppi++",
  });
  expect(result).toMatchObject({ outcome: "ppi++", lambda, estimate, standardError, interval });
  expect(result.labelOnly).toEqual({
    successes: 170,
    episodes: 200,
    estimate: 0.85,
    interval: rateInterval("wilson", 170, 200, { alpha: 0.05 }),
  });
});

describe.each([
  ["labelled_episodes", { n11: 20, n10: 8, n01: 8, n00: 13 }, unlabelled],
  ["rarer_outcome", { n11: 150, n10: 20, n01: 5, n00: 4 }, unlabelled],
  ["wrong_predictions", { n11: 150, n10: 2, n01: 2, n00: 20 }, unlabelled],
  ["unlabelled_episodes", labelled, { successes: 40, episodes: 49 }],
  ["correlation", { n11: 25, n10: 25, n01: 25, n00: 25 }, unlabelled],
])("a closed gate: %s", (code, counts, predicted) => {
  test("gives the exact form", () => {
    const of = { labelled: counts, unlabelled: predicted, alpha: 0.05 };
    const result = ppiRate({ ...of, assumptions });
    const { estimate, interval } = ppiExact(of);
    expect(result).toMatchObject({ outcome: "exact", estimate, interval });
    const closed = result.outcome === "refused" ? [] : result.gates.filter(({ open }) => !open);
    expect(closed.map((gate) => gate.code)).toContain(code);
  });
});

test("predictions that are never wrong leave residuals without spread only at lambda 1", () => {
  const perfect = { n11: 40, n10: 0, n01: 0, n00: 20 };
  expect(ppiRate({ ...input, labelled: perfect })).toMatchObject({ outcome: "exact" });
  // All successes, all predicted: nothing varies, and no interval has no width.
  const all = { n11: 60, n10: 0, n01: 0, n00: 0 };
  const result = ppiRate({ ...input, labelled: all });
  expect(result).toMatchObject({
    outcome: "exact",
    gates: expect.arrayContaining([
      { code: "residual_spread", open: false, value: 0, needed: 0 },
      expect.objectContaining({ code: "correlation", open: false, value: 0 }),
    ]),
  });
});

describe("assumptions", () => {
  test.each([
    ["labelledAreRandomSubset", "labelled_random_subset"],
    ["predictorNotTrainedOnLabels", "predictor_independence"],
    ["noSharedClusters", "no_shared_clusters"],
  ])("%s must be declared, and hold", (name, code) => {
    const { labelOnly } = ppiRate(input);
    const declare = (value: unknown) =>
      ppiRate({ ...input, assumptions: { ...assumptions, [name]: value } });
    expect(declare(undefined)).toEqual({
      outcome: "refused",
      refused: [`${code}_undeclared`],
      labelOnly,
    });
    expect(declare(false)).toEqual({ outcome: "refused", refused: [`${code}_denied`], labelOnly });
    expect(() => declare("yes")).toThrow(
      expect.objectContaining({ argument: `assumptions.${name}` }),
    );
  });

  test("every reason is given", () => {
    const none = { successes: 0, episodes: 0 };
    const undeclared = {} as PpiRateInput["assumptions"];
    expect(ppiRate({ ...input, unlabelled: none, assumptions: undeclared })).toMatchObject({
      refused: [
        "labelled_random_subset_undeclared",
        "predictor_independence_undeclared",
        "no_shared_clusters_undeclared",
        "no_unlabelled_episodes",
      ],
    });
  });
});

test("without labels there is the exact form, which says nothing", () => {
  const result = ppiRate({ ...input, labelled: { n11: 0, n10: 0, n01: 0, n00: 0 } });
  expect(result).toMatchObject({
    outcome: "exact",
    estimate: null,
    interval: { lower: 0, upper: 1 },
    labelOnly: { estimate: null, interval: { lower: 0, upper: 1 } },
  });
});

const count = fc.integer({ min: 0, max: 120 });
const inputs = fc.record({
  labelled: fc.record({ n11: count, n10: count, n01: count, n00: count }),
  unlabelled: fc.integer({ min: 1, max: 5000 }).chain((episodes) =>
    fc.record({
      successes: fc.integer({ min: 0, max: episodes }),
      episodes: fc.constant(episodes),
    }),
  ),
  alpha: fc.constantFrom(1e-30, 1e-6, 0.05, 0.4),
  assumptions: fc.constant(assumptions),
});

test("the interval holds the estimate, lies in [0, 1], and mirrors", () => {
  fc.assert(
    fc.property(inputs, (some) => {
      const { n11, n10, n01, n00 } = some.labelled;
      const { successes, episodes } = some.unlabelled;
      const result = ppiRate(some);
      const mirrored = ppiRate({
        ...some,
        labelled: { n11: n00, n10: n01, n01: n10, n00: n11 },
        unlabelled: { successes: episodes - successes, episodes },
      });
      expect(mirrored.outcome).toBe(result.outcome);
      if (result.outcome === "refused" || mirrored.outcome === "refused") return;
      const { estimate, interval } = result;
      expect(interval.lower).toBeGreaterThanOrEqual(0);
      expect(interval.upper).toBeLessThanOrEqual(1);
      if (estimate !== null) {
        expect(interval.lower).toBeLessThanOrEqual(estimate + 1e-12);
        expect(interval.upper).toBeGreaterThanOrEqual(estimate - 1e-12);
      }
      expect(mirrored.interval.lower).toBeCloseTo(1 - interval.upper, 9);
      expect(mirrored.interval.upper).toBeCloseTo(1 - interval.lower, 9);
    }),
    { numRuns: 100 },
  );
});

test.each<[string, object]>([
  ["labelled", { labelled: null }],
  ["labelled.n10", { labelled: { ...labelled, n10: -1 } }],
  ["labelled.n00", { labelled: { ...labelled, n00: 0.5 } }],
  ["unlabelled", { unlabelled: undefined }],
  ["unlabelled.successes", { unlabelled: { successes: 11, episodes: 10 } }],
  ["unlabelled.episodes", { unlabelled: { successes: 1, episodes: Number.NaN } }],
  ["alpha", { alpha: 0 }],
  ["assumptions", { assumptions: undefined }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => ppiRate({ ...input, ...change } as PpiRateInput)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
