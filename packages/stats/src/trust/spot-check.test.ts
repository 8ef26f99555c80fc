import * as fc from "fast-check";
import { expect, test } from "vitest";
import { spotCheckDetection } from "./spot-check.ts";

// Exact fractions, rounded once.
test.each([
  [1000, 10, 20, 0.18368205277375496],
  [1000, 10, 258, 0.950204196726608],
  [1000, 10, 257, 0.949524854253574],
  [323, 1, 16, 0.04953560371517028],
  [323, 33, 16, 0.8293438543217904],
  [1_000_000, 1, 20, 2e-5],
  [1_000_000, 100_000, 20, 0.8784259120358219],
  [5, 2, 3, 0.9],
  [1000, 999, 1, 0.999],
  [5, 3, 3, 1],
  [400, 40, 0, 0],
  [400, 0, 40, 0],
  [0, 0, 0, 0],
])("of %i items, %i wrong, %i opened", (items, wrong, opened, expected) => {
  const found = spotCheckDetection({ items, wrong, opened });
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-14 * expected);
});

/** C(items - wrong, opened) / C(items, opened) in whole numbers. */
function missedExactly(items: number, wrong: number, opened: number): number {
  let above = 1n;
  let below = 1n;
  for (let i = 0; i < opened; i++) {
    above *= BigInt(Math.max(0, items - wrong - i));
    below *= BigInt(items - i);
  }
  return Number((above * 10n ** 18n) / below) / 1e18;
}

test("is the hypergeometric probability", () => {
  const small = fc.integer({ min: 0, max: 120 });
  fc.assert(
    fc.property(small, small, small, (items, a, b) => {
      const wrong = a % (items + 1);
      const opened = b % (items + 1);
      const found = spotCheckDetection({ items, wrong, opened });
      expect(found).toBeCloseTo(1 - missedExactly(items, wrong, opened), 12);
      expect(spotCheckDetection({ items, wrong: opened, opened: wrong })).toBe(found);
    }),
  );
});

test("ends for numbers of any size", () => {
  const items = Number.MAX_SAFE_INTEGER;
  expect(spotCheckDetection({ items, wrong: 2 ** 52, opened: 2 ** 51 })).toBe(1);
});

test.each([
  [{ items: -1, wrong: 0, opened: 0 }, "items"],
  [{ items: 5, wrong: 6, opened: 0 }, "wrong"],
  [{ items: 5, wrong: 1, opened: 1.5 }, "opened"],
])("%j is refused", (input, argument) => {
  expect(() => spotCheckDetection(input)).toThrow(`${argument}: expected a whole number`);
});
