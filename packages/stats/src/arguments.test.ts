import { describe, expect, test } from "vitest";
import {
  checkAlpha,
  checkChoice,
  checkCounts,
  checkProbability,
  StatsArgumentError,
} from "./arguments.ts";

function caught(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("the error names the argument, what was expected and what came", () => {
  const error = caught(() => checkCounts(11, 10));
  expect(error).toBeInstanceOf(StatsArgumentError);
  expect(error).toBeInstanceOf(RangeError);
  expect(error).toMatchObject({
    name: "StatsArgumentError",
    argument: "successes",
    message: "successes: expected a whole number from 0 to 10, got 11",
  });
});

const notCounts = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "3", null, undefined];

describe.each(notCounts)("a count of %s", (value) => {
  // Callers without a type checker can pass anything.
  const count = value as number;

  test("is refused as episodes", () => {
    expect(caught(() => checkCounts(0, count))).toMatchObject({ argument: "episodes" });
  });

  test("is refused as successes", () => {
    expect(caught(() => checkCounts(count, 10))).toMatchObject({ argument: "successes" });
  });
});

test("the largest count that a double holds exactly is accepted", () => {
  expect(() => checkCounts(2 ** 53 - 1, 2 ** 53 - 1)).not.toThrow();
});

test.each([0, 1, -0.05, 5, 1e-31, Number.NaN, "0.05"])("alpha %s is refused", (alpha) => {
  expect(caught(() => checkAlpha(alpha as number))).toMatchObject({ argument: "alpha" });
});

test.each([-1e-9, 1.0000001, Number.NaN, "0.5"])("probability %s is refused", (value) => {
  const error = caught(() => checkProbability("baseline", value as number));
  expect(error).toMatchObject({ argument: "baseline" });
});

test("probabilities 0 and 1 are accepted", () => {
  expect(() => checkProbability("rate", 0)).not.toThrow();
  expect(() => checkProbability("rate", 1)).not.toThrow();
});

test.each([
  ["wald", '"wald"'],
  [Object.create(null), "an object"],
  [() => 0, "a function"],
  [Symbol("x"), "Symbol(x)"],
])("a choice of something else is refused with the list", (value, shown) => {
  const error = caught(() => checkChoice("side", value as string, ["lower", "upper"]));
  expect(error).toMatchObject({
    argument: "side",
    message: `side: expected one of "lower", "upper", got ${shown}`,
  });
});
