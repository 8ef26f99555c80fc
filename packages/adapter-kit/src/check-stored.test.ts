import { describe, expect, test } from "vitest";
import { checkStored, type StoredNumber } from "./check-stored.ts";

const number: StoredNumber = {
  where: "overall.rate",
  stored: 80,
  recomputed: 80,
  tolerance: 0.5,
  explanations: { "a ratio": 0.8, "errors excluded": 88 },
};
const check = (change: Partial<StoredNumber>) => () =>
  checkStored("run.json", { ...number, ...change });

test.each([80, 79.5, 80.5])("%d is close enough", (stored) => {
  expect(check({ stored })).not.toThrow();
});

test.each([
  [0.8, "that would fit a ratio"],
  [88.2, "that would fit errors excluded"],
  [99, "the file was edited, or merged by hand"],
])("%d is a mismatch", (stored, why) => {
  expect(check({ stored })).toThrow(
    expect.objectContaining({
      code: "WF_AGGREGATE_MISMATCH",
      message: `run.json: overall.rate is ${stored}, but the episodes in the file give 80: ${why}`,
      hint: "hand in the file as the evaluator wrote it",
    }),
  );
});

test("without explanations", () => {
  const { explanations: _, ...plain } = number;
  expect(() => checkStored("run.json", { ...plain, stored: 0.8 })).toThrow("edited");
});

describe("what is not a number is a mismatch, and shown in few words", () => {
  test.each([
    [undefined, "absent"],
    [null, "null"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    ["80", '"80"'],
    [true, "true"],
    [[80, 81], "a list of 2"],
    [{ value: 80 }, "an object"],
  ])("%j", (stored, shown) => {
    expect(check({ stored })).toThrow(`overall.rate is ${shown}, but`);
  });

  test("a long text is cut", () => {
    expect(check({ stored: "x".repeat(1e6) })).toThrow(
      expect.toSatisfy((error: Error) => error.message.length < 250),
    );
  });
});

test("nothing is close to NaN", () => {
  expect(check({ recomputed: Number.NaN })).toThrow("give NaN");
});
