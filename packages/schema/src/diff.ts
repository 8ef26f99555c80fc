import * as z from "zod";
import { Population } from "./claim.ts";
import { comparabilityAxes } from "./comparability.ts";
import { Digest } from "./digest.ts";
import { CountingRule, Denominators, Grade, RateInterval, Verdict } from "./evidence.ts";
import { ClaimId } from "./ids.ts";
import { labelCodes } from "./labels.ts";
import { Count, Line, Rate, Text } from "./text.ts";

const sides = <S extends z.ZodType>(side: S) => z.looseObject({ left: side, right: side });

/** A difference of two rates. */
const Difference = z.number().min(-1).max(1);

/** Nothing is the same because nobody says otherwise: that is `unknown`. */
export const Sameness = z.enum(["same", "different", "unknown"]);
export type Sameness = z.infer<typeof Sameness>;

/** A value that both documents have, or one of them, and that is not the same. */
export const FieldDifference = z.looseObject({
  pointer: z.string().max(1100).meta({ description: "JSON pointer (RFC 6901), cut when long." }),
  left: z.string().max(100).meta({ description: "A short form of the value, or `absent`." }),
  right: z.string().max(100),
});
export type FieldDifference = z.infer<typeof FieldDifference>;

const side = z.looseObject({ sha256: Digest, read: z.boolean() });

/** One of the four documents on both sides, by digest and by field. */
export const DocumentDiff = z.looseObject({
  name: z.enum(["claim.json", "protocol.json", "audit_input.json", "evidence.json"]),
  status: z.enum(["same", "different"]),
  ...sides(side).shape,
  differences: z.array(FieldDifference).max(50).nullable().meta({
    description: "The first 50; null where one of the two was not at hand.",
  }),
  more: Count.meta({ description: "Differences beyond those listed, counted up to 10,000." }),
});
export type DocumentDiff = z.infer<typeof DocumentDiff>;

/** What a side says of an axis. */
export const AxisValue = z.looseObject({
  value: z.string().max(256).nullable(),
  origin: z.enum(["recorded", "declared", "derived"]).nullable().meta({
    description:
      "recorded: in the evaluator's file. declared: the author says so in claim or protocol. derived: follows from the evidence.",
  }),
});
export type AxisValue = z.infer<typeof AxisValue>;

/** Whether the two runs agree in one respect. */
export const DiffAxis = z.looseObject({
  axis: z.enum(comparabilityAxes),
  role: z.enum(["must_match", "must_not_differ", "pairing", "context"]),
  status: Sameness,
  ...sides(AxisValue).shape,
  reason: Text,
  blocks: z.boolean().meta({ description: "Whether the rates are not compared because of it." }),
});
export type DiffAxis = z.infer<typeof DiffAxis>;

const counted = { successes: Count, episodes: Count, estimate: Rate.nullable() };

const verdict = z.looseObject({
  verdict: Verdict,
  strict_verdict: Verdict,
  operator: Line,
  baseline: Rate,
  margin: Rate,
  threshold: Rate,
  ...counted,
  interval: RateInterval,
  population: Population.nullable(),
  grade: Grade,
});

/** A task on both sides; null where a side does not plan it. */
export const TaskDiff = z.looseObject({
  task: z.string().max(256),
  ...sides(z.looseObject(counted).nullable()).shape,
  difference: Difference.nullable().meta({ description: "Rate of left less rate of right." }),
  p_value: Rate.nullable().meta({
    description: "Exact and two-sided: McNemar where paired, else Fisher. null where not tested.",
  }),
  p_adjusted: Rate.nullable().meta({ description: "Holm, over all tasks that were tested." }),
});
export type TaskDiff = z.infer<typeof TaskDiff>;

/** What the two rates say about each other. */
export const DiffVerdict = z
  .enum([
    "left_better",
    "right_better",
    "depends_on_counting",
    "difference_not_shown",
    "cannot_tell",
    "same_episodes",
  ])
  .meta({
    description:
      "left_better, right_better: comparable, and the interval excludes zero under every declarable counting rule. depends_on_counting: under some of them only. difference_not_shown: comparable, and nothing shows a difference; no proof of sameness. cannot_tell: see reasons. same_episodes: both sides hold the same record.",
  });
export type DiffVerdict = z.infer<typeof DiffVerdict>;

/** Why the rates are not compared. */
export const DiffReason = z.looseObject({
  code: z.enum([
    "axis_different",
    "axis_unknown",
    "files_shared",
    "stopping_not_fixed",
    "population_clustered",
    "no_episodes",
  ]),
  axis: z.enum(comparabilityAxes).optional(),
  detail: Text,
});
export type DiffReason = z.infer<typeof DiffReason>;

/** What to keep in mind beside the answer. */
export const DiffCaution = z.looseObject({
  code: z.enum([
    "counting_rule_dependent",
    "interval_within_task_mix",
    "rests_on_declarations",
    "same_policy",
    "weakened_by_labels",
  ]),
  detail: Text,
});
export type DiffCaution = z.infer<typeof DiffCaution>;

const interval = z.looseObject({
  method: z.enum(["tango", "newcombe_paired", "miettinen_nurminen"]),
  level: z.number().gt(0).lt(1),
  lower: Difference,
  upper: Difference,
});

/** The comparison of the two headline rates; every number is of left less right. */
export const RatesDiff = z.looseObject({
  verdict: DiffVerdict,
  reasons: z.array(DiffReason),
  method: z.enum(["paired", "unpaired", "none"]),
  pairing: z.looseObject({ possible: z.boolean(), reason: Text }),
  estimate: Difference.nullable(),
  intervals: z.array(interval).meta({ description: "The first one decides, with the test." }),
  test: z.enum(["mcnemar_exact", "boschloo", "score"]).nullable(),
  p_value: Rate.nullable().meta({ description: "Two-sided, of equal rates." }),
  pairs: z
    .looseObject({ both: Count, only_left: Count, only_right: Count, neither: Count })
    .nullable(),
  detectable: Rate.nullable().meta({
    description: "Smallest true difference that these episodes would show four times out of five.",
  }),
  task_mix_shift: Rate.meta({
    description: "Largest difference that unequal shares of the tasks alone can make.",
  }),
  other_rules: z.array(
    z.looseObject({ rule: CountingRule, estimate: Difference.nullable(), verdict: DiffVerdict }),
  ),
  cautions: z.array(DiffCaution),
});
export type RatesDiff = z.infer<typeof RatesDiff>;

/** What `evidence diff` finds: two packages side by side, and whether their rates compare. */
export const EvidenceDiff = z
  .looseObject({
    schema_version: z.literal("worldflux.evidence_diff.v0_draft"),
    ...sides(
      z.looseObject({
        claim_id: ClaimId,
        claim_text: Text.nullable(),
        policy: Line.nullable(),
        evidence: Digest,
      }),
    ).shape,
    documents: z.array(DocumentDiff),
    axes: z.array(DiffAxis),
    denominators: sides(Denominators),
    verdicts: sides(verdict),
    rates: z.array(
      z.looseObject({
        rule: CountingRule,
        ...sides(z.looseObject({ ...counted, verdict: Verdict })).shape,
        difference: Difference.nullable(),
      }),
    ),
    tasks: z.array(TaskDiff).meta({
      description: "Largest difference first. Tests of single tasks are exploratory.",
    }),
    labels: z.looseObject({
      both: z.array(z.enum(labelCodes)),
      left: z.array(z.enum(labelCodes)),
      right: z.array(z.enum(labelCodes)),
    }),
    comparison: RatesDiff,
  })
  .meta({ title: "Difference of two evidence packages" });
export type EvidenceDiff = z.infer<typeof EvidenceDiff>;
