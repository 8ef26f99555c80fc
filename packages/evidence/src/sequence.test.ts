import { expect, test } from "vitest";
import { cycleLength } from "./sequence.ts";

test.each([
  ["FSFSFSFSFS", 2],
  ["SFFSFFSFFSFF", 3],
  ["SFFSFFSFFSFFSF", 3],
  ["SSSSSSSSSS", null],
  ["FSFSFS", null],
  ["FSFSFSFSSF", null],
  ["", null],
])("%s: %j", (outcomes, length) => {
  expect(cycleLength(outcomes)).toBe(length);
});
