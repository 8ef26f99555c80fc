import { readFileSync } from "node:fs";
import { documentDigest, type LintCode, LintFinding } from "@worldflux/schema";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintClaim, lintProtocol } from "./lint-documents.ts";

type Json = Record<string, unknown>;

const fixture = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../../../schema/fixtures/${name}`, import.meta.url), "utf8"));

/** Sets values by dotted path in a copy; undefined takes a field away. */
function change(document: Json, changes: Json): Json {
  const copy = structuredClone(document);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const at = keys.reduce<Json>((of, key) => of[key] as Json, copy);
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return copy;
}

const goodClaim = change(fixture("quickstart-claim.json"), { population: "tasks_fixed" });
const goodProtocol = change(fixture("quickstart-protocol.json"), {
  claim_hash: documentDigest(goodClaim),
  "execution.seeds": [],
  "execution.denominator_policy": "errors_as_failures",
  "execution.success_rule": "any_step",
});

/** Codes of a changed pair; the protocol is bound again unless a change says otherwise. */
function codes(claimChanges: Json = {}, protocolChanges: Json = {}): LintCode[] {
  const claim = change(goodClaim, claimChanges);
  const bound = { claim_hash: documentDigest(claim), ...protocolChanges };
  return lintClaim(claim, change(goodProtocol, bound)).map(({ code }) => code);
}

const text = (claim_text: string) => ({ claim_text });

test("a good pair has notes and nothing else", () => {
  expect(lintClaim(goodClaim, goodProtocol).map((f) => `${f.severity} ${f.code}`)).toEqual([
    "note model_digest_not_declared",
  ]);
});

test("the quickstart's own sample is told what it leaves open", () => {
  const found = lintClaim(fixture("quickstart-claim.json"), fixture("quickstart-protocol.json"));
  expect(found.map((f) => `${f.severity} ${f.code}`)).toEqual([
    "warning claim_not_bound",
    "warning seeds_not_checkable",
    "warning population_not_declared",
    "warning denominator_policy_not_declared",
    "note success_rule_not_declared",
    "note model_digest_not_declared",
  ]);
});

describe("the ten commonest mistakes", () => {
  test("1. a percentage for a ratio", () => {
    const found = lintClaim(change(goodClaim, { "expected_metrics.0.value": 80 }), goodProtocol);
    expect(found[0]).toMatchObject({
      code: "percent_for_ratio",
      severity: "error",
      file: "claim.json",
      pointer: "/expected_metrics/0/value",
      fix: "write 0.8 for 80 %",
    });
    expect(codes({ "expected_metrics.0.unit": "percent" })).toContain("percent_for_ratio");
    expect(codes({ "expected_metrics.0.value": "80%" })).toContain("percent_for_ratio");
    expect(codes({ "decision_rule.margin": 5 })).toContain("percent_for_ratio");
    expect(codes({ "decision_rule.alpha": 5 })).toContain("percent_for_ratio");
    expect(codes(text("SmolVLA reaches at least 0.8 % success on LIBERO-Spatial."))).toContain(
      "percent_for_ratio",
    );
  });

  test("2. the text says another rate than the metric", () => {
    expect(codes({ "expected_metrics.0.value": 0.85 })).toContain("rate_differs_from_text");
    expect(codes({ "expected_metrics.0.operator": "<=" })).toContain("direction_differs_from_text");
  });

  test("3. a text that nothing could contradict", () => {
    expect(codes(text("SmolVLA is robust and works well on LIBERO-Spatial."))).toEqual(
      expect.arrayContaining(["wording_vague", "rate_not_stated"]),
    );
  });

  test("4. a text that claims more than episodes show", () => {
    const certified = text("SmolVLA is certified: 80 % success, safe in any environment.");
    expect(codes(certified)).toEqual(
      expect.arrayContaining(["wording_overclaims", "wording_generalises"]),
    );
  });

  test("5. too few episodes to decide", () => {
    const few = { "execution.episodes_per_task": 1 };
    const found = lintClaim(goodClaim, change(goodProtocol, few));
    expect(found[0]).toMatchObject({ code: "too_few_episodes", severity: "error" });
    expect(found[0]?.fix).toContain("at least 12 episodes");
    expect(codes({}, { "execution.episodes_per_task": 3 })).toContain("power_low");
  });

  test("6. nobody said whether errors count", () => {
    expect(codes({}, { "execution.denominator_policy": undefined })).toContain(
      "denominator_policy_not_declared",
    );
    // A misspelt field would be kept, and be no policy.
    const typed = {
      "execution.denominator_policy": undefined,
      "execution.denominator_polcy": "errors_excluded",
    };
    expect(codes({}, typed)).toEqual(
      expect.arrayContaining(["field_unknown", "denominator_policy_not_declared"]),
    );
  });

  test("7. seeds that the evaluator does not write down", () => {
    expect(codes({}, { "execution.seeds": [0, 1, 2] })).toContain("seeds_not_checkable");
    expect(codes({}, { "execution.seeds": [0, 1, 2], "evaluator.name": "bridge" })).not.toContain(
      "seeds_not_checkable",
    );
  });

  test("8. a task that the benchmark does not have", () => {
    const found = lintProtocol(change(goodProtocol, { "benchmark.task_list": ["libero_spatail"] }));
    expect(found[0]).toMatchObject({
      code: "task_unknown",
      severity: "error",
      pointer: "/benchmark/task_list/0",
      fix: "did you mean libero_spatial?",
    });
    expect(codes({}, { "benchmark.task_list": ["libero_object"] })).toContain(
      "tasks_differ_from_text",
    );
  });

  test("9. a claim that was edited after it was bound", () => {
    expect(codes({}, { claim_hash: `sha256:${"1f".repeat(32)}` })).toContain("claim_hash_mismatch");
    expect(codes({}, { claim_id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTW" })).toContain(
      "claim_id_mismatch",
    );
    expect(codes({}, { claim_hash: `sha256:${"a".repeat(64)}` })).toContain("claim_not_bound");
  });

  test("10. a path of the author's machine", () => {
    const found = lintClaim(
      change(goodClaim, { "subject.checkpoint_uri": "/home/alice/checkpoints/last" }),
    );
    expect(found[0]).toMatchObject({
      code: "private_text",
      severity: "error",
      pointer: "/subject/checkpoint_uri",
    });
    expect(JSON.stringify(found)).not.toContain("alice");
  });
});

describe("other mistakes", () => {
  test.each<[LintCode, Json, Json]>([
    ["alpha_is_confidence", { "decision_rule.alpha": 0.95 }, {}],
    ["document_invalid", { id: "clm_1" }, {}],
    ["document_invalid", {}, { "execution.seeds": "0,1,2" }],
    ["private_text", { $schema: "file:///home/alice/claim.schema.json" }, {}],
    ["field_unknown", { population: undefined, populatoin: "tasks_random" }, {}],
    ["placeholder_left", { "subject.id": "your-org/your-policy" }, {}],
    ["model_differs", { "subject.checkpoint_uri": "hf://other/model" }, {}],
    ["benchmark_differs", { "applicability.benchmark": "Meta-World" }, {}],
    ["comparison_not_decided", text("SmolVLA outperforms pi0 with 80 % success."), {}],
    ["metric_unsupported", { "expected_metrics.0.name": "score" }, {}],
    ["threshold_outside", { "expected_metrics.0.value": 0.01 }, {}],
    ["threshold_unreachable", { "expected_metrics.0.value": 1, "decision_rule.margin": 0 }, {}],
    ["margin_large", { "decision_rule.margin": 0.3 }, {}],
    ["baseline_differs_from_claim", { "decision_rule.baseline": 0.7 }, {}],
    ["alpha_large", { "decision_rule.alpha": 0.2 }, {}],
    [
      "method_exceeds_alpha",
      {
        "expected_metrics.0.value": 0.1,
        ...text("SmolVLA reaches at least 10 % on LIBERO-Spatial."),
      },
      { "execution.episodes_per_task": 2 },
    ],
    ["population_not_declared", { population: undefined }, {}],
    ["success_rule_not_declared", {}, { "execution.success_rule": undefined }],
    ["max_steps_not_declared", {}, { "execution.max_steps_per_episode": undefined }],
    ["benchmark_unknown", {}, { "benchmark.name": "our kitchen" }],
    [
      "too_few_if_tasks",
      {},
      {
        "benchmark.name": "our kitchen",
        "benchmark.task_list": ["fold"],
        "execution.episodes_per_task": 5,
      },
    ],
    ["task_not_listed", {}, { "benchmark.name": "RoboCasa", "benchmark.task_list": ["FoldShirt"] }],
    ["task_repeated", {}, { "benchmark.task_list": ["libero_spatial", "libero-spatial/3"] }],
    ["evaluator_unknown", {}, { "evaluator.name": "our loop" }],
    ["seeds_repeated", {}, { "execution.seeds": [1, 1] }],
    ["seeds_contradict_policy", {}, { "execution.seed_policy": "fixed_list" }],
    ["success_rule_differs", {}, { "execution.success_rule": "final_step" }],
    ["more_than_initial_states", {}, { "execution.episodes_per_task": 60 }],
    ["stopping_not_testable", {}, { stopping: { mode: "bounded", max_episodes: 500 } }],
    [
      "stopping_not_testable",
      {},
      { stopping: { mode: "anytime" }, "execution.denominator_policy": "missing_as_failures" },
    ],
    ["order_not_recorded", {}, { stopping: { mode: "anytime" }, "evaluator.name": "lbm_eval" }],
    ["clusters_missing", { population: "seeds_random" }, {}],
    [
      "clusters_too_few",
      { population: "tasks_random" },
      { "benchmark.task_list": ["libero_spatial/0", "libero_spatial/1"] },
    ],
  ])("%s", (code, claimChanges, protocolChanges) => {
    expect(codes(claimChanges, protocolChanges)).toContain(code);
  });

  test("a second metric is noted", () => {
    const metrics = [
      ...(goodClaim["expected_metrics"] as Json[]),
      { name: "reward", operator: ">=", value: 0.5, unit: "ratio" },
    ];
    expect(codes({ expected_metrics: metrics })).toContain("metric_not_evaluated");
  });
});

describe("a draft that is not filled in", () => {
  test("is told place by place, whether or not the text there is valid", () => {
    const found = lintClaim(
      change(goodClaim, {
        "subject.id": "TO FILL: which policy",
        "expected_metrics.0.value": "TO FILL: the rate",
      }),
      change(goodProtocol, {
        "execution.seeds": "TO FILL: the seeds",
        "benchmark.name": "TO FILL: where",
      }),
    );
    expect(found.map((f) => `${f.severity} ${f.code} ${f.file}${f.pointer}`)).toEqual([
      "error to_fill claim.json/subject/id",
      "error to_fill claim.json/expected_metrics/0/value",
      "error to_fill protocol.json/benchmark/name",
      "error to_fill protocol.json/execution/seeds",
    ]);
    expect(found[0]?.message).toContain("which policy");
  });

  test("a valid document with one such text has an error", () => {
    expect(codes({ "subject.id": "TO FILL: x" })).toContain("to_fill");
    const tasks = { "benchmark.task_list": ["TO FILL: the tasks"] };
    expect(codes({}, tasks)).toContain("to_fill");
    expect(codes({}, tasks)).not.toContain("task_unknown");
  });
});

describe("the direction of a sentence", () => {
  test.each([
    ["never drops below", "at least"],
    ["does not fall below", "at least"],
    ["doesn't go under", "at least"],
    ["is never lower than", "at least"],
    ["never less than", "at least"],
    ["stays without ever dropping below", "at least"],
    ["goes above", "at least"],
    ["is not only above", "at least"],
    ["does not merely exceed", "at least"],
    ["was not tuned and exceeds", "at least"],
    ["does not exceed", "at most"],
    ["never exceeds", "at most"],
    ["is found not exceeding", "at most"],
    ["is never above", "at most"],
    ["does not rise to more than", "at most"],
    ["drops below", "at most"],
  ])("%s 80 %% is %s", (words, bound) => {
    const sentence = text(`SmolVLA ${words} 80 % success on LIBERO-Spatial.`);
    const other = bound === "at least" ? "<=" : ">=";
    const same = bound === "at least" ? ">=" : "<=";
    const wrong = "direction_differs_from_text";
    expect(codes({ ...sentence, "expected_metrics.0.operator": other })).toContain(wrong);
    expect(codes({ ...sentence, "expected_metrics.0.operator": same })).not.toContain(wrong);
  });
});

test.each(["\u0000", "\u001b[2J", "\u202e", "\u200b", "\u2028"])(
  "a text with %j in it is told to hold what nobody sees",
  (hidden) => {
    const sentence = `SmolVLA reaches ${hidden} at least 80 % success on LIBERO-Spatial.`;
    expect(codes(text(sentence))).toContain("text_hidden_characters");
    expect(codes(text(sentence.replace(hidden, "\n")))).not.toContain("text_hidden_characters");
  },
);

describe("what is fine is left alone", () => {
  test.each([
    ["SmolVLA succeeds in at least 80 percent of episodes on LIBERO-Spatial."],
    ["On libero_spatial SmolVLA has a success rate of 0.8 or more."],
    ["SmolVLA 0.5B reaches no less than 80% success on LIBERO Spatial (v1.0)."],
    ["SmolVLA solves 400 of 500 episodes of LIBERO-Spatial."],
    ["SmolVLA fails at most 20 % of the episodes of LIBERO-Spatial."],
    ["SmolVLA reaches 80 % success, less a margin of 5 %, on LIBERO-Spatial."],
    ["SmolVLA, which is not certified, reaches at least 80 % on all tasks of LIBERO-Spatial."],
    ["SmolVLA's success rate on LIBERO-Spatial exceeds 80 %."],
  ])("%s", (sentence) => {
    expect(codes(text(sentence))).toEqual(["model_digest_not_declared"]);
  });

  test("a model that is called safe", () => {
    const named = {
      "subject.id": "lab/Safe-VLA certified",
      claim_text: "lab/Safe-VLA certified reaches at least 80 % success on LIBERO-Spatial.",
    };
    expect(codes(named)).not.toContain("wording_overclaims");
  });
});

test("whatever the documents are, lint answers with findings of its schema", () => {
  const hostile = fc.oneof(
    fc.jsonValue(),
    fc.record({
      path: fc.constantFrom(
        "claim_text",
        "expected_metrics",
        "decision_rule",
        "subject",
        "$schema",
        "population",
      ),
      value: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      const twist = (document: Json, by: unknown) =>
        by !== null && typeof by === "object" && "path" in by && typeof by.path === "string"
          ? { ...document, [by.path]: (by as { value?: unknown }).value }
          : by;
      const found = [
        ...lintClaim(twist(goodClaim, one), twist(goodProtocol, other)),
        ...lintProtocol(twist(goodProtocol, other)),
      ];
      for (const one of found) LintFinding.parse(one);
    }),
    { numRuns: 100 },
  );
});

test("a task list of many wrong names is answered in a page", () => {
  const task_list = Array.from({ length: 20_000 }, (_, i) => `libero_spatial/x${i}`);
  const found = lintProtocol(change(goodProtocol, { "benchmark.task_list": task_list }));
  expect(found.filter(({ code }) => code === "task_unknown")).toHaveLength(20);
});

test("a long hostile sentence is looked at in linear time", () => {
  for (const part of ["very very good ", "1".repeat(40), "no more than ", "80 % ", "any "]) {
    const long = part.repeat(8192).slice(0, 8192);
    expect(codes(text(long)).length).toBeGreaterThan(0);
  }
});
