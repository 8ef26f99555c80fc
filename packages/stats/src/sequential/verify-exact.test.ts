import fc from "fast-check";
import { expect, test } from "vitest";
import { betaMixtureLogE, mixtureAlternatives } from "./beta-mixture.ts";
import { verifyExact } from "./verify-exact.ts";

const rate = { numerator: 4, denominator: 5 };
const alpha = { numerator: 1, denominator: 20 };

test("20 successes are the first that prove p > 4/5 at 1/20", () => {
  const look = { rate, alpha, alternative: "greater" } as const;
  expect(verifyExact({ ...look, successes: 19, episodes: 19 })).toEqual({ reached: false });
  expect(verifyExact({ ...look, successes: 20, episodes: 20 })).toEqual({ reached: true });
});

test("a tie is reached, where a double may miss it", () => {
  // E = 15/4 after three wins in three pairs.
  const look = { successes: 3, episodes: 3, rate: { numerator: 1n, denominator: 2n } };
  const tie = {
    ...look,
    alternative: "greater",
    alpha: { numerator: 4, denominator: 15 },
  } as const;
  expect(verifyExact(tie)).toEqual({ reached: true });
  const beyond = { numerator: 4_000_000_000, denominator: 15_000_000_001 };
  expect(verifyExact({ ...tie, alpha: beyond })).toEqual({ reached: false });
});

const counts = fc
  .integer({ min: 0, max: 400 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("agrees with log E in floating point away from ties", () => {
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 2, max: 1000 }),
      fc.constantFrom(...mixtureAlternatives),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      ([successes, episodes], percent, oneIn, alternative, a, b) => {
        const test = { rate: percent / 100, alternative, prior: { a, b } };
        const logE = betaMixtureLogE(successes, episodes, test);
        if (Math.abs(logE - Math.log(oneIn)) < 1e-9) return;
        const { reached } = verifyExact({
          successes,
          episodes,
          rate: { numerator: percent, denominator: 100 },
          alpha: { numerator: 1, denominator: oneIn },
          alternative,
          prior: { a, b },
        });
        expect(reached).toBe(logE >= Math.log(oneIn));
      },
    ),
    { numRuns: 200 },
  );
});

test("refuses arguments", () => {
  const look = { successes: 1, episodes: 2, rate, alpha, alternative: "greater" } as const;
  expect(() => verifyExact({ ...look, successes: 3 })).toThrow("successes: expected");
  expect(() => verifyExact({ ...look, episodes: 20_001 })).toThrow("episodes: expected");
  const whole = { numerator: 5, denominator: 5 };
  expect(() => verifyExact({ ...look, rate: whole })).toThrow("rate: expected");
  const decimal = { numerator: 0.8, denominator: 1 };
  expect(() => verifyExact({ ...look, rate: decimal })).toThrow("rate: expected");
  const zero = { numerator: 0, denominator: 20 };
  expect(() => verifyExact({ ...look, alpha: zero })).toThrow("alpha: expected");
  expect(() => verifyExact({ ...look, prior: { a: 0.5, b: 1 } })).toThrow("prior.a: expected");
  expect(() => verifyExact({ ...look, alternative: "" as never })).toThrow("alternative");
});
