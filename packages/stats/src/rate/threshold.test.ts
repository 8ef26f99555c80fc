import { expect, test } from "vitest";
import { claimThreshold } from "./threshold.ts";

test.each([
  [">=", 0.85, 0.05, "above", 0.8],
  [">", 0.3, 0.1, "above", 0.2],
  ["<=", 0.1, 0.2, "below", 0.3],
  ["<", 0.7, 0.1, "below", 0.8],
  [">=", 0.05, 0.05, "above", 0],
  ["<=", 0.95, 0.05, "below", 1],
] as const)("%s %d with margin %d", (operator, baseline, margin, direction, threshold) => {
  expect(claimThreshold(operator, baseline, margin)).toEqual({ direction, threshold });
});

test("a baseline without margin is left as it is", () => {
  expect(claimThreshold(">=", 1e-13, 0).threshold).toBe(1e-13);
});

test.each([
  [">=", 0.02, 0.05, "margin: expected at most the baseline, 0.02, got 0.05"],
  ["<", 0.97, 0.05, "margin: expected at most 1 - baseline with 0.97, got 0.05"],
] as const)(
  "%s %d with margin %d would be met by everything",
  (operator, baseline, margin, message) => {
    expect(() => claimThreshold(operator, baseline, margin)).toThrow(
      expect.objectContaining({ name: "StatsArgumentError", argument: "margin", message }),
    );
  },
);

test.each([-0.01, 1, Number.NaN])("margin %d is refused", (margin) => {
  expect(() => claimThreshold(">=", 0.5, margin)).toThrow(
    expect.objectContaining({ argument: "margin" }),
  );
});
