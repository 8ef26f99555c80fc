import fc from "fast-check";
import { expect, test } from "vitest";
import { decideRate } from "../rate/decide.ts";
import { episodesForClaim } from "./episodes-for-claim.ts";
import { exactPower } from "./exact-power.ts";
import { exactCritical, favourableTail } from "./exact-rule.ts";

type Plan = Parameters<typeof episodesForClaim>[0];

const plan: Plan = { threshold: 0.8, trueRate: 0.9, alpha: 0.05, power: 0.8, direction: "above" };

test.each([
  [0.8, 0.9, 82, 94],
  [0.8, 0.85, 365, 398],
  [0.9, 0.95, 179, 203],
])("%d against %d: %i episodes, and %i for good", (threshold, trueRate, first, stable) => {
  const found = episodesForClaim({ ...plan, threshold, trueRate });
  expect([found.first.episodes, found.stable.episodes]).toEqual([first, stable]);
});

// Python 3.11 fractions: every n up to 700, 320 and 400 in whole numbers.
test.each<[Partial<Plan>, [number, number, number], number]>([
  [
    { threshold: 0.95, trueRate: 0.99, alpha: 0.01, power: 0.9 },
    [229, 225, 0.9184127100787385],
    259,
  ],
  [
    { threshold: 0.1, trueRate: 0.03, alpha: 0.025, direction: "below" },
    [100, 4, 0.8178548060756423],
    114,
  ],
  [
    { threshold: 0.6, trueRate: 0.75, alpha: 0.001, power: 0.9 },
    [190, 135, 0.9083221830384578],
    196,
  ],
])("%o in exact fractions", (change, [episodes, criticalCount, power], stable) => {
  const found = episodesForClaim({ ...plan, ...change });
  expect(found.first).toMatchObject({ episodes, criticalCount });
  expect(Math.abs(found.first.power / power - 1)).toBeLessThan(1e-10);
  expect(found.stable.episodes).toBe(stable);
});

test("a certain success needs only the run without failure", () => {
  expect(episodesForClaim({ ...plan, trueRate: 1 }).first).toMatchObject({
    episodes: 14,
    criticalCount: 14,
    power: 1,
  });
  // One success refutes a rate of 0: 1 - 0.9^16 is the first above 0.8.
  const first = episodesForClaim({ ...plan, threshold: 0, trueRate: 0.1 }).first;
  expect(first).toMatchObject({ episodes: 16, criticalCount: 1, size: 0 });
});

test("near a million episodes", () => {
  const { first, stable } = episodesForClaim({ ...plan, trueRate: 0.801 });
  expect(first.power).toBeGreaterThanOrEqual(0.8);
  expect(stable.episodes - first.episodes).toBeLessThan(3000);
  const before = exactPower({ ...plan, trueRate: 0.801, episodes: first.episodes - 1 });
  expect(before.power).toBeLessThan(0.8);
});

test("rare failures, where thousands of numbers share a critical count", () => {
  const rare = { ...plan, threshold: 0.99999, trueRate: 0.999995 };
  const { first, stable } = episodesForClaim(rare);
  const power = (episodes: number) => exactPower({ ...rare, episodes }).power;
  expect(power(first.episodes - 1)).toBeLessThan(0.8);
  expect(first.power).toBeGreaterThanOrEqual(0.8);
  expect(power(stable.episodes - 1)).toBeLessThan(0.8);
  for (let more = 0; more < 1e6; more += 9973) {
    expect(power(stable.episodes + more)).toBeGreaterThanOrEqual(0.8);
  }
});

const plans = fc
  .record({
    hundredths: fc.integer({ min: 1, max: 80 }),
    gap: fc.integer({ min: 8, max: 19 }),
    alpha: fc.constantFrom(0.001, 0.0123, 0.0517, 0.11),
    power: fc.constantFrom(0.5, 0.8, 0.95),
  })
  .map(({ hundredths, gap, ...rest }) => ({
    ...rest,
    threshold: hundredths / 100,
    trueRate: (hundredths + gap) / 100,
    direction: "above" as const,
  }));

test("no number outside the searched range behaves otherwise", () => {
  fc.assert(
    fc.property(plans, (some) => {
      const { first, stable } = episodesForClaim(some);
      for (let episodes = 1; episodes <= 2 * stable.episodes + 20; episodes++) {
        const { power } = exactPower({ ...some, episodes });
        if (episodes < first.episodes) expect(power).toBeLessThan(some.power);
        if (episodes === stable.episodes - 1) expect(power).toBeLessThan(some.power);
        if (episodes >= stable.episodes) expect(power).toBeGreaterThanOrEqual(some.power);
      }
    }),
    { numRuns: 25 },
  );
});

test("below is the mirror image of above", () => {
  fc.assert(
    fc.property(plans, (some) => {
      const one = episodesForClaim(some);
      const other = episodesForClaim({
        ...some,
        threshold: 1 - some.threshold,
        trueRate: 1 - some.trueRate,
        direction: "below",
      });
      expect(other.first.episodes).toBe(one.first.episodes);
      expect(other.stable.episodes).toBe(one.stable.episodes);
      expect((one.first.criticalCount ?? 0) + (other.first.criticalCount ?? 0)).toBe(
        one.first.episodes,
      );
    }),
    { numRuns: 25 },
  );
});

test("the critical count is where decideRate's exact verdict turns", () => {
  for (const episodes of [14, 50, 123]) {
    const { criticalCount } = exactPower({ ...plan, episodes });
    const verdict = (successes: number) =>
      decideRate({
        successes,
        episodes,
        operator: ">=",
        baseline: 0.8,
        margin: 0,
        alpha: 0.1,
        method: "clopper_pearson",
      }).exact.verdict;
    expect(verdict(criticalCount ?? 0)).toBe("supported");
    expect(verdict((criticalCount ?? 0) - 1)).not.toBe("supported");
  }
});

test("a guess of the critical count changes only the time", () => {
  const counts = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -5, max: 205 }));
  const directions = fc.constantFrom("above" as const, "below" as const);
  fc.assert(
    fc.property(counts, directions, plans, ([episodes, guess], direction, some) => {
      const rule = { ...some, direction };
      const found = exactCritical(rule, episodes, guess);
      expect(found).toBe(exactCritical(rule, episodes, 0));
      const tail = (count: number) =>
        favourableTail(direction, count, episodes, some.threshold) <= some.alpha;
      expect(tail(found)).toBe(true);
      expect(tail(direction === "above" ? found - 1 : found + 1)).toBe(false);
    }),
  );
});

test("too few episodes have no critical count", () => {
  for (const episodes of [0, 13]) {
    const none = { episodes, criticalCount: null, power: 0, size: 0 };
    expect(exactPower({ ...plan, episodes })).toEqual(none);
  }
});

test.each<[string, Partial<Plan>]>([
  ["threshold", { threshold: 80 }],
  ["trueRate", { trueRate: 0.8 }],
  ["trueRate", { direction: "below" }],
  ["trueRate", { trueRate: 0.8001 }],
  ["trueRate", { trueRate: Number.NaN }],
  ["alpha", { alpha: 0 }],
  ["power", { power: 1 }],
  ["power", { power: 0.05 }],
  ["direction", { direction: "up" as "above" }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => episodesForClaim({ ...plan, ...change })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
