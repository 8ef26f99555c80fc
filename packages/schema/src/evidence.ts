import * as z from "zod";
import { axisCodes, recommendationCodes } from "./advice.ts";
import { IntervalMethod, Operator, Population } from "./claim.ts";
import { Digest } from "./digest.ts";
import { ClaimId, ProtocolId } from "./ids.ts";
import { labelCodes } from "./labels.ts";
import { EvidenceLock } from "./lock.ts";
import { DenominatorPolicy, StoppingMode } from "./protocol.ts";
import { Count, Line, Rate, Text } from "./text.ts";

/** What the episodes say about the claim. */
export const Verdict = z.enum(["supported", "refuted", "inconclusive", "cannot_decide"]).meta({
  description:
    "supported and refuted: the whole interval lies on one side of the threshold. cannot_decide: so few episodes that not even a perfect score could have supported the claim. inconclusive: everything else.",
});
export type Verdict = z.infer<typeof Verdict>;

/** What a claim can ask for, and what its population or stopping rule asks for instead. */
export const RateMethod = z
  .enum([...IntervalMethod.options, "stratified_wilson", "cluster_wilson_t", "beta_mixture"])
  .meta({
    description:
      "stratified_wilson: mean over the fixed tasks. cluster_wilson_t: tasks or seeds as a random sample. beta_mixture: confidence sequence, valid at any stopping time.",
  });
export type RateMethod = z.infer<typeof RateMethod>;

/** A two-sided interval for the success rate. */
export const RateInterval = z.looseObject({
  method: RateMethod,
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

/** The answer if the episodes are a sample of this. */
export const PopulationAnswer = z.looseObject({
  population: Population,
  clusters: Count.meta({ description: "Tasks or seeds that count as units; 0 where none do." }),
  effective_episodes: z.number().min(0).meta({
    description: "How many independent episodes the sample is worth under this population.",
  }),
  estimate: Rate.nullable(),
  interval: RateInterval,
  verdict: Verdict,
  strict_verdict: Verdict,
});
export type PopulationAnswer = z.infer<typeof PopulationAnswer>;

/** Why a sequential test proves nothing here. */
export const SequentialRefusal = z.enum([
  "episode_order_unknown",
  "tasks_not_interleaved",
  "bounded_needs_random_tasks",
  "max_episodes_exceeded",
  "threshold_at_the_edge",
  "too_many_episodes",
  "no_episodes",
]);
export type SequentialRefusal = z.infer<typeof SequentialRefusal>;

/** The test that holds whenever the run was stopped, or why there is none. */
export const SequentialResult = z.looseObject({
  mode: z.enum(["bounded", "anytime"]),
  decides: z.boolean().meta({ description: "Whether the headline verdict is this one." }),
  refused: SequentialRefusal.nullable(),
  detail: Text.optional(),
  blocked_by_task: z.boolean().optional(),
  successes: Count.optional(),
  episodes: Count.optional(),
  dropped: Count.optional().meta({ description: "Episodes of the last, incomplete block." }),
  verdict: Verdict.optional(),
  strict_verdict: Verdict.optional(),
  decided_at: Count.nullable().optional().meta({
    description: "Number of episodes after which the verdict stood; null while it does not.",
  }),
  p_value: Rate.optional().meta({ description: "Anytime-valid p-value of the claim being false." }),
  interval: RateInterval.optional(),
  violated: z.boolean().optional().meta({
    description: "True if no single rate explains the run: then trust neither.",
  }),
});
export type SequentialResult = z.infer<typeof SequentialResult>;

const change = z.looseObject({ episodes: Count, verdict: Verdict }).nullable();

/** The rate with the help of predicted episodes; never the headline. */
export const PredictionPowered = z.looseObject({
  outcome: z.enum(["ppi++", "exact", "refused"]).meta({
    description:
      "ppi++: every gate is open. exact: a gate is closed, so the interval holds at any size and is wider. refused: an assumption is denied or not declared.",
  }),
  estimate: Rate.nullable(),
  interval: z.looseObject({ level: z.number().gt(0).lt(1), lower: Rate, upper: Rate }).nullable(),
  refused: z.array(Line),
  closed_gates: z.array(Line),
  label_only: z.looseObject(counted),
});
export type PredictionPowered = z.infer<typeof PredictionPowered>;

/** How few outcomes the verdict hangs on. */
export const Fragility = z.looseObject({
  index: Count.nullable().meta({
    description: "Outcomes that would have to turn for another verdict; null if none does.",
  }),
  fewer_successes: change,
  more_successes: change,
});
export type Fragility = z.infer<typeof Fragility>;

/** How many further episodes could decide; null where ten million do not. */
export const StillNeeded = z.looseObject({
  to_support: Count.nullable(),
  to_refute: Count.nullable(),
  at_observed_rate: change,
});
export type StillNeeded = z.infer<typeof StillNeeded>;

/** The lowest rate among the tasks, with bounds that allow for their number. */
export const WorstTask = z.looseObject({
  tasks: z.array(Line).meta({ description: "Tasks with the lowest observed rate." }),
  estimate: Rate.nullable(),
  smallest_rate: z.looseObject({ lower: Rate, upper: Rate }),
  collapsed: z.array(Line).meta({
    description: "Tasks shown, all together at alpha, to lie below half the threshold.",
  }),
});
export type WorstTask = z.infer<typeof WorstTask>;

/** A percentage in the claim's text, and whether it can be a count out of these episodes. */
export const StatedRate = z.looseObject({
  percent: Line,
  episodes: Count,
  feasible: z.boolean(),
  successes: z.looseObject({ from: Count, to: Count }).nullable(),
});
export type StatedRate = z.infer<typeof StatedRate>;

/** What to do about the evidence; never about the policy. */
export const Recommendation = z.enum(recommendationCodes);
export type Recommendation = z.infer<typeof Recommendation>;

/** What would test the claim harder. */
export const FalsificationAxis = z.enum(axisCodes);
export type FalsificationAxis = z.infer<typeof FalsificationAxis>;

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
    derivation: Count.meta({
      description:
        "Number of the rules by which claim, protocol and audit input became this. It rises when the same input gives another document; a verifier derives by its own rules only.",
    }),
    claim: z.looseObject({ id: ClaimId, sha256: Digest }),
    protocol: z.looseObject({ id: ProtocolId, sha256: Digest }),
    audit_input: z.looseObject({ sha256: Digest }),
    result: Result,
    denominators: Denominators,
    denominator_policy: z.looseObject({ rule: DenominatorPolicy, declared: z.boolean() }),
    rules: z.array(RuleResult).max(8),
    population: z.looseObject({
      declared: Population.nullable(),
      icc: z.number().nullable().meta({
        description: "Correlation of outcomes within a task (ANOVA estimate).",
      }),
      answers: z.array(PopulationAnswer),
    }),
    stopping: z.looseObject({
      mode: StoppingMode,
      asked_by: z.enum(["default", "protocol", "option"]),
    }),
    sequential: SequentialResult,
    fragility: Fragility.nullable().meta({
      description: "null where the headline is not a test of independent episodes.",
    }),
    still_needed: StillNeeded.nullable(),
    worst_task: WorstTask.nullable(),
    stated_rates: z.array(StatedRate),
    ppi: PredictionPowered.nullable().meta({ description: "null without predictions." }),
    conformance: Conformance,
    tasks: z.array(z.looseObject({ ...task, ...counted, errors: Count })),
    lock: EvidenceLock.optional().meta({
      description: "Left out when no lock was handed in.",
    }),
    labels: z.array(Label),
    recommendation: Recommendation,
    next_tests: z.array(FalsificationAxis),
    grade: Grade,
    grade_missing: z.array(Line).meta({ description: "What the next better grade asks for." }),
    coverage: z.array(Coverage),
  })
  .meta({ title: "evidence.json" });
export type Evidence = z.infer<typeof Evidence>;
