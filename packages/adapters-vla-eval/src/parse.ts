import { inconsistent, type Place, quote } from "@worldflux/adapter-kit";
import * as z from "zod";

const object = z.looseObject({}, { error: "expected an object" });
const count = z
  .number({ error: "expected a whole number" })
  .int()
  .min(0, "expected no less than 0");
const text = z.string({ error: "expected a text" });
const seconds = z.number({ error: "expected seconds" }).min(0, "expected no less than 0 seconds");

/** What G0 and later have in common in an episode. */
const measured = {
  steps: count.nullish(),
  elapsed_sec: seconds.nullish(),
  failure_reason: text.nullish(),
  failure_detail: text.nullish(),
};

const success = z.boolean({ error: "expected true or false" });

/** An episode of shape G0. */
export const FlatEpisode = z.looseObject({
  ...measured,
  episode_id: text,
  success,
  task: text.optional(),
});

/** `metrics` of an episode. */
export const Metrics = z.looseObject({ success }, { error: "expected an object" });

/** An episode of shapes G1 to G3. */
export const Episode = z.looseObject({ ...measured, episode_id: count, metrics: Metrics });

/** An element of `tasks`. Its episodes are read one by one. */
export const TaskEntry = z.looseObject({
  task: text,
  episodes: z.array(z.unknown(), { error: "expected a list" }),
});

const shards = z.array(count, { error: "expected a list of shard numbers" });

/** The root of a result, all shapes. */
export const Root = z.looseObject({
  benchmark: text,
  mode: text,
  tasks: z.array(z.unknown(), { error: "expected a list" }),
  config: object.nullish(),
  partial: z.boolean({ error: "expected true or false" }).nullish(),
  shard: z.looseObject({ id: count, total: count.min(1) }).nullish(),
  merge_info: z
    .looseObject({ num_shards: count, shards_found: shards, shards_missing: shards })
    .nullish(),
  eval_id: text.nullish(),
  metric_keys: z.record(z.string(), text, { error: "expected an object of texts" }).nullish(),
});

/** A row of `episode_results` in a recording. */
export const RecordedRow = z.looseObject({
  ...measured,
  sid: text,
  eval_id: text,
  task_name: text.nullish(),
  episode_id: count,
  status: z.enum(["success", "fail", "error"], { error: "expected success, fail or error" }),
});

/**
 * Reads a part of a file.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT naming the first place that is wrong
 */
export function parsePart<S extends z.ZodType>(
  schema: S,
  value: unknown,
  file: string,
  place: Place,
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  // Each step was an object or a list, or zod would have stopped there.
  const found = path.reduce((at, key) => (at as Record<PropertyKey, unknown>)[key], value);
  throw inconsistent(file, [...place, ...path], `${issue?.message}, found ${quote(found)}`);
}
