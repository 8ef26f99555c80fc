import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isGlob, matchesGlob } from "./match-identity.ts";

test.each<[string, string, boolean]>([
  ["a", "a", true],
  ["a", "b", false],
  ["a", "aa", false],
  ["a*", "a", true],
  ["a*", "abc", true],
  ["a*", "a/c", false],
  ["a*c", "abc", true],
  ["a*c", "abcc", true],
  ["a*c", "ab/c", false],
  ["a*/*c", "ab/bc", true],
  ["a*/*c", "a/b/c", false],
  ["p*b/*c", "pb/zb/qc", false],
  ["a**c", "abc", true],
  ["a.c", "abc", false],
  ["a[bc]", "ab", false],
  ["a?c", "abc", false],
  ["https://x/*@refs/tags/*", "https://x/y@refs/tags/v1", true],
  ["https://x/*@refs/tags/*", "https://x/y@refs/tags/v1@refs/tags/v2", false],
])("%s and %s", (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

test("is what a regular expression makes of it, anchored and escaped", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab/*.@"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (pattern, name) => {
      const escaped = pattern.replace(/[.@/]/g, "\\$&").replaceAll("*", "[^/]*");
      expect(matchesGlob(pattern, name)).toBe(new RegExp(`^${escaped}$`, "s").test(name));
    }),
    { numRuns: 3000 },
  );
});

test("no pattern starts with a star, or with nothing", () => {
  expect([isGlob("*"), isGlob("*@acme.example"), isGlob(""), isGlob("a*")]).toEqual([
    ...[false, false, false],
    true,
  ]);
});

test("takes no long time for patterns made to be slow", () => {
  const before = performance.now();
  expect(matchesGlob(`a${"*a".repeat(400)}b`, "a".repeat(1000))).toBe(false);
  expect(performance.now() - before).toBeLessThan(10_000); // backtracking: for ever
});
