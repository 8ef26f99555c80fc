import * as z from "zod";
import { ClaimId } from "./ids.ts";
import { Line, Rate, SchemaPlace, Text } from "./text.ts";

/** How the measured rate is compared with the claimed one. */
export const Operator = z.enum([">=", ">", "<=", "<"]);
export type Operator = z.infer<typeof Operator>;

/** The two-sided interval that decides. Formulas: `@worldflux/stats`. */
export const IntervalMethod = z.enum([
  "wilson",
  "wilson_cc",
  "clopper_pearson",
  "jeffreys",
  "agresti_coull",
]);
export type IntervalMethod = z.infer<typeof IntervalMethod>;

/** What the recorded episodes are a sample of; the interval depends on it. */
export const Population = z
  .enum(["episodes_iid", "tasks_fixed", "tasks_random", "seeds_random"])
  .meta({
    description:
      "What the episodes are a sample of: independent episodes, the fixed list of tasks, tasks drawn from a larger family, or training seeds drawn from a larger family.",
  });
export type Population = z.infer<typeof Population>;

/** A number that the claim promises. */
export const ExpectedMetric = z.looseObject({
  name: Line,
  operator: Operator,
  value: z
    .number()
    .min(0, "expected a ratio from 0 to 1")
    .max(1, "expected a ratio from 0 to 1, such as 0.8 for 80 %"),
  unit: z.literal("ratio").meta({ description: "0.8 means 80 %. Percentages are refused." }),
});
export type ExpectedMetric = z.infer<typeof ExpectedMetric>;

/** How the claim is decided, fixed before the numbers are looked at. */
export const DecisionRule = z.looseObject({
  null_hypothesis: Text.optional(),
  margin: z.number().min(0).lt(1).meta({
    description: "Slack in the claim's disfavour, as a ratio: the threshold is baseline - margin.",
  }),
  alpha: z.number().min(1e-12).max(0.5).meta({
    description: "The interval is two-sided at level 1 - alpha.",
  }),
  interval_method: IntervalMethod,
  baseline: Rate.optional().meta({
    description: "What is compared against; the expected metric's value when left out.",
  }),
});
export type DecisionRule = z.infer<typeof DecisionRule>;

/** `claim.json`: one falsifiable sentence about a policy, and the rule that decides it. */
export const Claim = z
  .looseObject({
    $schema: SchemaPlace.optional(),
    schema_version: z.literal("worldflux.claim.v0_draft"),
    id: ClaimId,
    slug: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "expected lower-case words and dashes"),
    claim_text: Text,
    subject: z.looseObject({ type: Line, id: Line, checkpoint_uri: Line.optional() }),
    capability: Line,
    applicability: z.looseObject({
      benchmark: Line,
      benchmark_version: Line.optional(),
      robot_embodiment: Line.optional(),
      simulator: Line.optional(),
      camera_distribution: Line.optional(),
      language_template: Line.optional(),
      license_assumptions: z.array(Text).optional(),
    }),
    expected_metrics: z.array(ExpectedMetric).min(1).max(32),
    decision_rule: DecisionRule,
    population: Population.optional(),
    source: z.looseObject({
      type: Line,
      title: Text.optional(),
      url: Line.optional(),
      section: Line.optional(),
    }),
    curator: z.looseObject({ agent: Line, created_at: z.iso.datetime({ offset: true }) }),
    status: Line,
  })
  .meta({ title: "claim.json" });
export type Claim = z.infer<typeof Claim>;
