import * as z from "zod";
import { Digest } from "./digest.ts";
import { PredictionCounts } from "./predictions.ts";
import { EpisodeOrder, MetricContract, ReadingNote, Unrecorded } from "./reading.ts";
import { RecordedTimes } from "./recorded-times.ts";
import { Count, Line } from "./text.ts";

/** The episodes of one task, in recorded order: three lists of equal length. */
export const AuditTask = z
  .looseObject({
    suite: Line.nullable(),
    task: Line.nullable(),
    outcomes: z
      .string()
      .regex(/^[SFEPMN]*$/, "expected letters of S F E P M N")
      .meta({
        description:
          "One letter an episode: S success, F failure, E error, P pending, M missing, N not applicable.",
      }),
    index: z.array(Count),
    seed: z.array(z.number().int().nullable()).nullable().meta({
      description: "null when no episode of the task has a recorded seed.",
    }),
    attempt: z.array(Count).nullable().meta({ description: "null when every attempt is 0." }),
  })
  .refine(
    (t) =>
      t.index.length === t.outcomes.length &&
      (t.seed === null || t.seed.length === t.outcomes.length) &&
      (t.attempt === null || t.attempt.length === t.outcomes.length),
    "outcomes, index, seed and attempt must have one entry an episode",
  )
  .refine(
    (t) => t.seed === null || t.seed.some((seed) => seed !== null),
    "a task without seeds has seed null",
  )
  .refine(
    (t) => t.attempt === null || t.attempt.some((attempt) => attempt > 0),
    "a task with first attempts only has attempt null",
  );
export type AuditTask = z.infer<typeof AuditTask>;

/** How many recorded episodes ended how, before any protocol is applied. */
export const OutcomeCounts = z.looseObject({
  recorded: Count,
  success: Count,
  failure: Count,
  error: Count,
  pending: Count,
  missing: Count,
  not_applicable: Count,
});
export type OutcomeCounts = z.infer<typeof OutcomeCounts>;

/** A file that was read. Its name and place stay in the private members. */
export const SourceFile = z.looseObject({
  role: Line,
  sha256: Digest,
  size_bytes: Count,
});
export type SourceFile = z.infer<typeof SourceFile>;

/**
 * `audit_input.json`: the normalized input. With claim and protocol it suffices to derive
 * `evidence.json` again, without any private member.
 */
export const AuditInput = z
  .looseObject({
    schema_version: z.literal("worldflux.audit_input.v0_draft"),
    source: z.looseObject({
      adapter: Line,
      shape: Line,
      evaluator: z.looseObject({ name: Line, version: Line.nullable() }),
      files: z.array(SourceFile),
    }),
    metric_contract: MetricContract,
    counts: OutcomeCounts,
    episode_order: EpisodeOrder,
    not_recorded: z.array(Unrecorded),
    notes: z.array(ReadingNote),
    recorded_times: RecordedTimes.optional(),
    asserted: z.record(Line, z.union([z.string(), z.number(), z.boolean()])),
    predictions: PredictionCounts.optional(),
    tasks: z
      .array(AuditTask)
      .refine(
        (tasks) =>
          new Set(tasks.map((t) => JSON.stringify([t.suite, t.task]))).size === tasks.length,
        "every task must have one entry",
      ),
  })
  .meta({ title: "audit_input.json" });
export type AuditInput = z.infer<typeof AuditInput>;
