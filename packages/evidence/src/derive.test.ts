import type { Evidence, LabelCode, Protocol } from "@worldflux/schema";
import { checkDocument, Evidence as EvidenceSchema, WorldFluxError } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimOf, episodesOf, inputOf, protocolOf, readingOf } from "../test/fixtures.ts";
import { deriveEvidence } from "./derive.ts";
import { renderMarkdown } from "./markdown.ts";
import { normalizeReading } from "./normalize.ts";

const claim = claimOf();

function derive(
  tasks: Record<string, string>,
  list = ["libero_spatial"],
  execution = {},
): Evidence {
  return deriveEvidence(claim, protocolOf(claim, list, execution), inputOf(tasks));
}

/** `libero_spatial` with ten episodes in each of its ten tasks, of which `failures` fail. */
function spatial(failures: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: 10 }, (_, task) => {
      const failed = Math.max(0, Math.min(10, failures - task * 10));
      return [`libero_spatial/${task}`, "F".repeat(failed).padEnd(10, "S")];
    }),
  );
}

const codes = (evidence: Evidence): LabelCode[] => evidence.labels.map((label) => label.code);

test("is valid under its schema and the same for the same input", () => {
  const evidence = derive(spatial(13));
  expect(checkDocument(EvidenceSchema, evidence, "evidence.json")).toEqual(evidence);
  expect(derive(spatial(13))).toEqual(evidence);
});

test("87 of 100: the interval of the reference, supported only with the margin", () => {
  const { result, denominators } = derive(spatial(13));
  // Wilson 1927 at 95 %: [0.790195, 0.922431]; independent value in the stats package's tests.
  expect(result.interval.lower).toBeCloseTo(0.7902, 5);
  expect(result.interval.upper).toBeCloseTo(0.92243, 5);
  expect(result).toMatchObject({ successes: 87, episodes: 100, threshold: 0.75 });
  expect([result.verdict, result.strict_verdict]).toEqual(["supported", "inconclusive"]);
  expect(denominators).toMatchObject({ planned: 100, recorded: 100, success: 87, failure: 13 });
});

describe("verdicts", () => {
  test.each([
    [0, "supported", "supported"],
    [13, "supported", "inconclusive"],
    [25, "inconclusive", "inconclusive"],
    [60, "refuted", "refuted"],
  ])("%i failures of 100: %s, strictly %s", (failures, verdict, strict) => {
    expect(derive(spatial(failures)).result).toMatchObject({ verdict, strict_verdict: strict });
  });

  test("five episodes cannot decide, whatever they show", () => {
    const { result } = derive({ "pusht/0": "SSSSS" }, ["pusht"], { episodes_per_task: 5 });
    expect(result.verdict).toBe("cannot_decide");
  });

  test("an upper-bound claim is mirrored", () => {
    const atMost = claimOf({ baseline: 0.2 }, "<=");
    const evidence = deriveEvidence(
      atMost,
      protocolOf(atMost, ["libero_spatial"]),
      inputOf(spatial(95)),
    );
    expect(evidence.result).toMatchObject({ verdict: "supported", threshold: 0.25 });
  });
});

describe("matching plan and record", () => {
  test("a suite's name ignores case, dashes and underscores; its ten tasks are known", () => {
    const evidence = derive({ "libero_spatial/3": "SSSSSSSSSS" }, ["LIBERO-Spatial"]);
    expect(evidence.denominators).toMatchObject({ planned: 100, recorded: 10, missing: 90 });
    expect(evidence.conformance.tasks.find((t) => t.task === "7")).toMatchObject({
      planned: 10,
      matched: 0,
      missing: [{ seed: null, indices: "0-9" }],
    });
    expect(codes(evidence)).toContain("optional_stopping_unprotected");
  });

  test("a planned suite without any record counts as missing", () => {
    const evidence = derive(spatial(0), ["libero_spatial", "libero_90"]);
    expect(evidence.denominators).toMatchObject({ planned: 1000, missing: 900 });
    expect(evidence.conformance.unnamed_missing_tasks).toBe(90);
  });

  test("one task of a suite may be planned alone; the others are out of protocol", () => {
    const evidence = derive(spatial(0), ["libero_spatial/3"]);
    expect(evidence.denominators).toMatchObject({ planned: 10, success: 10, out_of_protocol: 90 });
    expect(evidence.result.episodes).toBe(10);
    expect(codes(evidence)).toContain("out_of_protocol_episodes");
  });

  test("more episodes than planned are out of protocol, fewer are missing by index", () => {
    const evidence = derive({ "libero_spatial/0": "SSSSSSSSSSSS", "libero_spatial/1": "SSS" });
    expect(evidence.conformance.out_of_protocol).toEqual([
      { suite: "libero_spatial", task: "0", episodes: 2 },
    ]);
    expect(evidence.conformance.tasks[1]?.missing).toEqual([{ seed: null, indices: "3-9" }]);
  });

  test("a suite of unknown size stands for its recorded tasks, with a label", () => {
    const evidence = derive({ "easy/0": "SSSSSSSSSS", "easy/1": "SSSSSSSSSS" }, ["easy"]);
    expect(evidence.denominators.planned).toBe(20);
    expect(codes(evidence)).toContain("suite_size_assumed");
  });

  test("a file without task names takes the protocol's only task, with a label", () => {
    const evidence = derive({ "": "SSSSSSSSSS" }, ["pusht"]);
    expect(evidence.result.episodes).toBe(10);
    expect(codes(evidence)).toContain("task_identity_asserted");
  });

  test("a file without task names is not taken for a suite of ten tasks", () => {
    expect(() => derive({ "": "SSSSSSSSSS" }, ["libero_spatial"])).toThrow("unnamed task");
  });

  test("nothing in common is refused with both lists", () => {
    expect(() => derive(spatial(0), ["libero_goal", "pusht"])).toThrow(
      "the protocol plans libero_goal, pusht, but the file records libero_spatial",
    );
  });

  test("with recorded and planned seeds a cell is task, seed and index", () => {
    const episodes = [3, 4, 5, 9].flatMap((seed) => episodesOf("pusht/0", "SF", { seed }));
    const input = normalizeReading("lerobot", readingOf(episodes), []).auditInput;
    const protocol = protocolOf(claim, ["pusht"], { episodes_per_task: 2, seeds: [3, 4, 5, 6] });
    const evidence = deriveEvidence(claim, protocol, input);
    expect(evidence.denominators).toMatchObject({ planned: 8, missing: 2, out_of_protocol: 2 });
    expect(evidence.conformance.tasks[0]?.missing).toEqual([{ seed: 6, indices: "0-1" }]);
    expect(codes(evidence)).not.toContain("seeds_not_recorded");
  });

  test("seeds that were planned do not shrink the plan when the file records none", () => {
    const evidence = derive({ "pusht/0": "S".repeat(10) }, ["pusht"], { seeds: [0, 1, 2] });
    expect(evidence.denominators).toMatchObject({ planned: 30, missing: 20 });
    expect(codes(evidence)).toContain("seeds_not_recorded");
  });

  test("recorded seeds without planned ones are matched by rank, with a label", () => {
    const episodes = [7, 8, 9].flatMap((seed) => episodesOf("pusht/0", "S", { seed }));
    const input = normalizeReading("lerobot", readingOf(episodes), []).auditInput;
    const evidence = deriveEvidence(
      claim,
      protocolOf(claim, ["pusht"], { episodes_per_task: 2 }),
      input,
    );
    expect(evidence.denominators).toMatchObject({ planned: 2, success: 2, out_of_protocol: 1 });
    expect(codes(evidence)).toContain("seeds_not_declared");
  });

  test("of two records of a cell the first attempt counts", () => {
    const episodes = [
      ...episodesOf("pusht/0", "S", { attempt: 1 }),
      ...episodesOf("pusht/0", "F", { attempt: 0 }),
    ];
    const input = normalizeReading("lerobot", readingOf(episodes), []).auditInput;
    const protocol = protocolOf(claim, ["pusht"], { episodes_per_task: 1 });
    const evidence = deriveEvidence(claim, protocol, input);
    expect(evidence.denominators).toMatchObject({ recorded: 2, failure: 1, duplicated: 1 });
    expect(codes(evidence)).toEqual(
      expect.arrayContaining(["duplicated_episodes", "duplicates_disagree"]),
    );
    expect(evidence.rules.find((r) => r.rule === "best_case")).toMatchObject({ successes: 1 });
  });
});

describe("ways to hide failures, or to count twice", () => {
  test("a second spelling of a task is refused, not dropped", () => {
    const both = { "libero_spatial/0": "S".repeat(10), "LIBERO-Spatial/0": "F".repeat(10) };
    expect(() => derive(both)).toThrow(
      expect.objectContaining({ code: "WF_EPISODES_INCONSISTENT" }),
    );
    expect(() => derive({ "libero_10/1": "S", "libero_long/1": "F" }, ["libero_10"])).toThrow(
      "their names mean the same",
    );
  });

  test.each([
    [["libero_spatial", "libero_spatial/9"]],
    [["libero_spatial/9", "libero_spatial"]],
    [["libero_spatial", "LIBERO spatial "]],
  ])("%j plans the suite once", (list) => {
    const { "libero_spatial/9": _, ...nine } = spatial(0);
    expect(derive(nine, list).denominators).toMatchObject({ planned: 100, missing: 10 });
  });

  test("a task of a planned suite without any record is planned once", () => {
    const list = ["libero_spatial", "libero_goal", "libero_goal/3"];
    expect(derive(spatial(0), list).denominators.planned).toBe(200);
  });

  test("a task with its suite's name does not stand for the suite", () => {
    const { result } = derive({ "pusht/pusht": "S".repeat(10), "pusht/hard": "F".repeat(10) }, [
      "pusht",
    ]);
    expect([result.successes, result.episodes]).toEqual([10, 20]);
  });

  test("a record without a seed does not switch off the planned seeds", () => {
    const episodes = [
      ...[0, 1].flatMap((seed) => episodesOf("pusht/0", "F", { seed })),
      ...[7, 8, 9].flatMap((seed) => episodesOf("pusht/0", "S", { seed })),
      ...episodesOf("pusht/0", "S"),
    ];
    const input = normalizeReading("lerobot", readingOf(episodes), []).auditInput;
    const protocol = protocolOf(claim, ["pusht"], { episodes_per_task: 1, seeds: [0, 1] });
    const { result, denominators } = deriveEvidence(claim, protocol, input);
    expect([result.successes, result.episodes]).toEqual([0, 2]);
    expect(denominators.out_of_protocol).toBe(4);
  });

  test("no planned seed among the recorded ones is refused with both lists", () => {
    const episodes = [1000, 1001].flatMap((seed) => episodesOf("pusht/0", "S", { seed }));
    const input = normalizeReading("lerobot", readingOf(episodes), []).auditInput;
    const protocol = protocolOf(claim, ["pusht"], { seeds: [0, 1] });
    expect(() => deriveEvidence(claim, protocol, input)).toThrow(
      "plans the seeds 0, 1, but the file records 1000, 1001",
    );
  });

  test("the best case counts an error that was tried again once", () => {
    const retried = [
      ...episodesOf("pusht/0", "SSSSSSSEFF"),
      ...episodesOf("pusht/0", "S", { index: 7, attempt: 1 }),
    ];
    const input = normalizeReading("lerobot", readingOf(retried), []).auditInput;
    const { rules } = deriveEvidence(claim, protocolOf(claim, ["pusht"]), input);
    expect(rules.find((r) => r.rule === "best_case")).toMatchObject({ successes: 8, episodes: 10 });
  });

  test("a baseline of its own is named, and not called the claimed rate", () => {
    const easy = claimOf({ baseline: 0.1 });
    const evidence = deriveEvidence(
      easy,
      protocolOf(easy, ["libero_spatial"]),
      inputOf(spatial(0)),
    );
    expect(evidence.result).toMatchObject({ claimed: 0.8, baseline: 0.1 });
    expect(codes(evidence)).toContain("baseline_differs_from_claim");
    expect(renderMarkdown(easy, evidence)).not.toContain("the claimed 10");
  });

  test("a placeholder digest declares no model", () => {
    const protocol = protocolOf(claim, ["libero_spatial"]);
    protocol.model_runtime = { digest: `sha256:${"0".repeat(64)}` };
    const evidence = deriveEvidence(claim, protocol, inputOf(spatial(0)));
    expect(codes(evidence)).toContain("model_digest_not_declared");
    expect(evidence.grade).toBe("D");
  });

  test("the labels of a long cycle stay short", () => {
    const evidence = derive({ "pusht/0": "SF".repeat(20_000) }, ["pusht"], {
      episodes_per_task: 40_000,
    });
    checkDocument(EvidenceSchema, evidence, "evidence.json");
    expect(codes(evidence)).toContain("periodic_outcomes");
  });
});

describe("counting rules", () => {
  const tasks = { "pusht/0": `${"S".repeat(90)}${"E".repeat(8)}PN` };
  const plan = { episodes_per_task: 110 };

  test("errors are failures by default, missing episodes are not filled in", () => {
    const { result, denominators } = derive(tasks, ["pusht"], plan);
    expect(denominators).toMatchObject({ error: 8, pending: 1, not_applicable: 1, missing: 10 });
    expect([result.successes, result.episodes]).toEqual([90, 98]);
  });

  test.each([
    ["errors_excluded", 90, 90],
    ["missing_as_failures", 90, 109],
  ])("declared %s counts %i of %i", (denominator_policy, successes, episodes) => {
    const { result } = derive(tasks, ["pusht"], { ...plan, denominator_policy });
    expect([result.successes, result.episodes]).toEqual([successes, episodes]);
  });

  test("bounds: everything open counts for the claim, or against it", () => {
    const { rules } = derive(tasks, ["pusht"], plan);
    const of = (rule: string) => rules.find((r) => r.rule === rule);
    expect(of("best_case")).toMatchObject({ successes: 109, episodes: 109 });
    expect(of("worst_case")).toMatchObject({ successes: 90, episodes: 109 });
  });

  test("a verdict that flips under another rule is labelled with that rule", () => {
    const flip = derive({ "pusht/0": `${"S".repeat(80)}${"E".repeat(20)}` }, ["pusht"], {
      episodes_per_task: 100,
    });
    expect(flip.result.verdict).toBe("inconclusive");
    const label = flip.labels.find((l) => l.code === "denominator_rule_dependent");
    expect(label?.detail).toContain("errors_excluded: supported");
  });
});

describe("labels", () => {
  test("a short cycle in a task's outcomes is named", () => {
    const label = derive({ ...spatial(0), "libero_spatial/4": "FSFSFSFSFS" }).labels.find(
      (l) => l.code === "periodic_outcomes",
    );
    expect(label).toMatchObject({ task: "libero_spatial/4" });
  });

  test("a run without any success asks for a look at the set-up", () => {
    expect(codes(derive(spatial(100)))).toContain("all_episodes_failed");
  });

  test("placeholders, drafts and other evaluators are named", () => {
    const protocol = {
      ...protocolOf(claim, ["libero_spatial"]),
      claim_hash: `sha256:${"a".repeat(64)}`,
      drafted_from_results: { source: "lerobot", files: [] },
      evaluator: { name: "openpi" },
    };
    expect(codes(deriveEvidence(claim, protocol, inputOf(spatial(0))))).toEqual(
      expect.arrayContaining([
        "claim_not_bound",
        "protocol_drafted_from_results",
        "evaluator_differs_from_protocol",
        "optional_stopping_unprotected",
      ]),
    );
  });

  test("another success rule than the declared one is named, and none is not another", () => {
    // The fixture's evaluator counts success at any step.
    const codesWith = (rule: Partial<Protocol["execution"]>) =>
      codes(
        deriveEvidence(claim, protocolOf(claim, ["libero_spatial"], rule), inputOf(spatial(0))),
      );
    const label = "success_rule_differs_from_protocol";
    expect(codesWith({ success_rule: "final_step" })).toContain(label);
    expect(codesWith({ success_rule: "any_step" })).not.toContain(label);
    expect(codesWith({ success_rule: "unknown" })).not.toContain(label);
    expect(codesWith({})).not.toContain(label);
  });

  test("Wilson and the exact test may disagree, and then it says so", () => {
    // 15/15 against 0.8 - 0 : Wilson's lower bound 0.796; 16/16: 0.806 > 0.8, exact p = 0.028 > 0.025
    const strict = claimOf({ margin: 0 });
    const evidence = deriveEvidence(
      strict,
      protocolOf(strict, ["pusht"], { episodes_per_task: 16 }),
      inputOf({ "pusht/0": "S".repeat(16) }),
    );
    expect(evidence.result.verdict).toBe("supported");
    expect(evidence.result.exact_test.p_value).toBeCloseTo(0.8 ** 16, 12);
    expect(codes(evidence)).toContain("method_dependent");
    expect(evidence.result.size_at_threshold.actual).toBeCloseTo(0.8 ** 16, 12);
  });
});

describe("grades", () => {
  test("D without any declared rule, C with one, B with all and a complete record", () => {
    const bare = derive(spatial(0));
    expect(bare.grade).toBe("D");
    expect(derive(spatial(0), undefined, { attempt_policy: "first" }).grade).toBe("C");
    const declared = { ...claim, population: "tasks_fixed" as const };
    const protocol = protocolOf(declared, ["libero_spatial"], {
      denominator_policy: "errors_as_failures",
      attempt_policy: "first",
      seed_policy: "not_controlled",
    });
    protocol.model_runtime = { digest: `sha256:${"0123456789abcdef".repeat(4)}` };
    const graded = deriveEvidence(declared, protocol, inputOf(spatial(0)));
    expect(graded).toMatchObject({ grade: "B", grade_missing: [expect.stringContaining("proof")] });
    expect(deriveEvidence(declared, protocol, inputOf({ "libero_spatial/0": "S" })).grade).toBe(
      "C",
    );
  });
});

describe("refusals", () => {
  test.each([
    ["WF_CLAIM_HASH_MISMATCH", () => protocolOf({ ...claim, slug: "other" }, ["libero_spatial"])],
    [
      "WF_CLAIM_ID_MISMATCH",
      () => ({
        ...protocolOf(claim, ["libero_spatial"]),
        claim_id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTX",
      }),
    ],
    ["WF_NOTHING_MATCHES", () => protocolOf(claim, ["pusht"])],
    [
      "WF_CLAIM_UNSUPPORTED",
      () =>
        protocolOf(claim, ["libero_90"], {
          episodes_per_task: 10_000_000,
          seeds: Array.from({ length: 100_000 }, (_, i) => i),
        }),
    ],
  ])("%s", (code, protocol) => {
    const rows = code === "WF_CLAIM_UNSUPPORTED" ? { "libero_90/0": "S" } : spatial(0);
    expect(() => deriveEvidence(claim, protocol(), inputOf(rows))).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test("a margin that lets every result pass", () => {
    const odd = claimOf({ margin: 0.9 });
    const run = () => deriveEvidence(odd, protocolOf(odd, ["libero_spatial"]), inputOf(spatial(0)));
    expect(run).toThrow(WorldFluxError);
    expect(run).toThrow("threshold outside");
  });

  test("a claim about another metric", () => {
    const other = claimOf();
    other.expected_metrics = [{ name: "speed", operator: ">=", value: 0.5, unit: "ratio" }];
    const run = () =>
      deriveEvidence(other, protocolOf(other, ["pusht"]), inputOf({ "pusht/0": "S" }));
    expect(run).toThrow("no expected metric is named success_rate (found speed)");
  });
});

test("whatever was recorded, every episode is accounted for", () => {
  const tasks = fc.dictionary(
    fc.constantFrom("libero_spatial/0", "libero_spatial/7", "libero_spatial/12", "pusht/0", "x/y"),
    fc.string({ unit: fc.constantFrom(..."SFEPMN"), maxLength: 15 }),
    { minKeys: 1 },
  );
  const plan = fc.record({
    list: fc.subarray(["libero_spatial", "pusht", "x/y", "libero_goal"], { minLength: 1 }),
    episodes: fc.integer({ min: 1, max: 12 }),
    seeds: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(tasks, plan, (recorded, { list, episodes, seeds }) => {
      let evidence: Evidence;
      try {
        evidence = derive(recorded, list, { episodes_per_task: episodes, seeds });
      } catch (error) {
        expect(error).toMatchObject({ code: expect.stringMatching(/NOTHING_MATCHES|NO_EPISODES/) });
        return;
      }
      const d = evidence.denominators;
      const terminal = d.success + d.failure + d.error + d.pending + d.not_applicable;
      expect(terminal + d.missing).toBe(d.planned);
      expect(terminal + d.duplicated + d.out_of_protocol).toBe(d.recorded);
      expect(evidence.result.successes).toBe(d.success);
      const sum = (of: (t: Evidence["tasks"][number]) => number) =>
        evidence.tasks.reduce((total, task) => total + of(task), 0);
      expect(sum((t) => t.successes)).toBe(evidence.result.successes);
      expect(sum((t) => t.episodes)).toBe(evidence.result.episodes);
      checkDocument(EvidenceSchema, evidence, "evidence.json");
    }),
    { numRuns: 500 },
  );
});
