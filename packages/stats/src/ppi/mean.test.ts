import fc from "fast-check";
import { expect, test } from "vitest";
import { type PpiMethod, ppiMethods } from "./estimate.ts";
import { type PpiMeanInput, ppiMean, ppiMeanFromCounts } from "./mean.ts";

const repeat = (value: number, times: number) => new Array<number>(times).fill(value);

const count = fc.integer({ min: 0, max: 30 });

test("counts and lists agree", () => {
  fc.assert(
    fc.property(
      fc.record({ n11: count, n10: count, n01: count, n00: count }),
      fc.tuple(count, count),
      fc.constantFrom<PpiMethod>(...ppiMethods),
      fc.boolean(),
      ({ n11, n10, n01, n00 }, [ones, zeros], method, clip) => {
        fc.pre(n11 + n10 + n01 + n00 > 1 && ones + zeros > 1);
        const options = { alpha: 0.1, method, clip };
        const one = ppiMeanFromCounts({
          ...options,
          labelled: { n11, n10, n01, n00 },
          unlabelled: { successes: ones, episodes: ones + zeros },
        });
        const other = ppiMean({
          ...options,
          labelled: {
            outcomes: [...repeat(1, n11 + n10), ...repeat(0, n01 + n00)],
            predictions: [
              ...repeat(1, n11),
              ...repeat(0, n10),
              ...repeat(1, n01),
              ...repeat(0, n00),
            ],
          },
          unlabelled: [...repeat(1, ones), ...repeat(0, zeros)],
        });
        expect(other.lambda).toBeCloseTo(one.lambda, 12);
        expect(other.estimate).toBeCloseTo(one.estimate, 12);
        expect(other.standardError).toBeCloseTo(one.standardError, 12);
      },
    ),
    { numRuns: 100 },
  );
});

// In fractions, by hand: cov = 11/80, var(F pooled) = 3/40, lambda = (11/80) / (1.5 * 3/40) = 11/9.
test("scores between 0 and 1", () => {
  const input: PpiMeanInput = {
    labelled: { outcomes: [0.25, 0.5, 1, 0.75], predictions: [0.2, 0.4, 0.8, 0.6] },
    unlabelled: [0.1, 0.3, 0.5, 0.7, 0.9, 0.5, 0.4, 0.6],
    alpha: 0.05,
    method: "ppi",
  };
  const plain = ppiMean(input);
  // mean(F~) = 0.5, mean(Y - F) = 0.125
  expect(plain.estimate).toBeCloseTo(0.625, 14);
  // var(F~) = 0.42/7 = 0.06, var(Y - F) = 0.0125/3
  expect(plain.standardError).toBeCloseTo(Math.sqrt(0.06 / 8 + 0.0125 / 3 / 4), 14);
  // Labels by themselves: mean 0.625, variance 0.3125/3.
  const labels = ppiMean({ ...input, method: "classical" });
  expect(labels).toMatchObject({ lambda: 0, estimate: 0.625 });
  expect(labels.standardError).toBeCloseTo(Math.sqrt(0.3125 / 3 / 4), 14);
  // cov = 0.25/4, pooled variance = 0.62/11, lambda = cov / (1.5 * pooled)
  const tuned = ppiMean({ ...input, method: "ppi++" });
  expect(tuned.lambda).toBeCloseTo(0.0625 / (1.5 * (0.62 / 11)), 13);
  const flipped = {
    ...input.labelled,
    predictions: input.labelled.predictions.map((each) => 1 - each),
  };
  const against = { ...input, labelled: flipped, method: "ppi++" } as const;
  expect(ppiMean(against).lambda).toBe(0);
  expect(ppiMean({ ...against, clip: false }).lambda).toBeLessThan(0);
});

test("predictions that are all the same are not used", () => {
  const labelled = { n11: 30, n10: 0, n01: 20, n00: 0 };
  const unlabelled = { successes: 500, episodes: 500 };
  const result = ppiMeanFromCounts({ labelled, unlabelled, alpha: 0.05, method: "ppi++" });
  expect(result).toMatchObject({ lambda: 0, estimate: 0.6 });
});

const valid: PpiMeanInput = {
  labelled: { outcomes: [0, 1, 1], predictions: [0, 1, 0] },
  unlabelled: [0, 1, 1, 1],
  alpha: 0.05,
  method: "ppi++",
};

test.each<[string, object]>([
  ["labelled", { labelled: undefined }],
  ["labelled", { labelled: { outcomes: [1], predictions: [1] } }],
  ["labelled.outcomes", { labelled: { outcomes: 3, predictions: [1] } }],
  ["labelled.outcomes[1]", { labelled: { outcomes: [1, Number.NaN], predictions: [1, 1] } }],
  ["labelled.predictions", { labelled: { outcomes: [1, 0], predictions: [1] } }],
  ["unlabelled", { unlabelled: [0.5] }],
  ["unlabelled[0]", { unlabelled: ["1", 0] }],
  ["alpha", { alpha: 1 }],
  ["method", { method: "ppi+" }],
  ["clip", { clip: "no" }],
  ["ddof", { ddof: 2 }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => ppiMean({ ...valid, ...change } as PpiMeanInput)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
