import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { periodChance, smallestPeriod } from "./outcome-coincidence.ts";
import { pseudoReplication } from "./pseudo-replication.ts";
import type { ReplicateRecord } from "./replicate-record.ts";

const outcomes = (bits: string) => [...bits].map((bit) => bit === "1");
const episodes = (bits: string, more: (index: number) => Partial<ReplicateRecord> = () => ({})) =>
  outcomes(bits).map((success, index) => ({ success, ...more(index) }));
const alpha = 0.01;

// Twelve outcomes that do not repeat.
const run = "110100111011";

test("nothing to check, nothing found", () => {
  expect(pseudoReplication([], { alpha })).toEqual({
    episodes: 0,
    effectiveEpisodes: 0,
    checked: [],
    findings: [],
  });
  expect(pseudoReplication(episodes(run), { alpha })).toEqual({
    episodes: 12,
    effectiveEpisodes: 12,
    checked: ["periodic_outcomes"],
    findings: [],
  });
});

test("different seeds, states and traces are as many episodes", () => {
  const distinct = episodes(run, (index) => ({
    seed: index,
    initialState: `state ${index}`,
    trace: `trace ${index}`,
  }));
  const found = pseudoReplication(distinct, { alpha });
  expect(found).toMatchObject({ effectiveEpisodes: 12, findings: [] });
  expect(found.checked).toEqual([
    "repeated_seed",
    "repeated_initial_state",
    "identical_trace",
    "periodic_outcomes",
  ]);
});

describe("shared identities", () => {
  test("every episode from initial state 0 is one", () => {
    const found = pseudoReplication(
      episodes(run, () => ({ initialState: "0" })),
      { alpha },
    );
    expect(found.effectiveEpisodes).toBe(1);
    expect(found.findings).toEqual([
      {
        code: "repeated_initial_state",
        groups: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
        effectiveEpisodes: 1,
        chance: null,
      },
    ]);
  });

  test("a seed repeats within its task only, a trace anywhere", () => {
    const two = (extra: Partial<ReplicateRecord>) =>
      pseudoReplication(
        [
          { success: true, task: "a", ...extra },
          { success: true, task: "b", ...extra },
        ],
        { alpha },
      ).effectiveEpisodes;
    expect(two({ seed: 7 })).toBe(2);
    expect(two({ initialState: "7" })).toBe(2);
    expect(two({ trace: "7" })).toBe(1);
  });

  test("a seed of 7 and of '7' are the same, an absent one is like no other", () => {
    const found = pseudoReplication(
      [{ success: true, seed: 7 }, { success: false, seed: "7" }, ...episodes("10")],
      { alpha },
    );
    expect(found).toMatchObject({ effectiveEpisodes: 3, findings: [{ groups: [[0, 1]] }] });
  });

  test("findings that overlap join their episodes", () => {
    const [a, b, c] = [{ seed: 1 }, { seed: 1, trace: "x" }, { seed: 2, trace: "x" }];
    const found = pseudoReplication(
      [a, b, c].map((each) => ({ success: true, ...each })),
      { alpha },
    );
    expect(found.effectiveEpisodes).toBe(1);
    expect(found.findings.map((each) => each.effectiveEpisodes)).toEqual([2, 2]);
  });
});

describe("identical runs", () => {
  const twice = (first: string, second: string) =>
    pseudoReplication(
      [...episodes(first, () => ({ run: "1" })), ...episodes(second, () => ({ run: "2" }))],
      { alpha },
    );

  test("a seed without effect gives the run again", () => {
    const found = twice(run, run);
    expect(found).toMatchObject({ episodes: 24, effectiveEpisodes: 12 });
    expect(found.findings).toHaveLength(1);
    // One of C(12, 8) orders.
    expect(found.findings[0]).toMatchObject({
      code: "identical_runs",
      chance: expect.closeTo(1 / 495, 12),
    });
    expect(found.findings[0]?.groups[3]).toEqual([3, 15]);
  });

  test("three runs compare in three pairs", () => {
    const three = ["1", "2", "3"].flatMap((of) => episodes(run, () => ({ run: of })));
    const [finding] = pseudoReplication(three, { alpha }).findings;
    expect(finding).toMatchObject({ effectiveEpisodes: 12, chance: expect.closeTo(3 / 495, 12) });
  });

  test("runs that differ, or that always succeed, tell nothing", () => {
    expect(twice(run, "110100111110").findings).toEqual([]);
    expect(twice("1".repeat(50), "1".repeat(50)).findings).toEqual([]);
  });

  test("tasks are compared each in its own order, however they are interleaved", () => {
    const one = episodes(run + run, (index) => ({ run: "1", task: index < 12 ? "a" : "b" }));
    const two = outcomes(run).flatMap((success) => [
      { success, run: "2", task: "b" },
      { success, run: "2", task: "a" },
    ]);
    const found = pseudoReplication([...one, ...two], { alpha });
    expect(found.findings[0]).toMatchObject({
      code: "identical_runs",
      chance: expect.closeTo(1 / 495 ** 2, 14),
    });
    expect(found.effectiveEpisodes).toBe(24);
  });

  test("tasks of one episode each have only one order", () => {
    const runs = ["1", "2"].flatMap((of) =>
      episodes(run, (index) => ({ run: of, task: `task ${index}` })),
    );
    expect(pseudoReplication(runs, { alpha }).findings).toEqual([]);
  });
});

describe("periodic outcomes", () => {
  test("five outcomes six times over are five episodes", () => {
    const found = pseudoReplication(episodes("10110".repeat(6)), { alpha });
    expect(found.effectiveEpisodes).toBe(5);
    expect(found.findings[0]).toMatchObject({ code: "periodic_outcomes" });
    expect(found.findings[0]?.groups[0]).toEqual([0, 5, 10, 15, 20, 25]);
  });

  test("short cycles happen by chance", () => {
    expect(pseudoReplication(episodes("1010"), { alpha }).findings).toEqual([]);
  });

  test.each([
    ["", null],
    ["1111", null],
    ["1010", 2],
    ["10101", 2],
    ["110110", 3],
    ["1101101", 3],
    ["1101100", null],
    ["100", null],
  ])("%s has period %s", (bits, period) => {
    expect(smallestPeriod(outcomes(bits))).toBe(period);
  });

  test("the bound counts the orders with each period", () => {
    const all = (n: number) =>
      Array.from({ length: 2 ** n }, (_, code) => code.toString(2).padStart(n, "0"));
    for (const n of [6, 7, 9, 11]) {
      for (let k = 1; k < n; k++) {
        const orders = all(n).filter((bits) => [...bits].filter((bit) => bit === "1").length === k);
        let count = 0;
        for (let period = 2; 2 * period <= n; period++) {
          count += orders.filter((bits) => bits.startsWith(bits.slice(period))).length;
          const some = outcomes(orders[0] ?? "");
          expect(periodChance(some, period)).toBeCloseTo(Math.min(1, count / orders.length), 12);
        }
      }
    }
  });
});

test("effective episodes never exceed the episodes, nor fall below the findings' least", () => {
  const record = fc.record({
    success: fc.boolean(),
    task: fc.constantFrom("a", "b"),
    run: fc.constantFrom("1", "2", "3"),
    seed: fc.nat(20),
    trace: fc.nat(30).map(String),
  });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), (some) => {
      const found = pseudoReplication(some, { alpha: 0.3 });
      expect(found.effectiveEpisodes).toBeLessThanOrEqual(some.length);
      expect(found.effectiveEpisodes).toBeGreaterThanOrEqual(Math.min(1, some.length));
      for (const finding of found.findings) {
        expect(finding.effectiveEpisodes).toBeGreaterThanOrEqual(found.effectiveEpisodes);
        expect(finding.groups.every((group) => group.length > 1)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["episodes", "none" as unknown as [], 0.01],
  ["episodes[0].success", [{ success: 1 }] as unknown as [], 0.01],
  ["alpha", [], 0],
  ["alpha", [], Number.NaN],
])("refuses a wrong %s", (argument, some, level) => {
  expect(() => pseudoReplication(some, { alpha: level })).toThrow(
    expect.objectContaining({ name: "StatsArgumentError", argument }),
  );
});
