import fc from "fast-check";
import { expect, test } from "vitest";
import { exactSpending, type SpendingDesign, spendingOperation } from "./alpha-spending.ts";

// Own exact dynamic programming in NumPy, quoted in the facts this package was planned from.
test("at most 200 episodes against 0.8 at 0.05", () => {
  const design = { rate: 0.8, alternative: "greater", maxEpisodes: 200, alpha: 0.05 } as const;
  const boundary = exactSpending(design);
  expect(boundary.size).toBeCloseTo(0.0486, 4);
  const { power, expectedEpisodes } = spendingOperation(boundary, 0.9);
  expect(power).toBeCloseTo(0.978, 3);
  expect(Math.round(expectedEpisodes)).toBe(84);
});

test("one episode", () => {
  const design = { rate: 0.04, alternative: "greater", maxEpisodes: 1, alpha: 0.05 } as const;
  expect(exactSpending(design)).toMatchObject({ critical: [1], size: 0.04 });
  expect(exactSpending({ ...design, rate: 0.06 })).toMatchObject({ critical: [null], size: 0 });
});

const design = fc.record<SpendingDesign>({
  rate: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  alternative: fc.constantFrom("greater", "less"),
  maxEpisodes: fc.integer({ min: 1, max: 120 }),
  alpha: fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
});

test("never errs more than it may, and spends what it says", () => {
  fc.assert(
    fc.property(design, (chosen) => {
      const boundary = exactSpending(chosen);
      expect(boundary.size).toBeLessThanOrEqual(chosen.alpha * (1 + 1e-11));
      const { power, expectedEpisodes } = spendingOperation(boundary, chosen.rate);
      expect(power).toBeCloseTo(boundary.size, 12);
      expect(expectedEpisodes).toBeGreaterThan(0);
      expect(expectedEpisodes).toBeLessThanOrEqual(chosen.maxEpisodes * (1 + 1e-12));
    }),
  );
});

test("power grows with the rate", () => {
  fc.assert(
    fc.property(design, (chosen) => {
      const boundary = exactSpending({ ...chosen, alternative: "greater" });
      const better = (chosen.rate + 1) / 2;
      expect(spendingOperation(boundary, better).power).toBeGreaterThanOrEqual(
        boundary.size - 1e-12,
      );
    }),
  );
});

test("less mirrors greater", () => {
  const greater = { rate: 0.75, alternative: "greater", maxEpisodes: 60, alpha: 0.1 } as const;
  const less = exactSpending({ ...greater, rate: 0.25, alternative: "less" });
  expect(less.critical).toEqual(exactSpending(greater).critical);
  expect(less.size).toBe(exactSpending(greater).size);
});

test("refuses arguments", () => {
  const good = { rate: 0.8, alternative: "greater", maxEpisodes: 10, alpha: 0.05 } as const;
  expect(() => exactSpending({ ...good, rate: 1 })).toThrow("rate: expected");
  expect(() => exactSpending({ ...good, alpha: 0 })).toThrow("alpha: expected");
  expect(() => exactSpending({ ...good, maxEpisodes: 0 })).toThrow("maxEpisodes: expected");
  expect(() => exactSpending({ ...good, maxEpisodes: 20_001 })).toThrow("maxEpisodes: expected");
  expect(() => exactSpending({ ...good, alternative: "both" as never })).toThrow("alternative");
  expect(() => spendingOperation(exactSpending(good), 1)).toThrow("trueRate: expected");
});
