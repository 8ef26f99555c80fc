import type { JsonObject, Place } from "@worldflux/adapter-kit";
import type { EpisodeRecord } from "@worldflux/schema";
import type { RawReward, RawSuccess } from "./parse.ts";

/** The episodes of one task; the whole file where it names no tasks. */
export interface Task {
  /** LeRobot's `task_group`, a LIBERO suite for one. */
  readonly suite: string | null;
  readonly task: string | null;
  readonly place: Place;
  /** What the file says about the task as a whole, if anything. */
  readonly aggregate: JsonObject;
  readonly episodes: readonly EpisodeRecord[];
  readonly videoPaths: readonly string[];
  /** How many outcomes were written as 0 or 1. */
  readonly numericOutcomes: number;
}

/** The measured half of an episode. */
export function measured(
  raw: { success: RawSuccess; sum_reward: RawReward; max_reward: RawReward },
  facts: { readonly [name: string]: number } = {},
): Pick<EpisodeRecord, "outcome" | "sum_reward" | "max_reward" | "metadata"> {
  const metadata = {
    ...facts,
    ...missing("sum_reward_missing", raw.sum_reward),
    ...missing("max_reward_missing", raw.max_reward),
  };
  return {
    outcome: raw.success ? "success" : "failure",
    sum_reward: finite(raw.sum_reward),
    max_reward: finite(raw.max_reward),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

function finite(reward: RawReward): RawReward {
  return Number.isFinite(reward) ? reward : null;
}

/** Says what stood in place of a number: `NaN`, `Infinity`, `-Infinity` or `null`. */
function missing(name: string, reward: RawReward): Record<string, string> {
  return Number.isFinite(reward) ? {} : { [name]: String(reward) };
}
