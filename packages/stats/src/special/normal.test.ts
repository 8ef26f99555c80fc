import { expect, test } from "vitest";
import { normalUpperQuantile, normalUpperTail } from "./normal.ts";

// mpmath 1.3.0, 60 digits: sqrt(2) * erfinv(1 - 2 * mpf(tail)).
test.each([
  [0.5, 0],
  [0.025, 1.9599639845400543],
  [0.05, 1.6448536269514726],
  [0.975, -1.9599639845400538],
  [1e-12, 7.034483825301132],
  [1e-30, 11.464024688443615],
])("the quantile that leaves %d above it", (tail, expected) => {
  expect(normalUpperQuantile(tail)).toBeCloseTo(expected, 13);
});

// mpmath, 40 digits: erfc(z / sqrt(2)) / 2.
test("tails", () => {
  expect(normalUpperTail(0)).toBe(0.5);
  expect(normalUpperTail(1.959963984540054)).toBeCloseTo(0.025, 15);
  expect(normalUpperTail(37) / 5.725571222524577e-300).toBeCloseTo(1, 10);
});
