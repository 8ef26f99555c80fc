import * as z from "zod";
import { Outcome } from "./episode.ts";
import { EpisodeOrder, SuccessRule } from "./reading.ts";
import { Count, Line, Text } from "./text.ts";

/** What the `outcome` of an episode says when its lines carry a governance verdict as well. */
const OutcomeMeaning = z.enum(["task_success", "governance_verdict"]);

const fact = z.string().regex(/^[a-z][a-z0-9_.]{0,63}$/, "expected a short lower_case name");

/**
 * Header of the bridge format: the first line of a JSONL file, or the fields beside `episodes` of a
 * JSON document. Strict, so that a misspelt field is an error and not a fact that gets lost.
 */
export const BridgeHeader = z
  .strictObject({
    schema_version: z.literal("worldflux.bridge.v0_draft"),
    evaluator: z.strictObject({ name: Line, version: Line.nullish() }),
    metric_contract: z.strictObject({ success: SuccessRule, description: Text }).meta({
      description: "When an episode counts as a success, in the evaluator's own terms.",
    }),
    outcome_is: OutcomeMeaning.nullish().meta({
      description:
        "Required when episodes carry a governance verdict: which of the two booleans is the outcome. The other one is kept beside it; they are never merged.",
    }),
    planned: z
      .strictObject({
        total: Count.nullish(),
        tasks: z
          .array(z.strictObject({ suite: Line.nullish(), task: Line, episodes: Count }))
          .nullish(),
      })
      .nullish()
      .meta({ description: "How many first attempts the run was to record." }),
    asserted: z
      .record(fact, z.union([z.string().max(512), z.number(), z.boolean(), z.null()]))
      .nullish()
      .meta({
        description:
          "What the loop says about itself: checkpoint, max_steps, initial_state, started_at, ... Nothing proves it.",
      }),
    episode_order: EpisodeOrder.nullish(),
    errors_recorded: z.boolean().nullish().meta({
      description: "true when the loop writes an episode that broke as outcome error.",
    }),
    end_line: z.boolean().nullish().meta({
      description: "true when the writer closes a finished run with an end line.",
    }),
  })
  .meta({ title: "Header of the WorldFlux bridge format" });
export type BridgeHeader = z.infer<typeof BridgeHeader>;

/** Names that the reader itself writes into the metadata of an episode. */
const reserved: ReadonlySet<string> = new Set([
  ...["error", "task_success", "governance_verdict"],
  ...["governance_perturbation", "governance_scenario"],
]);

const metadata = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "expected a short lower_case name"),
    z.union([z.string().max(256), z.number(), z.boolean(), z.null()]),
  )
  .refine((entries) => Object.keys(entries).length <= 8, "expected at most 8 entries")
  .refine(
    (entries) => !Object.keys(entries).some((name) => reserved.has(name)),
    `the names ${[...reserved].join(", ")} are taken`,
  );

/** One episode of the bridge format: a line of a JSONL file, or an element of `episodes`. */
export const BridgeEpisode = z
  .strictObject({
    suite: Line.nullish(),
    task: Line,
    index: Count.meta({
      description:
        "Which repetition this is, from 0 within its task, and within its seed where one is given.",
    }),
    seed: z.int().nullish(),
    attempt: Count.nullish().meta({ description: "0 or absent for the first run of this cell." }),
    outcome: Outcome.nullish(),
    success: z.boolean().nullish().meta({
      description: "Short for outcome success or failure. Either this or outcome is required.",
    }),
    sum_reward: z.number().nullish(),
    max_reward: z.number().nullish(),
    steps: Count.nullish(),
    duration_seconds: z.number().min(0).nullish(),
    started_at: z.iso.datetime({ offset: true }).max(35).nullish().meta({
      description: "When it began: ISO 8601 with Z or an offset, such as 2026-05-06T07:08:09Z.",
    }),
    error: z.string().nullish().meta({
      description: "Class of what broke, such as timeout or a Python exception; never its text.",
    }),
    video: z.string().min(1).max(512).nullish().meta({ description: "A relative path." }),
    metadata: metadata.nullish(),
    governance: z
      .strictObject({
        dimension: Line,
        verdict: z.boolean().nullish(),
        perturbation: z.string().max(256).nullish(),
        scenario: z.string().max(256).nullish(),
      })
      .nullish(),
  })
  .meta({ title: "Episode of the WorldFlux bridge format" });
export type BridgeEpisode = z.infer<typeof BridgeEpisode>;

/** The counts of the end line, `{"end": {...}}`, with which a writer closes a finished run. */
export const BridgeEnd = z.strictObject({
  episodes: Count,
  success: Count.nullish(),
  failure: Count.nullish(),
  error: Count.nullish(),
  pending: Count.nullish(),
  missing: Count.nullish(),
  not_applicable: Count.nullish(),
});
export type BridgeEnd = z.infer<typeof BridgeEnd>;
