import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialLowerTail, binomialUpperTail } from "./binomial.ts";

test("three flips of a fair coin", () => {
  expect([0, 1, 2, 3, 4].map((k) => binomialUpperTail(k, 3, 0.5))).toEqual([
    1, 0.875, 0.5, 0.125, 0,
  ]);
  expect([-1, 0, 1, 2, 3].map((k) => binomialLowerTail(k, 3, 0.5))).toEqual([
    0, 0.125, 0.5, 0.875, 1,
  ]);
});

test("rates of 0 and 1 are certain", () => {
  expect(binomialUpperTail(1, 10, 0)).toBe(0);
  expect(binomialLowerTail(0, 10, 0)).toBe(1);
  expect(binomialUpperTail(10, 10, 1)).toBe(1);
  expect(binomialLowerTail(9, 10, 1)).toBe(0);
});

test("no episodes", () => {
  expect(binomialUpperTail(0, 0, 0.3)).toBe(1);
  expect(binomialLowerTail(0, 0, 0.3)).toBe(1);
});

const trials = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));

test("the two tails share out all the probability", () => {
  fc.assert(
    fc.property(trials, fc.double({ min: 0, max: 1, noNaN: true }), ([k, n], rate) => {
      const total = binomialUpperTail(k, n, rate) + binomialLowerTail(k - 1, n, rate);
      expect(total).toBeCloseTo(1, 12);
    }),
  );
});
