import { expect, test } from "vitest";
import { ppiExact } from "./exact.ts";
import { ppiMeanFromCounts } from "./mean.ts";

// Python's decimal, 50 digits, by the formulas as printed.
test("PPI++ of a million labels and a hundred million predictions", () => {
  const result = ppiMeanFromCounts({
    labelled: { n11: 700_000, n10: 50_000, n01: 30_000, n00: 220_000 },
    unlabelled: { successes: 73_000_000, episodes: 100_000_000 },
    alpha: 0.05,
    method: "ppi++",
  });
  expect(result.lambda).toBeCloseTo(0.7660583334091807, 13);
  expect(result.estimate).toBeCloseTo(0.75, 14);
  expect(result.standardError).toBeCloseTo(0.00026584990601746453, 17);
  expect(result.interval.lower).toBeCloseTo(0.7494789437589124, 13);
  expect(result.interval.upper).toBeCloseTo(0.7505210562410876, 13);
});

test("the bets on 3 missed and 5 false successes in 100", () => {
  const { correction } = ppiExact({
    labelled: { n11: 60, n10: 3, n01: 5, n00: 32 },
    unlabelled: { successes: 700, episodes: 1000 },
    alpha: 0.05,
  });
  expect(correction.lower).toBeCloseTo(-0.1326990249999615, 12);
  expect(correction.upper).toBeCloseTo(0.08819334549068618, 12);
});
