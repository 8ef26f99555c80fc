import fc from "fast-check";
import { expect, test } from "vitest";
import { betaLowerTail, betaUpperTail } from "./beta.ts";
import { logBeta } from "./gamma.ts";
import { logBetaLowerTail, logBetaPower, logBetaUpperTail } from "./log-beta-tail.ts";

// mpmath 1.2.1, 50 digits.
test.each([
  [0.2, 300, 5, -464.0503789872989, 0],
  [1e-12, 2, 3, -53.470282762630376, -5.999999999992e-24],
  [0.5, 1e-3, 1e-3, -Math.LN2, -Math.LN2],
])("log tails at %d of Beta(%d, %d)", (x, a, b, lower, upper) => {
  expect(logBetaLowerTail(x, a, b)).toBeCloseTo(lower, 11);
  expect(Math.abs(logBetaUpperTail(x, a, b) - upper)).toBeLessThanOrEqual(
    1e-12 * Math.abs(upper) + 1e-60,
  );
});

const parameter = fc.double({ min: 0.01, max: 1000, noNaN: true });
const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });

test("agree with the library's tails where those are numbers", () => {
  fc.assert(
    fc.property(inside, parameter, parameter, (x, a, b) => {
      for (const [log, tail] of [
        [logBetaLowerTail(x, a, b), betaLowerTail(x, a, b)],
        [logBetaUpperTail(x, a, b), betaUpperTail(x, a, b)],
      ] as const) {
        // The library itself loses digits below about 1e-260.
        if (tail > 1e-200) expect(Math.abs(Math.exp(log) / tail - 1)).toBeLessThan(1e-9);
      }
    }),
  );
});

test("the power agrees with its definition", () => {
  fc.assert(
    fc.property(inside, parameter, parameter, (x, a, b) => {
      const plain = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b);
      expect(Math.abs(logBetaPower(x, a, b) - plain)).toBeLessThan(1e-10 * (1 + Math.abs(plain)));
    }),
  );
});

test("beyond 1e9 the tails are the library's, or the fraction's where those vanish", () => {
  // There the library is good to n * 1e-16. A normal tail at 3 and at 60 standard deviations: log Q(3) and log Q(60), up to skewness.
  const n = 4e12;
  expect(logBetaLowerTail(0.5 - 1.5 / Math.sqrt(n), n / 2, n / 2)).toBeCloseTo(-6.60772622, 3);
  expect(logBetaLowerTail(0.5 - 30 / Math.sqrt(n), n / 2, n / 2)).toBeCloseTo(-1805.01356, 3);
});
