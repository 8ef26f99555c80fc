import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyCase } from "../../test/any-evidence.ts";
import { claimOf, inputOf, protocolOf } from "../../test/fixtures.ts";
import { deriveEvidence } from "../derive.ts";
import { MOST_POINTS, runningSequence } from "./running-sequence.ts";

const claim = claimOf();

function of(tasks: Record<string, string>, perTask: number) {
  const input = inputOf(tasks);
  const protocol = protocolOf(claim, Object.keys(tasks), { episodes_per_task: perTask });
  const evidence = deriveEvidence(claim, protocol, input, { stopping: "savi" });
  return { evidence, points: runningSequence(claim, protocol, evidence, input) };
}

describe("one task", () => {
  // n successes of n: the mixture's E at p is p^-n/(n + 1), so the limit is ((n + 1)/alpha)^(-1/n).
  test("only successes: the limits of the closed form, and no upper one", () => {
    const { points } = of({ "a/b": "S".repeat(40) }, 40);
    expect(points).toHaveLength(40);
    for (const { episodes: n, successes, lower, upper } of points) {
      expect([successes, upper]).toEqual([n, 1]);
      expect(lower).toBeCloseTo(((n + 1) / 0.05) ** (-1 / n), 12);
    }
  });

  test("of many looks a few hundred are kept, with the deciding and the last one", () => {
    const letters = Array.from({ length: 5000 }, (_, i) => (i % 8 === 3 ? "F" : "S")).join("");
    const { evidence, points } = of({ "a/b": letters }, 5000);
    const kept = points.map(({ episodes }) => episodes);
    expect(points.length).toBeLessThanOrEqual(MOST_POINTS + 1);
    expect(points.length).toBeGreaterThan(200);
    expect(kept[0]).toBe(1);
    expect(kept.at(-1)).toBe(5000);
    expect(kept).toContain(evidence.sequential.decided_at);
  });
});

test("several tasks: a look after every round", () => {
  const { points } = of({ "a/0": "SSSSS", "a/1": "SSSSSSS", "a/2": "FSSSS" }, 10);
  expect(points.map(({ episodes, successes }) => [episodes, successes])).toEqual([
    [3, 2],
    [6, 5],
    [9, 8],
    [12, 11],
    [15, 14],
  ]);
});

test("the band ends where the evidence says, and never widens", () => {
  fc.assert(
    fc.property(anyCase, ({ claim, protocol, input, evidence }) => {
      const points = runningSequence(claim, protocol, evidence, input);
      const { refused, interval, violated } = evidence.sequential;
      if (refused !== null) expect(points).toEqual([]);
      else if (points.length > 0 && violated !== true) {
        expect(points.at(-1)).toMatchObject({ lower: interval?.lower, upper: interval?.upper });
      }
      points.slice(1).forEach(({ lower, upper }, i) => {
        expect(lower).toBeGreaterThanOrEqual(points[i]?.lower ?? 0);
        expect(upper).toBeLessThanOrEqual(points[i]?.upper ?? 1);
      });
    }),
    { numRuns: 60 },
  );
});

test("a rate that changes while the run goes on empties the band, which stops there", () => {
  const { evidence, points } = of({ "a/b": "S".repeat(200) + "F".repeat(200) }, 400);
  expect(evidence.sequential.violated).toBe(true);
  expect(points.length).toBeGreaterThan(200);
  expect(points.length).toBeLessThan(400);
  expect(points.every(({ lower, upper }) => lower <= upper)).toBe(true);
});
