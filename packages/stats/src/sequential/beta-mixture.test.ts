import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceCases, referencePresent } from "../../test/reference-table.ts";
import { StatsArgumentError } from "../arguments.ts";
import { betaMixtureLogE, type MixtureAlternative, mixtureAlternatives } from "./beta-mixture.ts";

// mpmath 1.2.1, 50 digits; the first one also by quadrature of the mixture itself.
test.each([
  [7, 9, 0.3, "greater", 0.5, 2, 3.225677164197461],
  [3, 40, 0.25, "less", 2.5, 7, 3.1680992564082353],
  [150, 300, 0.001, "greater", 1, 1, 825.7416188867222],
  [12, 30, 0.6, "greater", 20, 5, -3.774386870462245],
  [12, 30, 0.6, "different", 20, 5, -2.8667753185530884],
  [2, 2, 1e-6, "greater", 1, 1, 26.53240982726094],
  [40, 50, 0.9999, "less", 1, 1, 65.12296362811215],
] as const)("log E of %d in %d at %d, %s, Beta(%d, %d)", (k, n, rate, alternative, a, b, logE) => {
  const received = betaMixtureLogE(k, n, { rate, alternative, prior: { a, b } });
  expect(Math.abs(received / logE - 1)).toBeLessThan(1e-13);
});

test("says nothing before the first episode", () => {
  for (const alternative of mixtureAlternatives) {
    expect(betaMixtureLogE(0, 0, { rate: 0.8, alternative })).toBe(0);
  }
});

const counts = fc
  .integer({ min: 1, max: 3000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const rate = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const prior = fc.record({
  a: fc.double({ min: 0.1, max: 50, noNaN: true }),
  b: fc.double({ min: 0.1, max: 50, noNaN: true }),
});

test("mirrors when successes and failures swap", () => {
  fc.assert(
    fc.property(counts, rate, prior, ([k, n], r, { a, b }) => {
      const less = betaMixtureLogE(k, n, { rate: r, alternative: "less", prior: { a, b } });
      const swapped = { a: b, b: a };
      const test = { rate: 1 - r, alternative: "greater", prior: swapped } as const;
      const greater = betaMixtureLogE(n - k, n, test);
      expect(Math.abs(less - greater)).toBeLessThan(1e-9 * (1 + Math.abs(less)));
    }),
  );
});

test("greater rises with the successes, and is below 1 while they are below the rate", () => {
  fc.assert(
    fc.property(counts, rate, prior, ([k, n], r, p) => {
      const test = { rate: r, alternative: "greater", prior: p } as const;
      const logE = betaMixtureLogE(k, n, test);
      if (k < n) expect(betaMixtureLogE(k + 1, n, test)).toBeGreaterThan(logE - 1e-9);
      if (k <= n * r) expect(logE).toBeLessThan(0);
    }),
  );
});

test("has mean 1 at the tested rate, and less inside the null hypothesis", () => {
  const mean = (p: number, alternative: MixtureAlternative) => {
    let sum = 0;
    let chance = (1 - p) ** 12;
    for (let k = 0; k <= 12; k++) {
      sum += chance * Math.exp(betaMixtureLogE(k, 12, { rate: 0.6, alternative }));
      chance *= ((12 - k) / (k + 1)) * (p / (1 - p));
    }
    return sum;
  };
  for (const alternative of mixtureAlternatives) expect(mean(0.6, alternative)).toBeCloseTo(1, 12);
  expect(mean(0.5, "greater")).toBeLessThan(1);
  expect(mean(0.7, "less")).toBeLessThan(1);
});

interface Peeking {
  readonly rule: string;
  readonly p0: number;
  readonly p: number;
  readonly alpha: number;
  readonly first_look: number;
  readonly look_every: number;
}

/** The smallest number of successes that crosses, or n + 1. */
function crossingCount(n: number, rate: number, level: number): number {
  let [low, high] = [0, n + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (betaMixtureLogE(middle, n, { rate, alternative: "greater" }) >= level) high = middle;
    else low = middle + 1;
  }
  return low;
}

test.skipIf(!referencePresent)("is crossed as often as the table's recursion says", () => {
  const cases = referenceCases<Peeking>("peeking.prob_ever_fires").filter(
    ({ inputs }) => inputs.rule === "e_beta11" && inputs.look_every === 10,
  );
  expect(cases.length).toBeGreaterThan(3);
  for (const { inputs, expected } of cases) {
    const { p0, p, alpha, first_look, look_every } = inputs;
    const chance = new Float64Array(1002);
    chance[0] = 1;
    let fired = 0;
    const byN: Record<string, number> = {};
    for (let n = 1; n <= 1000; n++) {
      for (let j = n; j > 0; j--) chance[j] = (chance[j] ?? 0) * (1 - p) + (chance[j - 1] ?? 0) * p;
      chance[0] = (chance[0] ?? 0) * (1 - p);
      if (n >= first_look && (n - first_look) % look_every === 0) {
        const from = crossingCount(n, p0, -Math.log(alpha));
        for (let j = from; j <= n; j++) fired += chance[j] ?? 0;
        chance.fill(0, from);
      }
      byN[n] = fired;
    }
    for (const [n, value] of Object.entries((expected as { by_n: object }).by_n)) {
      // The table's own tolerance.
      expect(Math.abs((byN[n] ?? 0) / value - 1)).toBeLessThan(1e-7);
    }
  }
});

describe("refuses arguments", () => {
  const test8 = { rate: 0.8, alternative: "greater" } as const;
  test.each([
    ["successes", () => betaMixtureLogE(11, 10, test8)],
    ["episodes", () => betaMixtureLogE(1, 1.5, test8)],
    ["rate", () => betaMixtureLogE(1, 2, { ...test8, rate: 0 })],
    ["rate", () => betaMixtureLogE(1, 2, { ...test8, rate: Number.NaN })],
    ["alternative", () => betaMixtureLogE(1, 2, { ...test8, alternative: "two" as never })],
    ["prior.a", () => betaMixtureLogE(1, 2, { ...test8, prior: { a: 0, b: 1 } })],
    ["prior.b", () => betaMixtureLogE(1, 2, { ...test8, prior: { a: 1, b: Number.NaN } })],
  ])("%s", (argument, run) => {
    expect(run).toThrow(StatsArgumentError);
    expect(run).toThrow(`${argument}: expected`);
  });
});
