import { expect, test } from "vitest";
import { taskName } from "./task-name.ts";

test.each([
  ["fold_red_towel", "FoldRedTowel"],
  ["FoldRedTowel", "FoldRedTowel"],
  ["fold_TShirt", "FoldTShirt"],
  ["towel2", "towel2"],
  ["_fold__towel_", "FoldTowel"],
  ["__proto__", "Proto"],
  ["", ""],
])("%j is listed as %j", (before, after) => {
  expect(taskName(before)).toBe(after);
});
