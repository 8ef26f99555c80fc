import * as z from "zod";
import type { EpisodeRecord } from "./episode.ts";
import { RecordedTimes } from "./recorded-times.ts";
import { Count, Line, Text } from "./text.ts";

/** When an episode counts as a success, in the evaluator's own terms. */
export const SuccessRule = z.enum([
  "any_step",
  "final_step",
  "predicate",
  "all_subtasks",
  "human_label",
  "threshold",
  "unknown",
]);
export type SuccessRule = z.infer<typeof SuccessRule>;

/** What "success" means in this file. */
export const MetricContract = z.looseObject({
  name: z.literal("success_rate"),
  success: SuccessRule,
  description: Text,
});
export type MetricContract = z.infer<typeof MetricContract>;

/** Things a sceptic asks about that an evaluator's file may not say. */
export const Unrecorded = z.enum([
  "task_identity",
  "seed",
  "initial_state",
  "checkpoint",
  "evaluator_version",
  "max_steps",
  "harness_errors",
  "episode_order",
  "time",
]);
export type Unrecorded = z.infer<typeof Unrecorded>;

/** Whether the list of episodes is in the order in which they were run. */
export const EpisodeOrder = z.enum(["recorded", "within_task", "unknown"]);
export type EpisodeOrder = z.infer<typeof EpisodeOrder>;

/** Something odd that an adapter saw in a file that it could still read. */
export const ReadingNote = z.looseObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{2,63}$/),
  detail: Text,
});
export type ReadingNote = z.infer<typeof ReadingNote>;

/** A raw file that an episode points at, such as its video; never opened by us. */
export const RawReference = z.looseObject({
  /** Position of the episode in `episodes`. */
  episode: Count,
  kind: z.enum(["video", "trace", "log"]),
  /** Relative, without anything that names a person or a machine. */
  path: Line,
});
export type RawReference = z.infer<typeof RawReference>;

/** What an adapter says of an evaluator's output as a whole, and what the source cannot tell. */
export const ReadingFacts = z.strictObject({
  shape: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/),
  evaluator: z.looseObject({ name: Line, version: Line.nullable() }),
  metric_contract: MetricContract,
  episode_order: EpisodeOrder,
  not_recorded: z.array(Unrecorded),
  notes: z.array(ReadingNote),
  /** What the file says about itself that nothing in it proves, such as a policy name. */
  asserted: z.record(Line, z.union([z.string().max(512), z.number(), z.boolean()])),
  references: z.array(RawReference),
  /** When it was run, where the source says so. Never a time stamp of the file system. */
  recorded_times: RecordedTimes.optional(),
});
export type ReadingFacts = z.infer<typeof ReadingFacts>;

/** What an adapter makes of an evaluator's output. */
export interface Reading extends ReadingFacts {
  /** A list, or a stream that gives the same episodes each time it is iterated. */
  readonly episodes: Iterable<EpisodeRecord>;
}
