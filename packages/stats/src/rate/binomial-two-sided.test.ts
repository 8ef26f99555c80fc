import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialMasses } from "../special/binomial-masses.ts";
import { binomialTest } from "./binomial-test.ts";
import { binomialTwoSided } from "./binomial-two-sided.ts";

const p = (successes: number, episodes: number, rate: number) =>
  binomialTwoSided({ successes, episodes, rate }).pValue;

// mpmath 1.2.1, 50 digits: the masses summed.
test.each([
  [3, 17, 0.37, 0.13163435729234024],
  [0, 40, 0.05, 0.26666193206616917],
  [160, 200, 0.65, 5.046141744316698e-6],
  [12, 12, 0.5, 0.00048828125],
  [7, 25, 0.28, 1],
])("%i of %i against %d", (successes, episodes, rate, expected) => {
  expect(p(successes, episodes, rate) / expected).toBeCloseTo(1, 12);
});

const counts = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });

test("is the sum of all masses up to the observed one, and mirrors", () => {
  fc.assert(
    fc.property(counts, inside, ([k, n], rate) => {
      const masses = binomialMasses(n, rate);
      const most = (masses[k] ?? 0) * (1 + 1e-7);
      const sum = masses.filter((mass) => mass <= most).reduce((total, mass) => total + mass, 0);
      // Below, the library's tail loses digits: 2e-9 at 1e-277.
      if (sum < 1e-250) return;
      expect(p(k, n, rate) / sum).toBeCloseTo(1, 9);
      expect(p(n - k, n, 1 - rate) / sum).toBeCloseTo(1, 9);
    }),
    { numRuns: 80 },
  );
});

test("equals central doubling at a rate of a half", () => {
  fc.assert(
    fc.property(counts, ([k, n]) => {
      const one = (alternative: "greater" | "less") =>
        binomialTest({ successes: k, episodes: n, rate: 0.5, alternative }).pValue;
      const doubled = Math.min(1, 2 * one("greater"), 2 * one("less"));
      expect(p(k, n, 0.5) / doubled).toBeCloseTo(1, 10);
    }),
    { numRuns: 80 },
  );
});

test("ends", () => {
  expect(p(0, 0, 0.3)).toBe(1);
  expect([p(0, 5, 0), p(1, 5, 0), p(5, 5, 1), p(4, 5, 1)]).toEqual([1, 0, 1, 0]);
  expect(p(2 ** 52, 2 ** 53 - 1, 0.5)).toBe(1);
});

const valid = { successes: 1, episodes: 2, rate: 0.5 };
test.each([
  ["successes", { ...valid, successes: 3 }],
  ["episodes", { ...valid, episodes: Number.NaN }],
  ["rate", { ...valid, rate: -0.1 }],
])("refuses a wrong %s", (argument, claim) => {
  expect(() => binomialTwoSided(claim)).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
