import fc from "fast-check";
import { expect, test } from "vitest";
import { betaMixtureLogE } from "./beta-mixture.ts";
import { bettingSummary } from "./betting-state.ts";
import { extendPairedBetting, mcnemarLogE, startPairedBetting } from "./paired.ts";
import { extendScoreBetting, startScoreBetting } from "./score-betting.ts";

// mpmath 1.2.1, 50 digits.
test.each([
  [0.5, "greater", 2.051446803217699],
  [0.9, "less", 0.2620550124873602],
] as const)("eight scores against %d, %s", (rate, alternative, logE) => {
  const scores = [1, 0.5, 0.75, 1, 0.25, 1, 1, 0.875];
  const start = startScoreBetting({ rate, alternative, alpha: 0.05 });
  const summary = bettingSummary(extendScoreBetting(start, scores));
  expect(summary.logE).toBeCloseTo(logE, 13);
  expect(summary).toMatchObject({ count: 8, firstCrossing: null });
});

const scores = fc.array(fc.constantFrom(0, 0.3, 0.6, 1), { maxLength: 60 });
const rate = fc.double({ min: 0.05, max: 0.95, noNaN: true });

test("less mirrors greater; state goes on from its JSON", () => {
  fc.assert(
    fc.property(scores, scores, rate, (before, after, r) => {
      const greater = startScoreBetting({ rate: r, alternative: "greater", alpha: 0.1 });
      const less = startScoreBetting({ rate: 1 - r, alternative: "less", alpha: 0.1 });
      const half = extendScoreBetting(greater, before);
      const whole = extendScoreBetting(JSON.parse(JSON.stringify(half)), after);
      expect(whole).toEqual(extendScoreBetting(greater, [...before, ...after]));
      const mirrored = [...before, ...after].map((score) => 1 - score);
      const other = bettingSummary(extendScoreBetting(less, mirrored));
      expect(bettingSummary(whole).logE).toBeCloseTo(other.logE, 8);
    }),
  );
});

test("one step from the boundary has mean 1", () => {
  const start = startScoreBetting({ rate: 0.7, alternative: "greater", alpha: 0.1 });
  const after = (score: number) =>
    Math.exp(bettingSummary(extendScoreBetting(start, [score])).logE);
  expect(0.7 * after(1) + 0.3 * after(0)).toBeCloseTo(1, 14);
});

test("crossing is the first and stays", () => {
  const start = startScoreBetting({ rate: 0.5, alternative: "greater", alpha: 0.05 });
  const up = extendScoreBetting(
    start,
    Array.from({ length: 20 }, () => 1),
  );
  const down = extendScoreBetting(
    up,
    Array.from({ length: 200 }, () => 0),
  );
  expect(up.firstCrossing).toBe(7);
  expect(down.firstCrossing).toBe(7);
  const { logE, supLogE, anytimeP } = bettingSummary(down);
  expect(logE).toBeLessThan(0);
  expect(supLogE).toBe(up.supLogE);
  expect(anytimeP).toBeLessThan(0.05);
});

test("McNemar's e-value uses discordant pairs only", () => {
  expect(mcnemarLogE(0, 0)).toBe(0);
  expect(mcnemarLogE(22, 9)).toBe(betaMixtureLogE(22, 31, { rate: 0.5, alternative: "greater" }));
  expect(mcnemarLogE(3, 0, { prior: { a: 1, b: 1 } })).toBeCloseTo(Math.log(15 / 4), 14);
});

test("pairs of equal results cost a margin nothing, and a margin makes it easier", () => {
  const none = startPairedBetting({ margin: 0, alpha: 0.05 });
  const some = startPairedBetting({ margin: 0.1, alpha: 0.05 });
  const same = [1, 0, 1, 1, 0];
  expect(bettingSummary(extendPairedBetting(none, same, same)).logE).toBe(0);
  expect(bettingSummary(extendPairedBetting(some, same, same)).logE).toBeGreaterThan(0);
});

test("refuses arguments", () => {
  const test = { rate: 0.5, alternative: "greater", alpha: 0.05 } as const;
  expect(() => startScoreBetting({ ...test, rate: 1 })).toThrow("rate: expected");
  expect(() => startScoreBetting({ ...test, alternative: "no" as never })).toThrow("alternative");
  expect(() => startScoreBetting({ ...test, bets: [] })).toThrow("bets: expected");
  expect(() => startScoreBetting({ ...test, bets: [1] })).toThrow("bets: expected");
  expect(() => extendScoreBetting(startScoreBetting(test), [2])).toThrow("scores: expected");
  expect(() => startPairedBetting({ margin: 1, alpha: 0.05 })).toThrow("margin: expected");
  const paired = startPairedBetting({ margin: 0, alpha: 0.05 });
  expect(() => extendPairedBetting(paired, [1], [])).toThrow("second: expected");
  expect(() => mcnemarLogE(-1, 0)).toThrow("expected");
  expect(() => mcnemarLogE(1, 0.5)).toThrow("losses: expected");
});
