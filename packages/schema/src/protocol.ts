import * as z from "zod";
import { Digest } from "./digest.ts";
import { ClaimId, ProtocolId } from "./ids.ts";
import { SuccessRule } from "./reading.ts";
import { Line, SchemaPlace } from "./text.ts";

/** Which planned episodes the headline rate divides by. */
export const DenominatorPolicy = z
  .enum(["errors_as_failures", "errors_excluded", "missing_as_failures"])
  .meta({
    description:
      "errors_as_failures (default): successes, failures and errors count, missing episodes do not. errors_excluded: successes and failures count. missing_as_failures: every planned episode counts.",
  });
export type DenominatorPolicy = z.infer<typeof DenominatorPolicy>;

/** Which record counts when a cell was run more than once. */
export const AttemptPolicy = z.enum(["first"]).meta({
  description: "first (default): the first recorded attempt of a cell counts, later ones never do.",
});
export type AttemptPolicy = z.infer<typeof AttemptPolicy>;

/** What the seeds of the protocol mean. */
export const SeedPolicy = z.enum(["fixed_list", "not_controlled"]).meta({
  description: "fixed_list: the listed seeds, no others. not_controlled: the evaluator chose.",
});
export type SeedPolicy = z.infer<typeof SeedPolicy>;

/** When the run was allowed to stop. */
export const StoppingMode = z.enum(["fixed", "bounded", "anytime"]).meta({
  description:
    "fixed (default): after the planned episodes, one look. bounded: at any look, but never beyond max_episodes. anytime: whenever somebody likes.",
});
export type StoppingMode = z.infer<typeof StoppingMode>;

/** `protocol.json`: what was to be run, on what, and how episodes are counted. */
export const Protocol = z
  .looseObject({
    $schema: SchemaPlace.optional(),
    schema_version: z.literal("worldflux.protocol.v0_draft"),
    id: ProtocolId,
    claim_id: ClaimId,
    claim_hash: Digest,
    benchmark: z.looseObject({
      name: Line,
      version: Line.optional(),
      task_list: z.array(Line).min(1).max(100_000).meta({
        description:
          "Suites or tasks, such as libero_spatial or libero_spatial/3; case, dashes and underscores do not matter. A suite stands for all its tasks.",
      }),
      split: Line.optional(),
    }),
    runtime: z
      .looseObject({
        provider: Line,
        instance_class_min: Line.optional(),
        max_runtime_seconds: z.number().min(0).optional(),
      })
      .optional(),
    execution: z.looseObject({
      episodes_per_task: z.number().int().min(1).max(10_000_000).meta({
        description: "Episodes planned for each task and each seed.",
      }),
      seeds: z.array(z.number().int()).max(100_000).meta({
        description: "Seeds planned; empty when the evaluator does not take any.",
      }),
      max_steps_per_episode: z.number().int().min(1).optional(),
      reset_policy: Line.optional(),
      observation_space: z.array(Line).optional(),
      action_space: Line.optional(),
      denominator_policy: DenominatorPolicy.optional(),
      attempt_policy: AttemptPolicy.optional(),
      seed_policy: SeedPolicy.optional(),
      success_rule: SuccessRule.optional().meta({
        description:
          "When an episode is to count as a success: any_step, final_step, predicate, all_subtasks, human_label, threshold.",
      }),
    }),
    stopping: z
      .looseObject({
        mode: StoppingMode,
        max_episodes: z.number().int().min(1).max(20_000).optional().meta({
          description: "For bounded: the largest number of episodes, in all.",
        }),
      })
      .refine(
        (s) => (s.mode === "bounded") === (s.max_episodes !== undefined),
        "max_episodes goes with mode bounded, and is needed there",
      )
      .optional(),
    evaluator: z.looseObject({
      name: Line,
      version: Line.optional(),
      implementation_ref: Line.optional(),
    }),
    model_runtime: z.looseObject({
      checkpoint_uri: Line.optional(),
      digest: Digest.optional().meta({ description: "SHA-256 of the model that was run." }),
    }),
    drafted_from_results: z
      .looseObject({ source: Line, files: z.array(Digest).max(10_000) })
      .optional()
      .meta({
        description:
          "Written by `claim create --from`: the plan was read off the results that it is now compared with.",
      }),
  })
  .meta({ title: "protocol.json" });
export type Protocol = z.infer<typeof Protocol>;
