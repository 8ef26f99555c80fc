import fc from "fast-check";
import { expect, test } from "vitest";
import { betaMixtureConfidenceSequence } from "./confidence-sequence.ts";
import { tunedConfidenceSequence } from "./tuned-sequence.ts";

const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("holds the estimate, mirrors, and keeps its ends", () => {
  fc.assert(
    fc.property(
      counts,
      fc.double({ min: 1e-9, max: 0.5, noNaN: true }),
      fc.integer({ min: 1, max: 5000 }),
      ([k, n], alpha, tightestAt) => {
        const { lower, upper } = tunedConfidenceSequence(k, n, { alpha, tightestAt });
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
        if (k === 0) expect(lower).toBe(0);
        if (k === n) expect(upper).toBe(1);
        const mirrored = tunedConfidenceSequence(n - k, n, { alpha, tightestAt });
        expect(mirrored.lower).toBeCloseTo(1 - upper, 12);
      },
    ),
  );
});

test("is narrower where it is tuned to, and open before", () => {
  const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower;
  const tuned = tunedConfidenceSequence(170, 200, { alpha: 0.05, tightestAt: 200 });
  expect(width(tuned)).toBeLessThan(
    width(betaMixtureConfidenceSequence(170, 200, { alpha: 0.05 })),
  );
  const open = { lower: 0, upper: 1 };
  expect(tunedConfidenceSequence(0, 0, { alpha: 0.05, tightestAt: 200 })).toEqual(open);
});

test("refuses arguments", () => {
  const good = { alpha: 0.05, tightestAt: 100 };
  expect(() => tunedConfidenceSequence(3, 2, good)).toThrow("successes: expected");
  expect(() => tunedConfidenceSequence(1, 2, { ...good, alpha: 0 })).toThrow("alpha: expected");
  expect(() => tunedConfidenceSequence(1, 2, { ...good, tightestAt: 0 })).toThrow("tightestAt");
});
