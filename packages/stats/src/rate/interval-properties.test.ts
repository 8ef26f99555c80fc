import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intervalMethods, rateInterval } from "./interval.ts";

const counts = fc
  .integer({ min: 1, max: 20_000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const alpha = fc.double({ min: 1e-12, max: 0.999, noNaN: true });

// Limits agree with the theorems up to a few rounding errors.
const slack = 1e-12;

describe.each(intervalMethods)("%s", (method) => {
  test("stays inside [0, 1] and in order", () => {
    fc.assert(
      fc.property(counts, alpha, ([k, n], a) => {
        const { lower, upper } = rateInterval(method, k, n, { alpha: a });
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThanOrEqual(upper + slack);
      }),
    );
  });

  test("rises with the successes", () => {
    fc.assert(
      fc.property(counts, alpha, ([k, n], a) => {
        const more = Math.min(n, k + 1);
        const one = rateInterval(method, k, n, { alpha: a });
        const next = rateInterval(method, more, n, { alpha: a });
        expect(next.lower).toBeGreaterThanOrEqual(one.lower - slack);
        expect(next.upper).toBeGreaterThanOrEqual(one.upper - slack);
      }),
    );
  });

  test("mirrors when successes and failures swap", () => {
    fc.assert(
      fc.property(counts, alpha, ([k, n], a) => {
        const one = rateInterval(method, k, n, { alpha: a });
        const mirrored = rateInterval(method, n - k, n, { alpha: a });
        expect(Math.abs(one.lower - (1 - mirrored.upper))).toBeLessThanOrEqual(slack);
        expect(Math.abs(one.upper - (1 - mirrored.lower))).toBeLessThanOrEqual(slack);
      }),
    );
  });

  test("widens as alpha falls", () => {
    fc.assert(
      fc.property(counts, alpha, alpha, ([k, n], a, b) => {
        const wide = rateInterval(method, k, n, { alpha: Math.min(a, b) });
        const narrow = rateInterval(method, k, n, { alpha: Math.max(a, b) });
        expect(wide.lower).toBeLessThanOrEqual(narrow.lower + slack);
        expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper - slack);
      }),
    );
  });
});

// Jeffreys' interval is about the posterior median, which an alpha near 1 can put beside k/n.
const centered = intervalMethods.filter((method) => method !== "jeffreys");

test.each(centered)("%s contains the estimate", (method) => {
  fc.assert(
    fc.property(counts, alpha, ([k, n], a) => {
      const { lower, upper } = rateInterval(method, k, n, { alpha: a });
      expect(lower).toBeLessThanOrEqual(k / n + slack);
      expect(upper).toBeGreaterThanOrEqual(k / n - slack);
    }),
  );
});

test("Agresti-Coull contains Wilson", () => {
  fc.assert(
    fc.property(counts, alpha, ([k, n], a) => {
      const wilson = rateInterval("wilson", k, n, { alpha: a });
      const agrestiCoull = rateInterval("agresti_coull", k, n, { alpha: a });
      expect(agrestiCoull.lower).toBeLessThanOrEqual(wilson.lower + slack);
      expect(agrestiCoull.upper).toBeGreaterThanOrEqual(wilson.upper - slack);
    }),
  );
});
