import fc from "fast-check";
import { expect, test } from "vitest";
import { twoArmLogE } from "./two-arm.ts";
import { twoArmBlocks } from "./two-arm-blocks.ts";

const arm = fc.integer({ min: 0, max: 500 }).chain((episodes) =>
  fc.record({
    successes: fc.integer({ min: 0, max: episodes }),
    episodes: fc.constant(episodes),
  }),
);

test("grows with the margin, and mirrors when successes and arms swap", () => {
  fc.assert(
    fc.property(arm, arm, fc.double({ min: 0, max: 0.9, noNaN: true }), (one, two, margin) => {
      const logE = twoArmLogE(one, two, { margin });
      expect(Number.isFinite(logE)).toBe(true);
      expect(twoArmLogE(one, two, { margin: margin / 2 })).toBeLessThanOrEqual(logE + 1e-9);
      const mirror = (of: typeof one) => ({ ...of, successes: of.episodes - of.successes });
      const mirrored = twoArmLogE(mirror(two), mirror(one), { margin });
      expect(Math.abs(mirrored - logE)).toBeLessThan(1e-8 * (1 + Math.abs(logE)));
    }),
  );
});

test("no arms, no evidence", () => {
  const none = { successes: 0, episodes: 0 };
  expect(twoArmLogE(none, none, { margin: 0 })).toBe(0);
  expect(twoArmLogE({ successes: 9, episodes: 9 }, none, { margin: 0.1 })).toBeLessThan(0);
});

test("has mean at most 1 under the null hypothesis", () => {
  const chance = (n: number, p: number) => {
    const chances = [(1 - p) ** n];
    for (let k = 0; k < n; k++)
      chances.push(((chances[k] ?? 0) * (n - k) * p) / ((k + 1) * (1 - p)));
    return chances;
  };
  for (const [p1, p2] of [
    [0.5, 0.6],
    [0.85, 0.95],
    [0.2, 0.9],
  ] as const) {
    let mean = 0;
    chance(8, p1).forEach((left, i) => {
      chance(5, p2).forEach((right, j) => {
        const [one, two] = [
          { successes: i, episodes: 8 },
          { successes: j, episodes: 5 },
        ];
        mean += left * right * Math.exp(twoArmLogE(one, two, { margin: 0.1 }));
      });
    });
    expect(mean).toBeLessThan(1);
  }
});

test("refuses arguments", () => {
  const good = { successes: 1, episodes: 2 };
  const bad = { successes: 3, episodes: 2 };
  expect(() => twoArmLogE(bad, good, { margin: 0 })).toThrow("successes: expected");
  expect(() => twoArmLogE(good, bad, { margin: 0 })).toThrow("successes: expected");
  expect(() => twoArmLogE(good, good, { margin: 1 })).toThrow("margin: expected");
});

test("a block has mean at most 1 under the null hypothesis, whatever came before", () => {
  const outcomes = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 30 });
  const rate = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(outcomes, rate, rate, (before, one, two) => {
      const [low, high] = [Math.min(one, two), Math.max(one, two)];
      const logE = (...last: (readonly [boolean, boolean])[]) => {
        const all = [...before, ...last];
        const [first, second] = [all.map(([x]) => x), all.map(([, y]) => y)];
        return twoArmBlocks(first, second, { alpha: 0.05 }).logE;
      };
      let mean = 0;
      for (const x of [true, false]) {
        for (const y of [true, false]) {
          const chance = (x ? low : 1 - low) * (y ? high : 1 - high);
          mean += chance * Math.exp(logE([x, y]) - logE());
        }
      }
      expect(mean).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});

test("blocks refuse arguments", () => {
  expect(twoArmBlocks([], [], { alpha: 0.05 })).toMatchObject({ logE: 0, anytimeP: 1, count: 0 });
  expect(() => twoArmBlocks([1], [], { alpha: 0.05 })).toThrow("second: expected");
  expect(() => twoArmBlocks([2 as never], [1], { alpha: 0.05 })).toThrow("first: expected");
  expect(() => twoArmBlocks([1], [1], { alpha: 1 })).toThrow("alpha: expected");
});
