import { readFileSync } from "node:fs";
import {
  checkDocument,
  comparabilityCatalog,
  type DiffVerdict,
  EvidenceDiff,
  type LabelCode,
} from "@worldflux/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everything, type SideChoice, sideOf } from "../../test/diff-sides.ts";
import { diffEvidence } from "./diff-evidence.ts";
import { renderDiff } from "./render-diff.ts";
import type { DiffInput } from "./side.ts";

const winners: readonly DiffVerdict[] = ["left_better", "right_better"];
const letters = (successes: number, failures: number) =>
  "S".repeat(successes) + "F".repeat(failures);
const other = (choice: SideChoice = {}) => ({ ...everything, file: "other", ...choice });
/** Independent runs: nothing tells where episodes started. */
const unpaired = (choice: SideChoice = {}): SideChoice => ({
  ...other(choice),
  reading: { not_recorded: ["initial_state"], ...choice.reading },
});
const statusOf = (diff: EvidenceDiff, axis: string) =>
  diff.axes.find((of) => of.axis === axis)?.status;

/** The document is valid whatever the sides are. */
function diffOf(left: DiffInput, right: DiffInput): EvidenceDiff {
  return checkDocument(EvidenceDiff, diffEvidence(left, right), "diff");
}

describe("a package against itself", () => {
  test("where everything is declared, everything is the same", () => {
    const side = sideOf({ "a/0": letters(8, 2), "a/1": letters(5, 5) });
    const diff = diffOf(side, side);
    expect(diff.axes.filter(({ status }) => status !== "same")).toEqual([]);
    expect(diff.documents.map(({ status, differences }) => [status, differences])).toEqual(
      Array.from({ length: 4 }, () => ["same", []]),
    );
    expect(diff.comparison).toMatchObject({ verdict: "same_episodes", method: "none" });
    expect(diff.labels.left).toEqual([]);
    expect(diff.rates.map(({ difference }) => difference)).toEqual([0, 0, 0, 0, 0]);
    expect(diff.tasks.map(({ difference }) => difference)).toEqual([0, 0]);
  });

  test("unknown is never same, not even here; and nothing is different", () => {
    const outcomes = fc.stringMatching(/^[SFEPN]{1,12}$/);
    fc.assert(
      fc.property(outcomes, outcomes, fc.boolean(), (a, b, whole) => {
        const side = sideOf({ "a/0": a, "a/1": b }, whole ? everything : {});
        const diff = diffOf(side, side);
        for (const { status, left, right } of diff.axes) {
          expect(status).not.toBe("different");
          if (left.value === null || right.value === null) expect(status).toBe("unknown");
        }
        expect(diff.comparison.verdict).toBe("same_episodes");
        expect(diff.rates.every(({ difference }) => (difference ?? 0) === 0)).toBe(true);
      }),
    );
  });
});

test("swapping the sides mirrors every number", () => {
  const outcomes = fc.stringMatching(/^[SFE]{3,7}$/);
  const mirrored: Record<DiffVerdict, DiffVerdict> = {
    left_better: "right_better",
    right_better: "left_better",
    depends_on_counting: "depends_on_counting",
    difference_not_shown: "difference_not_shown",
    cannot_tell: "cannot_tell",
    same_episodes: "same_episodes",
  };
  fc.assert(
    fc.property(outcomes, outcomes, outcomes, outcomes, fc.boolean(), (a, b, c, d, pair) => {
      const choice = pair ? other() : unpaired();
      const left = sideOf({ "a/0": a, "a/1": b });
      const right = sideOf({ "a/0": c, "a/1": d }, choice);
      const [there, back] = [diffOf(left, right), diffOf(right, left)];
      expect(back.comparison.verdict).toBe(mirrored[there.comparison.verdict]);
      expect(back.comparison.method).toBe(there.comparison.method);
      expect(back.comparison.estimate ?? 0).toBeCloseTo(-(there.comparison.estimate ?? 0), 12);
      expect(back.comparison.p_value ?? 0).toBeCloseTo(there.comparison.p_value ?? 0, 9);
      const [one, two] = [there.comparison.intervals[0], back.comparison.intervals[0]];
      expect(two?.lower ?? 0).toBeCloseTo(-(one?.upper ?? 0), 9);
      expect(two?.upper ?? 0).toBeCloseTo(-(one?.lower ?? 0), 9);
      expect(back.comparison.pairs?.only_left).toBe(there.comparison.pairs?.only_right);
      expect(back.denominators.left).toEqual(there.denominators.right);
      expect(back.axes.map(({ status, left: at }) => [status, at])).toEqual(
        there.axes.map(({ status, right: at }) => [status, at]),
      );
      expect(back.tasks.map(({ task, left: at }) => [task, at])).toEqual(
        there.tasks.map(({ task, right: at }) => [task, at]),
      );
    }),
    { numRuns: 20 },
  );
});

test("no winner is named while an axis that matters is unknown or different", () => {
  const usual = {
    version: "1.0" as string | undefined,
    steps: 500 as number | undefined,
    simulator: "MuJoCo" as string | undefined,
    rate: 20 as number | undefined,
    rule: "errors_as_failures" as "errors_as_failures" | "errors_excluded",
    success: "any_step" as "any_step" | "final_step" | "unknown",
    task: "a/0",
    whole: true,
  };
  const change: fc.Arbitrary<Partial<typeof usual>> = fc.oneof(
    fc.record({ version: fc.constantFrom("2.0", "local", undefined) }),
    fc.record({ steps: fc.constantFrom(280, undefined) }),
    fc.record({ simulator: fc.constantFrom("mu-joco", "Isaac Lab", undefined) }),
    fc.record({ rate: fc.constantFrom(10, undefined) }),
    fc.record({ rule: fc.constant("errors_excluded" as const) }),
    fc.record({ success: fc.constantFrom("final_step" as const, "unknown" as const) }),
    fc.constantFrom({ task: "a/1" }, { whole: false }),
  );
  const choice = fc
    .array(change, { maxLength: 2 })
    .map((changes): typeof usual => Object.assign({ ...usual }, ...changes));
  const build = (of: typeof usual, outcomes: string, file: string): DiffInput => {
    const side = sideOf(
      { [of.task]: outcomes },
      {
        ...everything,
        ...{ version: of.version, steps: of.steps, simulator: of.simulator, file },
        execution: {
          ...everything.execution,
          ...{ denominator_policy: of.rule, control_rate_hz: of.rate },
        },
        reading: {
          ...everything.reading,
          metric_contract: { name: "success_rate", success: of.success, description: "d" },
        },
      },
    );
    return of.whole ? side : { evidence: side.evidence };
  };
  let named = 0;
  fc.assert(
    fc.property(choice, choice, (a, b) => {
      const diff = diffOf(build(a, letters(20, 0), "l"), build(b, letters(4, 16), "r"));
      const stands = diff.axes.filter(
        ({ role, status }) =>
          (role === "must_match" && status !== "same") ||
          (role === "must_not_differ" && status === "different"),
      );
      const winner = winners.includes(diff.comparison.verdict);
      if (stands.length > 0) {
        expect(diff.comparison).toMatchObject({ verdict: "cannot_tell", method: "none" });
        expect(diff.comparison.reasons.flatMap(({ axis }) => axis ?? [])).toEqual(
          stands.map(({ axis }) => axis),
        );
        expect(diff.tasks.every(({ p_value: p }) => p === null)).toBe(true);
        expect(renderDiff(diff)).not.toMatch(/BETTER|better than/);
      } else expect(winner).toBe(true);
      if (winner) named++;
    }),
    { numRuns: 100 },
  );
  expect(named).toBeGreaterThan(5);
});

describe("paired episodes", () => {
  // Only left succeeds in 8 cells, only right in 1: 2 (1 + 9) / 2^9 = 0.0390625 (McNemar exact).
  const left = { "a/0": `${letters(8, 1)}${letters(10, 0)}` };
  const right = { "a/0": `${"F".repeat(8)}S${letters(10, 0)}` };

  test("are compared start by start where both sides fix starts and cells", () => {
    const { comparison } = diffOf(sideOf(left), sideOf(right, other()));
    expect(comparison).toMatchObject({
      verdict: "left_better",
      method: "paired",
      test: "mcnemar_exact",
      p_value: 0.0390625,
      pairs: { both: 10, only_left: 8, only_right: 1, neither: 0 },
    });
    expect(comparison.estimate).toBeCloseTo(7 / 19, 12);
    expect(comparison.intervals.map(({ method }) => method)).toEqual(["tango", "newcombe_paired"]);
    expect(comparison.pairing.reason).toContain("19 cells with the same seed and index");
  });

  test.each<[string, SideChoice, string]>([
    ["the file records no initial state", unpaired(), "does not record"],
    [
      "an index means other states in other versions",
      other({
        reading: {
          ...everything.reading,
          notes: [{ code: "initial_state_by_version", detail: "x" }],
        },
      }),
      "changed between versions",
    ],
    [
      "the starts were drawn otherwise",
      other({ reading: { ...everything.reading, asserted: { initial_state: "the first ten" } } }),
      "initial states are different",
    ],
    [
      "a cell is missing on one side",
      other({ execution: { ...everything.execution, episodes_per_task: 19 } }),
      "the recorded seeds are different",
    ],
  ])("are not paired when %s", (name, choice, reason) => {
    const outcomes = name.startsWith("a cell") ? right["a/0"].slice(0, 18) : right["a/0"];
    const { comparison } = diffOf(sideOf(left), sideOf({ "a/0": outcomes }, choice));
    expect(comparison).toMatchObject({ method: "unpaired", pairs: null, test: "boschloo" });
    expect(comparison.pairing.possible).toBe(false);
    expect(comparison.pairing.reason).toContain(reason);
  });

  test("cells that both sides miss are failures of both where missing counts as failure", () => {
    const execution = {
      ...everything.execution,
      episodes_per_task: 25,
      denominator_policy: "missing_as_failures" as const,
    };
    const { comparison } = diffOf(
      sideOf(left, { ...everything, execution }),
      sideOf(right, other({ execution })),
    );
    expect(comparison).toMatchObject({ method: "paired", verdict: "left_better" });
    expect(comparison.pairs).toMatchObject({ both: 10, only_left: 8, only_right: 1, neither: 6 });
    expect(comparison.estimate).toBeCloseTo(7 / 25, 12);
  });

  test("where each episode records its start, these are compared cell by cell", () => {
    const reading = { ...everything.reading, asserted: {} };
    const withStates = (shift: number, file: string) =>
      sideOf(right, {
        ...everything,
        file,
        reading,
        episode: (index) => ({ seed: 7, metadata: { initial_state: index + shift } }),
      });
    const [one, two, moved] = [withStates(0, "1"), withStates(0, "2"), withStates(1, "3")];
    expect(diffOf(one, two).comparison.method).toBe("paired");
    expect(diffOf(one, moved).comparison.method).toBe("unpaired");
    const withheld = diffOf({ ...one, episodes: undefined }, two);
    expect(statusOf(withheld, "initial_states")).toBe("unknown");
    expect(withheld.comparison.method).toBe("unpaired");
  });

  test("lbm_eval's index fixes the start, so it needs no seed, but a version", () => {
    const lbm = (version: string | null, file: string): SideChoice => ({
      ...everything,
      version: undefined,
      file,
      reading: {
        ...{ not_recorded: ["seed"], asserted: {} },
        evaluator: { name: "lbm_eval", version },
      },
      episode: () => ({}),
    });
    const sides = (version: string | null) =>
      [sideOf(left, lbm(version, "1")), sideOf(right, lbm(version, "2"))] as const;
    expect(diffOf(...sides("1.1")).comparison).toMatchObject({
      method: "paired",
      verdict: "left_better",
    });
    const blind = diffOf(...sides(null));
    expect(statusOf(blind, "initial_states")).toBe("unknown");
    expect(blind.comparison.verdict).toBe("cannot_tell");
  });
});

describe("independent episodes", () => {
  test("are compared by an exact test and the interval", () => {
    const { comparison } = diffOf(
      sideOf({ "a/0": letters(45, 5) }),
      sideOf({ "a/0": letters(25, 25) }, unpaired()),
    );
    expect(comparison).toMatchObject({
      verdict: "left_better",
      method: "unpaired",
      test: "boschloo",
      task_mix_shift: 0,
    });
    expect(comparison.estimate).toBeCloseTo(0.4, 12);
    expect(comparison.intervals[0]?.lower).toBeGreaterThan(0.2);
  });

  test("equal rates show no difference, which is no proof of sameness", () => {
    const diff = diffOf(
      sideOf({ "a/0": letters(48, 2) }),
      sideOf({ "a/0": `${letters(40, 2)}${letters(8, 0)}` }, unpaired()),
    );
    expect(diff.comparison).toMatchObject({ verdict: "difference_not_shown", p_value: 1 });
    expect(diff.comparison.detectable).toBeGreaterThan(0.05);
    expect(renderDiff(diff)).toContain("no proof that the rates are equal");
  });

  test("another mix of tasks cannot make a winner", () => {
    // Each task has the same rate on both sides; the shares alone make 85 % of 26 %.
    const easy = { "a/0": letters(85, 5), "a/1": letters(1, 9) };
    const hard = { "a/0": letters(9, 1), "a/1": letters(9, 81) };
    const { comparison } = diffOf(sideOf(easy), sideOf(hard, unpaired()));
    expect(comparison.task_mix_shift).toBeCloseTo(0.8, 12);
    expect(comparison.p_value).toBeLessThan(1e-6);
    expect(comparison.verdict).toBe("difference_not_shown");
    expect(comparison.cautions.map(({ code }) => code)).toContain("interval_within_task_mix");
  });

  test("errors of the harness cannot make a winner", () => {
    const broken = { "a/0": `${letters(60, 5)}${"E".repeat(35)}` };
    const diff = diffOf(sideOf({ "a/0": letters(90, 10) }), sideOf(broken, unpaired()));
    expect(diff.comparison.verdict).toBe("depends_on_counting");
    expect(diff.comparison.other_rules).toContainEqual(
      expect.objectContaining({ rule: "errors_excluded", verdict: "difference_not_shown" }),
    );
    expect(renderDiff(diff)).not.toMatch(/BETTER|better than/);
  });

  test("single tasks are adjusted for their number (Holm)", () => {
    // Fisher, by hand: 2 / C(12, 6) = 1/462 for 6/6 against 0/6, and 1 for equal counts.
    const left = { "a/0": letters(6, 0), "a/1": letters(3, 3), "a/2": letters(3, 3) };
    const right = { "a/0": letters(0, 6), "a/1": letters(3, 3), "a/2": letters(3, 3) };
    const { tasks } = diffOf(sideOf(left), sideOf(right, unpaired()));
    expect(tasks.map(({ task }) => task)).toEqual(["a/0", "a/1", "a/2"]);
    expect(tasks[0]?.p_value).toBeCloseTo(1 / 462, 10);
    expect(tasks[0]?.p_adjusted).toBeCloseTo(3 / 462, 10);
    expect(tasks[1]).toMatchObject({ p_value: 1, p_adjusted: 1, difference: 0 });
  });
});

describe("no comparison", () => {
  const left = { "a/0": letters(50, 0) };
  const right = { "a/0": letters(10, 40) };
  const reasons = (choice: SideChoice, mine: SideChoice = everything) => {
    const { comparison } = diffOf(sideOf(left, mine), sideOf(right, choice));
    expect(comparison).toMatchObject({ verdict: "cannot_tell", method: "none", intervals: [] });
    return comparison.reasons.map(({ code, axis }) => axis ?? code);
  };

  test.each<[string, SideChoice]>([
    ["simulator", other({ simulator: "Isaac Lab" })],
    ["evaluator_version", other({ version: "0.5" })],
    ["step_limit", other({ steps: 220 })],
    ["step_limit", other({ steps: undefined })],
    ["control_rate", other({ execution: { ...everything.execution, control_rate_hz: 10 } })],
    ["set_up", other({ execution: { ...everything.execution, reset_policy: "manual" } })],
    ["population", other({ claim: { population: "episodes_iid" } })],
    ["evaluator", other({ reading: { evaluator: { name: "openpi", version: "0.4.1" } } })],
    [
      "denominator_policy",
      other({ execution: { ...everything.execution, denominator_policy: "errors_excluded" } }),
    ],
    [
      "success_rule",
      other({
        reading: {
          metric_contract: { name: "success_rate", success: "any_step", description: "other" },
        },
      }),
    ],
    ["files_shared", { ...everything, file: "x" }],
  ])("because of %s", (reason, choice) => {
    expect(reasons(choice)).toEqual([reason]);
  });

  test("because the number of episodes was open, or clusters are the sample", () => {
    const open = { protocol: { stopping: { mode: "bounded" as const, max_episodes: 50 } } };
    const random = { claim: { population: "tasks_random" as const } };
    expect(reasons(other(random), { ...everything, ...random })).toEqual(["population_clustered"]);
    const sides = [sideOf(left), sideOf(right, other(open))] as const;
    // A sequential verdict needs more than this record has; the mode is what counts here.
    expect(sides[1].evidence.stopping.mode).toBe("bounded");
    const codes = diffOf(...sides).comparison.reasons.map(({ code }) => code);
    expect(codes).toEqual(["axis_different", "stopping_not_fixed"]);
  });

  test("because of other tasks; the tasks are named", () => {
    const { comparison, tasks } = diffOf(
      sideOf({ "a/0": "SS", "a/1": "SS" }),
      sideOf({ "a/0": "SF" }, other()),
    );
    expect(comparison.reasons.map(({ axis }) => axis)).toEqual(["task_list", "tasks_matched"]);
    expect(comparison.reasons[1]?.detail).toContain("only left: 1 (a/1); only right: none");
    expect(tasks.at(-1)).toMatchObject({ task: "a/1", right: null, difference: null });
  });

  test("because evidence.json alone does not say enough", () => {
    const [a, b] = [sideOf(left), sideOf(right, other())];
    const diff = diffOf({ evidence: a.evidence }, { evidence: b.evidence });
    expect(diff.comparison.verdict).toBe("cannot_tell");
    expect(statusOf(diff, "tasks_matched")).toBe("same");
    expect(statusOf(diff, "evaluator")).toBe("unknown");
    expect(diff.documents.map(({ differences }) => differences === null)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(diff.left).toMatchObject({ claim_text: null, policy: null });
  });
});

describe("input that contradicts itself", () => {
  const side = sideOf({ "a/0": "SF" });
  const foreign = sideOf({ "a/0": "SFF" }, other({ steps: 3 }));

  test.each(["claim", "protocol", "input"] as const)("a foreign %s is refused", (name) => {
    const claim = { ...foreign.claim, slug: "foreign" };
    const documents = { claim, protocol: foreign.protocol, input: foreign.input };
    expect(() => diffEvidence(side, { ...side, [name]: documents[name] })).toThrow(
      expect.objectContaining({ code: "WF_PACKAGE_INVALID" }),
    );
  });

  test("counts and tasks that cannot be are refused", () => {
    const { evidence } = side;
    const wrong = [
      { ...evidence, result: { ...evidence.result, successes: 3 } },
      { ...evidence, tasks: [...evidence.tasks, ...evidence.tasks] },
    ];
    for (const of of wrong) {
      expect(() => diffEvidence({ evidence: of }, side)).toThrow(
        expect.objectContaining({ code: "WF_DOCUMENT_INVALID" }),
      );
    }
  });
});

describe("hostile input", () => {
  test("names from outside cannot turn, hide or break the page", () => {
    const name = "<img src=x>\u202eevil\u0085| a".repeat(20);
    const claim = { ...everything.claim, claim_text: "\u001b[31mred\u202e" };
    const diff = diffOf(
      sideOf({ [`a/${name}`]: "SSF", "a/1": "S" }, { ...everything, claim }),
      sideOf({ [`a/${name}`]: "SFF", "a/1": "F" }, other({ simulator: "\u202eX" })),
    );
    expect(renderDiff(diff)).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
  });

  test("ten thousand tasks", () => {
    const tasks = (of: string) =>
      Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`suite/t${i}`, of]));
    const [left, right] = [sideOf(tasks("SF")), sideOf(tasks("SS"), unpaired())];
    const diff = diffOf(left, right);
    expect(diff.tasks).toHaveLength(10_000);
    expect(diff.comparison).toMatchObject({ verdict: "right_better", test: "score" });
    expect(renderDiff(diff).length).toBeLessThan(20_000);
  });
});

test("docs/diff.md lists every axis as the code has it", () => {
  const rows = Object.entries(comparabilityCatalog).map(
    ([axis, { role, about, from }]) =>
      `| \`${axis}\` | ${role.replaceAll("_", " ")} | ${about} | ${from} |`,
  );
  const page = readFileSync(new URL("../../../../docs/diff.md", import.meta.url), "utf8");
  expect(page).toContain(
    `| axis | role | what | where it comes from |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`,
  );
});

test("labels that bias a comparison are named", () => {
  const drafted = { drafted_from_results: { source: "lerobot", files: [] } };
  const { comparison } = diffOf(
    sideOf({ "a/0": letters(20, 0) }),
    sideOf({ "a/0": letters(18, 2) }, unpaired({ protocol: drafted })),
  );
  const code: LabelCode = "protocol_drafted_from_results";
  const named = comparison.cautions.find((of) => of.code === "weakened_by_labels");
  expect(named?.detail).toContain(`right: optional_stopping_unprotected, ${code}`);
});
