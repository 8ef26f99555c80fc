import * as z from "zod";
import { UtcTime } from "./recorded-times.ts";
import { Count, Line } from "./text.ts";

/**
 * How an episode ended. `error`: the harness broke (crash, lost server), which says nothing about
 * the policy. `pending`: planned by the evaluator, not finished. `missing`: announced but without
 * a record. `not_applicable`: outside what success is defined for.
 */
export const Outcome = z.enum([
  "success",
  "failure",
  "error",
  "pending",
  "missing",
  "not_applicable",
]);
export type Outcome = z.infer<typeof Outcome>;

/** One letter an outcome, for the sequences of `audit_input.json`. */
export const outcomeLetters = {
  success: "S",
  failure: "F",
  error: "E",
  pending: "P",
  missing: "M",
  not_applicable: "N",
} as const satisfies Record<Outcome, string>;

/** Extra facts of an episode: at most 16 flat values under short lower-case names. */
export const EpisodeMetadata = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "expected a short lower_case name"),
    z.union([z.string().max(256), z.number(), z.boolean(), z.null()]),
  )
  .refine((metadata) => Object.keys(metadata).length <= 16, "expected at most 16 entries");

const identity = {
  suite: Line.nullable().meta({ description: "Group of tasks, as the evaluator names it." }),
  task: Line.nullable().meta({
    description: "Task within the suite; null when the evaluator's file names none.",
  }),
  index: Count.meta({
    description:
      "Which repetition this is, counted from 0 within its task, and within its seed where the file records one a cell.",
  }),
  seed: z.number().int().nullable().meta({ description: "null when the file does not record it." }),
  attempt: Count.meta({ description: "0 for the first run of this cell." }),
  outcome: Outcome,
};

const measured = {
  sum_reward: z.number().nullable().optional(),
  max_reward: z.number().nullable().optional(),
  steps: Count.optional(),
  duration_seconds: z.number().min(0).optional(),
  started_at: UtcTime.optional().meta({ description: "When it began, as the source says." }),
  metadata: EpisodeMetadata.optional(),
};

/** An episode as an adapter reads it. */
export const EpisodeRecord = z.strictObject({ ...identity, ...measured });
export type EpisodeRecord = z.infer<typeof EpisodeRecord>;

/** One line of `episode_results.jsonl`: an episode, with an id and its place in the record. */
export const EpisodeResult = z
  .looseObject({
    id: z.string().regex(/^ep_\d{6,}$/, "expected ep_ and a number"),
    ...identity,
    ...measured,
  })
  .meta({ title: "episode_results.jsonl" });
export type EpisodeResult = z.infer<typeof EpisodeResult>;

/** Name of a task for people and labels: `libero_goal/3`, or the suite alone. */
export function taskName(of: { suite: string | null; task: string | null }): string {
  return [of.suite, of.task].filter((part) => part !== null).join("/") || "(unnamed task)";
}
