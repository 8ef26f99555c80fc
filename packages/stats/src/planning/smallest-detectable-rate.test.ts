import fc from "fast-check";
import { expect, test } from "vitest";
import { exactPower } from "./exact-power.ts";
import { smallestDetectableRate } from "./smallest-detectable-rate.ts";

const plan = {
  episodes: 100,
  threshold: 0.8,
  alpha: 0.05,
  power: 0.8,
  direction: "above",
} as const;

test("100 episodes see 0.891 above 0.8", () => {
  expect(smallestDetectableRate(plan)).toEqual({
    rate: expect.closeTo(0.8908058881945712, 12),
    criticalCount: 87,
  });
});

test("none when no outcome proves the claim", () => {
  expect(smallestDetectableRate({ ...plan, episodes: 13 })).toBeNull();
  expect(smallestDetectableRate({ ...plan, episodes: 0 })).toBeNull();
  expect(smallestDetectableRate({ ...plan, threshold: 1 })).toBeNull();
});

test("it has just the power asked for, and lies beyond the threshold", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.constantFrom("above" as const, "below" as const),
      (episodes, threshold, direction) => {
        const rule = { ...plan, episodes, threshold, direction };
        const found = smallestDetectableRate(rule);
        if (found === null) return;
        expect(Math.sign(found.rate - threshold)).toBe(direction === "above" ? 1 : -1);
        expect(exactPower({ ...rule, trueRate: found.rate }).power).toBeCloseTo(0.8, 10);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ["episodes", { episodes: 1.5 }],
  ["threshold", { threshold: -0.1 }],
  ["alpha", { alpha: 1 }],
  ["power", { power: 0.01 }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => smallestDetectableRate({ ...plan, ...change })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
