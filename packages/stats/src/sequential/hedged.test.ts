import fc from "fast-check";
import { expect, test } from "vitest";
import { hedgedConfidenceSequence, hedgedLogE } from "./hedged.ts";
import { extendHedged, hedgedInterval, startHedged } from "./hedged-state.ts";

const scores = fc.array(fc.constantFrom(0, 0.25, 0.5, 0.75, 1), { maxLength: 80 });
const options = fc.record({
  alpha: fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
  share: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  cap: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
});

test("the limits are where the e-value crosses", () => {
  fc.assert(
    fc.property(scores, options, fc.double({ min: 0, max: 1, noNaN: true }), (all, how, at) => {
      const { lower, upper, violated } = hedgedConfidenceSequence(all, how);
      if (violated || at < 1e-9 || at > 1 - 1e-9) return;
      const logE = hedgedLogE(all, at, how) + Math.log(how.alpha);
      if (at < lower - 1e-9 || at > upper + 1e-9) expect(logE).toBeGreaterThanOrEqual(-1e-9);
      else if (at > lower + 1e-9 && at < upper - 1e-9) expect(logE).toBeLessThanOrEqual(1e-9);
    }),
  );
});

test("the stream is the running intersection, rounded outward to thousandths", () => {
  fc.assert(
    fc.property(scores, options, (all, how) => {
      let [lower, upper] = [0, 1];
      let state = startHedged(how);
      all.forEach((score, at) => {
        const raw = hedgedConfidenceSequence(all.slice(0, at + 1), how);
        lower = Math.max(lower, raw.lower);
        upper = Math.min(upper, raw.upper);
        state = extendHedged(state, [score]);
      });
      const running = hedgedInterval(state);
      if (running.violated) {
        expect(lower).toBeGreaterThan(upper - 1e-9);
        return;
      }
      expect(running.lower).toBeLessThanOrEqual(lower + 1e-9);
      expect(running.lower).toBeGreaterThan(Math.min(lower, 1) - 0.001 - 1e-9);
      expect(running.upper).toBeGreaterThanOrEqual(upper - 1e-9);
      expect(running.upper).toBeLessThan(Math.max(upper, 0) + 0.001 + 1e-9);
      expect(extendHedged(startHedged(how), all)).toEqual(state);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
    { numRuns: 40 },
  );
});

test("mirrors", () => {
  fc.assert(
    fc.property(scores, options, (all, how) => {
      const { lower } = hedgedConfidenceSequence(all, how);
      const mirrored = all.map((score) => 1 - score);
      const share = 1 - how.share;
      // The bets follow the share, so only an even split is symmetric.
      if (Math.abs(share - 0.5) < 1e-9) return;
      const even = { ...how, share: 0.5 };
      const { upper } = hedgedConfidenceSequence(mirrored, even);
      expect(hedgedConfidenceSequence(all, even).lower).toBeCloseTo(1 - upper, 10);
      expect(lower).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("nothing seen, nothing known", () => {
  const all = { lower: 0, upper: 1, violated: false };
  expect(hedgedConfidenceSequence([], { alpha: 0.05 })).toEqual(all);
  expect(hedgedInterval(startHedged({ alpha: 0.05 }))).toEqual(all);
});

test("a mean that drifts is an alarm, not [0, 1]", () => {
  const drift = Array.from({ length: 600 }, (_, at) => (at < 300 ? 1 : 0));
  const state = extendHedged(startHedged({ alpha: 0.05 }), drift);
  expect(hedgedInterval(state).violated).toBe(true);
  expect(hedgedInterval(extendHedged(state, [1, 1])).violated).toBe(true);
});

test("refuses arguments", () => {
  expect(() => hedgedConfidenceSequence([0.5, 1.1], { alpha: 0.05 })).toThrow("scores: expected");
  expect(() => hedgedConfidenceSequence([Number.NaN], { alpha: 0.05 })).toThrow("scores");
  expect(() => hedgedConfidenceSequence([], { alpha: 1 })).toThrow("alpha: expected");
  expect(() => startHedged({ alpha: 0.1, share: 0 })).toThrow("share: expected");
  expect(() => startHedged({ alpha: 0.1, cap: 1 })).toThrow("cap: expected");
  expect(() => hedgedLogE([], 0, { alpha: 0.1 })).toThrow("mean: expected");
  expect(() => extendHedged(startHedged({ alpha: 0.1 }), "1" as never)).toThrow("scores: expected");
});
