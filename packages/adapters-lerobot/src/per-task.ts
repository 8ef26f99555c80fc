import {
  inconsistent,
  type JsonObject,
  type Place,
  placeOf,
  publicName,
  quote,
} from "@worldflux/adapter-kit";
import { type EpisodeRecord, WorldFluxError } from "@worldflux/schema";
import { isReward, isSuccess, parseRaw, RawTask, wanted } from "./parse.ts";
import { measured, type Task } from "./task.ts";

/** Shapes L2 to L4: tasks in the order of the file, each known by its group and id. */
export function readPerTask(file: string, body: JsonObject): Task[] {
  // `detect` saw that it is a list.
  const list = body["per_task"] as readonly unknown[];
  const tasks = list.map((value, i) => readTask(file, value, ["per_task", i]));
  checkUnique(file, tasks);
  return tasks;
}

function readTask(file: string, value: unknown, place: Place): Task {
  const raw = parseRaw(RawTask, value, file, place);
  const named = (name: string, key: string) =>
    publicName(name, `${file}: ${placeOf([...place, key])}`);
  const suite = named(raw.task_group, "task_group");
  const task = named(String(raw.task_id), "task_id");
  return {
    suite,
    task,
    place,
    aggregate: raw,
    episodes: readLists(file, raw.metrics, [...place, "metrics"], { suite, task }),
    videoPaths: raw.metrics.video_paths ?? [],
    numericOutcomes: raw.metrics.successes.filter((value) => typeof value === "number").length,
  };
}

/** The three lists of a task, read in parallel: position k is episode k. */
function readLists(
  file: string,
  { successes, sum_rewards, max_rewards }: RawTask["metrics"],
  place: Place,
  of: { suite: string; task: string },
): EpisodeRecord[] {
  if (successes.length !== sum_rewards.length || successes.length !== max_rewards.length) {
    throw inconsistent(
      file,
      place,
      `successes has ${successes.length} entries, sum_rewards ${sum_rewards.length} and max_rewards ${max_rewards.length}: one of each is due for every episode`,
    );
  }
  const wrong = (list: string, k: number, expected: string, found: unknown) =>
    inconsistent(file, [...place, list, k], `${expected}, found ${quote(found)}`);
  return successes.map((success, k) => {
    const sum_reward = sum_rewards[k];
    const max_reward = max_rewards[k];
    if (!isSuccess(success)) throw wrong("successes", k, wanted.success, success);
    if (!isReward(sum_reward)) throw wrong("sum_rewards", k, wanted.reward, sum_reward);
    if (!isReward(max_reward)) throw wrong("max_rewards", k, wanted.reward, max_reward);
    const result = measured({ success, sum_reward, max_reward });
    return { ...of, index: k, seed: null, attempt: 0, ...result };
  });
}

function checkUnique(file: string, tasks: readonly Task[]): void {
  const seen = new Map<string, Task>();
  for (const at of tasks) {
    const key = JSON.stringify([at.suite, at.task]);
    const before = seen.get(key);
    if (before !== undefined) {
      throw new WorldFluxError(
        "WF_EPISODE_DUPLICATED",
        `${file}: ${placeOf(at.place)} is task ${quote(at.task)} of group ${quote(at.suite)}, and so is ${placeOf(before.place)}`,
        { hint: "hand in each run as a file of its own, as lerobot-eval wrote it" },
      );
    }
    seen.set(key, at);
  }
}
