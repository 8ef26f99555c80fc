import * as z from "zod";
import { IntervalMethod, Operator } from "./claim.ts";
import { Digest } from "./digest.ts";
import { ClaimId, ProtocolId } from "./ids.ts";
import { labelCodes } from "./labels.ts";
import { DenominatorPolicy } from "./protocol.ts";
import { Count, Line, Rate, Text } from "./text.ts";

/** What the episodes say about the claim. */
export const Verdict = z.enum(["supported", "refuted", "inconclusive", "cannot_decide"]).meta({
  description:
    "supported and refuted: the whole interval lies on one side of the threshold. cannot_decide: so few episodes that not even a perfect score could have supported the claim. inconclusive: everything else.",
});
export type Verdict = z.infer<typeof Verdict>;

/** A two-sided interval for the success rate. */
export const RateInterval = z.looseObject({
  method: IntervalMethod,
  level: z.number().gt(0).lt(1),
  lower: Rate,
  upper: Rate,
});
export type RateInterval = z.infer<typeof RateInterval>;

const counted = {
  successes: Count,
  episodes: Count.meta({ description: "The denominator." }),
  estimate: Rate.nullable().meta({ description: "successes / episodes; null without episodes." }),
  interval: RateInterval,
};

/** The headline: the declared metric under the declared rules. */
export const Result = z.looseObject({
  verdict: Verdict,
  strict_verdict: Verdict.meta({ description: "The verdict with margin 0." }),
  metric: Line,
  operator: Operator,
  claimed: Rate.meta({ description: "The expected metric's value." }),
  baseline: Rate.meta({ description: "decision_rule.baseline, or else the claimed value." }),
  margin: z.number().min(0).lt(1),
  threshold: Rate.meta({ description: "baseline - margin (for <= and <: baseline + margin)." }),
  ...counted,
  exact_test: z.looseObject({
    p_value: Rate.meta({
      description: "Exact one-sided binomial p-value of the claim being false at the threshold.",
    }),
    verdict: Verdict.meta({ description: "What the exact test at alpha/2 a side would say." }),
  }),
  size_at_threshold: z.looseObject({
    nominal: Rate.meta({ description: "alpha / 2." }),
    actual: Rate.meta({
      description:
        "Exact probability that the declared method supports a claim whose true rate is the threshold.",
    }),
  }),
});
export type Result = z.infer<typeof Result>;

/**
 * Where every episode went. planned = success + failure + error + pending + not_applicable +
 * missing; recorded = success + failure + error + pending + not_applicable + duplicated +
 * out_of_protocol.
 */
export const Denominators = z.looseObject({
  planned: Count,
  recorded: Count,
  success: Count,
  failure: Count,
  error: Count,
  pending: Count,
  not_applicable: Count,
  missing: Count,
  duplicated: Count,
  out_of_protocol: Count,
});
export type Denominators = z.infer<typeof Denominators>;

/** Ways to count: those a protocol can declare, and the bounds for and against the claim. */
export const CountingRule = z.enum([...DenominatorPolicy.options, "best_case", "worst_case"]);
export type CountingRule = z.infer<typeof CountingRule>;

/** The verdict under one counting rule. */
export const RuleResult = z.looseObject({
  rule: CountingRule,
  ...counted,
  verdict: Verdict,
  strict_verdict: Verdict,
});
export type RuleResult = z.infer<typeof RuleResult>;

const task = { suite: Line.nullable(), task: Line.nullable() };

/** Missing cells of a task: one entry a seed. */
export const MissingCells = z.looseObject({
  seed: z.number().int().nullable(),
  indices: z.string().meta({ description: "Ranges, such as 0-3,7." }),
});
export type MissingCells = z.infer<typeof MissingCells>;

/** Plan against record, cell by cell. */
export const Conformance = z.looseObject({
  matched_by: z.enum(["task_seed_index", "task_index", "task_rank"]),
  tasks: z.array(
    z.looseObject({ ...task, planned: Count, matched: Count, missing: z.array(MissingCells) }),
  ),
  unnamed_missing_tasks: Count.meta({
    description: "Tasks that a suite is known to have and of which no episode is recorded.",
  }),
  out_of_protocol: z.array(z.looseObject({ ...task, episodes: Count })),
  duplicated: z.array(
    z.looseObject({
      ...task,
      seed: z.number().int().nullable(),
      index: Count,
      records: Count,
      outcomes: z.string(),
    }),
  ),
});
export type Conformance = z.infer<typeof Conformance>;

/** A label on the evidence, and what it is about. */
export const Label = z.looseObject({
  code: z.enum(labelCodes),
  detail: Text.optional(),
  task: Line.optional(),
});
export type Label = z.infer<typeof Label>;

/** How much was fixed and shown before the numbers: A is best. */
export const Grade = z.enum(["A", "B", "C", "D"]);
export type Grade = z.infer<typeof Grade>;

/** One row of the attested / asserted / not covered table. */
export const Coverage = z.looseObject({
  statement: Text,
  status: z.enum(["attested", "asserted", "not_covered"]).meta({
    description:
      "attested: anybody can recompute it from the package. asserted: the author says so. not_covered: this package says nothing about it.",
  }),
});
export type Coverage = z.infer<typeof Coverage>;

/** `evidence.json`: a pure function of claim, protocol and audit input. */
export const Evidence = z
  .looseObject({
    schema_version: z.literal("worldflux.evidence.v0_draft"),
    claim: z.looseObject({ id: ClaimId, sha256: Digest }),
    protocol: z.looseObject({ id: ProtocolId, sha256: Digest }),
    audit_input: z.looseObject({ sha256: Digest }),
    result: Result,
    denominators: Denominators,
    denominator_policy: z.looseObject({ rule: DenominatorPolicy, declared: z.boolean() }),
    rules: z.array(RuleResult).max(8),
    conformance: Conformance,
    tasks: z.array(z.looseObject({ ...task, ...counted, errors: Count })),
    labels: z.array(Label),
    grade: Grade,
    grade_missing: z.array(Line).meta({ description: "What the next better grade asks for." }),
    coverage: z.array(Coverage),
  })
  .meta({ title: "evidence.json" });
export type Evidence = z.infer<typeof Evidence>;
