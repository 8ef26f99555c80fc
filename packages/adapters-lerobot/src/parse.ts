import { type InputFile, inconsistent, type Place, quote, readJson } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import * as z from "zod";

/** What LeRobot records as an outcome; other programs write 0 and 1. */
export type RawSuccess = boolean | 0 | 1;

/** NaN and infinities are kept as numbers; null is what other programs make of them. */
export type RawReward = number | null;

export const isSuccess = (value: unknown): value is RawSuccess =>
  typeof value === "boolean" || value === 0 || value === 1;

export const isReward = (value: unknown): value is RawReward =>
  typeof value === "number" || value === null;

/** What each element must be, for messages. */
export const wanted = { success: "expected true or false", reward: "expected a number" } as const;

const whole = z.int({ error: "expected a whole number below 2^53" });
const list = z.array(z.unknown(), { error: "expected a list" });
const videoPaths = z.array(z.string({ error: "expected a path" }), { error: "expected a list" });

/** An element of `per_episode`, shape L1. */
export const RawEpisode = z.looseObject(
  {
    episode_ix: whole,
    sum_reward: z.custom<RawReward>(isReward, { error: wanted.reward }),
    max_reward: z.custom<RawReward>(isReward, { error: wanted.reward }),
    success: z.custom<RawSuccess>(isSuccess, { error: wanted.success }),
    seed: whole.nullish(),
  },
  { error: "expected an object" },
);

export type RawEpisode = z.infer<typeof RawEpisode>;

/** An element of `per_task`, shapes L2 to L4. The elements of its lists are checked one by one. */
export const RawTask = z.looseObject(
  {
    task_group: z.string({ error: "expected the name of a task group" }),
    task_id: z.union([whole, z.string()], { error: "expected a whole number or a name" }),
    metrics: z.looseObject(
      { sum_rewards: list, max_rewards: list, successes: list, video_paths: videoPaths.nullish() },
      { error: "expected an object" },
    ),
  },
  { error: "expected an object" },
);
export type RawTask = z.infer<typeof RawTask>;

/** `aggregated`, `overall` or an entry of `per_group`: numbers that are checked, never used. */
export const RawAggregate = z.looseObject({}, { error: "expected an object" });

/** `per_group`. */
export const RawGroups = z.record(z.string(), RawAggregate, { error: "expected an object" });

/** `video_paths` beside `per_episode`. */
export const RawVideoPaths = videoPaths.nullish();

/**
 * Reads a part of the file.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT naming the first place that is wrong
 */
export function parseRaw<S extends z.ZodType>(
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

/**
 * Reads a file as Python's `json` writes it: `NaN` and infinities are values.
 *
 * @throws WorldFluxError as `readJson` does; a file that was cut off says what LeRobot does
 */
export function readEvalInfo(file: InputFile): unknown {
  try {
    return readJson(file, "eval_info.json");
  } catch (error) {
    if (!(error instanceof WorldFluxError) || error.code !== "WF_JSON_TRUNCATED") throw error;
    throw new WorldFluxError(error.code, error.message, {
      hint: "LeRobot writes this file once, at the very end, and this run died while it did: run the evaluation again, or hand in the file of a run that finished",
      cause: error,
    });
  }
}
