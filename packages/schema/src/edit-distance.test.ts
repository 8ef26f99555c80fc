import * as fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "./edit-distance.ts";

test.each([
  ["kitten", "sitting", 3], // Wikipedia, "Levenshtein distance"
  ["flaw", "lawn", 2],
  ["saturday", "sunday", 3],
  ["", "", 0],
  ["", "abc", 3],
  ["task", "task", 0],
])("%j and %j are %i apart", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

const word = fc.string({ maxLength: 12, unit: fc.constantFrom("a", "b", "c") });

test("it is a metric, between the difference of the lengths and the longer one", () => {
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      const ab = editDistance(a, b);
      expect(ab).toBe(editDistance(b, a));
      expect(ab === 0).toBe(a === b);
      expect(ab).toBeLessThanOrEqual(editDistance(a, c) + editDistance(c, b));
      expect(ab).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(ab).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
