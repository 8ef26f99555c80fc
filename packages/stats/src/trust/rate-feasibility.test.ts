import fc from "fast-check";
import { expect, test } from "vitest";
import { rateFeasibility } from "./rate-feasibility.ts";

test("no count of 500 reads 43.9 %", () => {
  expect(rateFeasibility({ percent: "43.9", episodes: 500, limit: 100 })).toEqual({
    feasible: false,
    successes: { half_up: null, half_even: null, truncated: null },
    nearest: { below: 499, above: 501 },
    possibleEpisodes: [41, 57, 66, 82, 98],
  });
});

test("43.9 % of 41 are 18", () => {
  const found = rateFeasibility({ percent: { value: 43.9, decimals: 1 }, episodes: 41 });
  expect(found.feasible).toBe(true);
  expect(found.successes.half_up).toEqual({ from: 18, to: 18 });
  expect(found.nearest).toEqual({ below: null, above: 57 });
});

test.each([
  // 1/8 = 12.5 % and 3/8 = 37.5 %: the half goes up, or to the even neighbour.
  ["13", 8, { half_up: { from: 1, to: 1 }, half_even: null, truncated: null }],
  ["12", 8, { half_up: null, half_even: { from: 1, to: 1 }, truncated: { from: 1, to: 1 } }],
  ["38", 8, { half_up: { from: 3, to: 3 }, half_even: { from: 3, to: 3 }, truncated: null }],
  ["0", 7, { half_up: { from: 0, to: 0 }, half_even: { from: 0, to: 0 } }],
  ["100", 7, { half_up: { from: 7, to: 7 }, half_even: { from: 7, to: 7 } }],
  ["100.0", 7, { half_up: { from: 7, to: 7 }, truncated: { from: 7, to: 7 } }],
  // Many counts share a percentage of many episodes: 0.5 % and 1.5 % are ties.
  ["1", 1000, { half_up: { from: 5, to: 14 }, half_even: { from: 6, to: 14 } }],
  ["2", 1000, { half_up: { from: 15, to: 24 }, half_even: { from: 15, to: 25 } }],
  ["1", 1000, { truncated: { from: 10, to: 19 } }],
])("%s of %i", (percent, episodes, successes) => {
  expect(rateFeasibility({ percent, episodes }).successes).toMatchObject(successes);
});

test("far from any possible number", () => {
  const tiny = rateFeasibility({ percent: "0.000001", episodes: 10 });
  expect(tiny).toMatchObject({ feasible: false, nearest: { below: null, above: null } });
});

const rates = fc
  .integer({ min: 1, max: 3000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

test("every count reads as what it is rounded to", () => {
  fc.assert(
    fc.property(rates, fc.integer({ min: 0, max: 4 }), ([k, n], decimals) => {
      // Whole numbers throughout: 200 k 10^decimals / n, halved with rounding.
      const doubled = 200n * BigInt(k) * 10n ** BigInt(decimals);
      const digits = (doubled + BigInt(n)) / (2n * BigInt(n));
      const text = digits.toString().padStart(decimals + 1, "0");
      const point = text.length - decimals;
      const percent = decimals === 0 ? text : `${text.slice(0, point)}.${text.slice(point)}`;
      const { feasible, successes } = rateFeasibility({ percent, episodes: n });
      expect(feasible).toBe(true);
      expect(successes.half_up?.from).toBeLessThanOrEqual(k);
      expect(successes.half_up?.to).toBeGreaterThanOrEqual(k);
    }),
  );
});

test("each count belongs to one percentage", () => {
  for (const rounding of ["half_up", "half_even", "truncated"] as const) {
    for (const episodes of [8, 40, 200]) {
      const all = Array.from({ length: 101 }, (_, percent) => {
        const counts = rateFeasibility({ percent: String(percent), episodes }).successes[rounding];
        return counts === null ? [] : range(counts.from, counts.to);
      });
      expect(all.flat()).toEqual(range(0, episodes));
    }
  }
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

const valid = { percent: "43.9", episodes: 500 };

test.each([
  ["percent", { percent: "43,9" }],
  ["percent", { percent: "100.1" }],
  ["percent", { percent: "-1" }],
  ["percent", { percent: "" }],
  ["percent", { percent: { value: Number.NaN, decimals: 1 } }],
  ["percent", { percent: null as unknown as string }],
  ["decimals", { percent: { value: 43.91, decimals: 1 } }],
  ["decimals", { percent: { value: 43.9, decimals: 0.5 } }],
  ["episodes", { episodes: 0 }],
  ["limit", { limit: -1 }],
])("refuses a wrong %s", (argument, change) => {
  expect(() => rateFeasibility({ ...valid, ...change })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
