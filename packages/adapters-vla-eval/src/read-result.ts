import {
  inconsistent,
  isObject,
  type JsonObject,
  type Place,
  placeOf,
  quote,
} from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { Episode, FlatEpisode, parsePart, Root, TaskEntry } from "./parse.ts";
import type { Result, Row, ShapeId, Task } from "./result.ts";
import { savedAt } from "./saved-at.ts";

/**
 * Reads a JSON result of any shape.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT naming the place, WF_EPISODE_DUPLICATED for a task
 * that stands there twice, WF_SCORE_ONLY for episodes without `metrics.success`
 */
export function readResult(file: string, shape: ShapeId, value: JsonObject): Result {
  const root = parsePart(Root, value, file, []);
  const tasks = root.tasks.map((task, i) => readTask(file, shape, task, ["tasks", i]));
  refuseTaskTwice(file, tasks);
  const { shard, merge_info: merged } = root;
  if (merged && merged.shards_found.length + merged.shards_missing.length !== merged.num_shards) {
    throw inconsistent(
      file,
      ["merge_info"],
      `${merged.shards_found.length} shards found and ${merged.shards_missing.length} missing do not make ${merged.num_shards}`,
    );
  }
  const named = [...(merged?.shards_found ?? []), ...(merged?.shards_missing ?? [])];
  if (new Set(named).size !== named.length || named.some((id) => id >= named.length)) {
    throw inconsistent(
      file,
      ["merge_info"],
      `the shards found and missing are not those from 0 to ${named.length - 1}, each once`,
    );
  }
  if (shard && shard.id >= shard.total) {
    throw inconsistent(file, ["shard", "id"], `${shard.id} among ${shard.total} counted from 0`);
  }
  return {
    file,
    shape,
    benchmark: root.benchmark,
    mode: root.mode,
    tasks,
    config: root.config ?? {},
    root: value,
    partial: root.partial ?? false,
    shard: shard ?? undefined,
    shardsMissing: merged?.shards_missing ?? [],
    evalId: root.eval_id ?? undefined,
    savedAt: savedAt(value),
    inOrder: (shape === "G0" || shape === "G1") && !merged && !shard,
    inWalMode: false,
  };
}

function readTask(file: string, shape: ShapeId, value: unknown, place: Place): Task {
  const { task, episodes } = parsePart(TaskEntry, value, file, place);
  const read = shape === "G0" ? readFlat : readNested;
  return {
    name: task,
    where: placeOf(place),
    rows: episodes.map((episode, i) => read(file, episode, [...place, "episodes", i], task)),
    stored: value as JsonObject,
  };
}

function readFlat(file: string, value: unknown, place: Place, task: string): Row {
  const raw = parsePart(FlatEpisode, value, file, place);
  const other = isObject(raw["metrics"]) ? raw["metrics"]["success"] : undefined;
  if (other !== undefined && other !== raw.success) {
    throw inconsistent(file, place, `success is ${raw.success}, metrics.success ${quote(other)}`);
  }
  if (raw.task !== undefined && raw.task !== task) {
    throw inconsistent(
      file,
      [...place, "task"],
      `${quote(raw.task)} among those of ${quote(task)}`,
    );
  }
  return {
    ...commonOf(raw, placeOf(place)),
    index: indexOf(raw.episode_id, task, file, [...place, "episode_id"]),
    success: raw.success,
    metrics: {},
    suite: undefined,
    taskId: undefined,
    session: undefined,
  };
}

/** G0 numbers its episodes as `<task>_ep<N>`. */
function indexOf(id: string, task: string, file: string, place: Place): number {
  const number = id.startsWith(`${task}_ep`) ? id.slice(task.length + 3) : "";
  if (/^\d{1,9}$/.test(number)) return Number(number);
  throw inconsistent(file, place, `expected the task's name, _ep and a number, found ${quote(id)}`);
}

function readNested(file: string, value: unknown, place: Place): Row {
  refuseWithoutSuccess(file, value, place);
  const raw = parsePart(Episode, value, file, place);
  return {
    ...commonOf(raw, placeOf(place)),
    index: raw.episode_id,
    success: raw.metrics.success,
    metrics: raw.metrics,
    ...contextOf(raw),
    session: typeof raw["sid"] === "string" ? raw["sid"] : undefined,
  };
}

function refuseWithoutSuccess(file: string, value: unknown, place: Place): void {
  const metrics = (value as { metrics?: unknown } | null)?.metrics;
  if (typeof metrics !== "object" || metrics === null || Object.hasOwn(metrics, "success")) return;
  throw new WorldFluxError(
    "WF_SCORE_ONLY",
    `${file}: ${placeOf([...place, "metrics"])} does not say whether the episode succeeded`,
    { hint: "this benchmark records scores only; no success rate can be recomputed from them" },
  );
}

/** The half of an episode that all shapes write alike. Python's empty text is as good as none. */
export function commonOf(
  raw: {
    steps?: number | null | undefined;
    elapsed_sec?: number | null | undefined;
    failure_reason?: string | null | undefined;
    failure_detail?: string | null | undefined;
  },
  where: string,
): Pick<Row, "where" | "reason" | "detail" | "steps" | "seconds"> {
  return {
    where,
    reason: raw.failure_reason || undefined,
    detail: raw.failure_detail || undefined,
    steps: raw.steps ?? undefined,
    seconds: raw.elapsed_sec ?? undefined,
  };
}

/** What the task's own description says, where an episode carries it. */
export function contextOf(context: JsonObject): Pick<Row, "suite" | "taskId"> {
  const { suite, task_id: taskId } = context as Partial<Record<string, unknown>>;
  return {
    suite: typeof suite === "string" ? suite : undefined,
    taskId: typeof taskId === "number" ? taskId : undefined,
  };
}

function refuseTaskTwice(file: string, tasks: readonly Task[]): void {
  const seen = new Map<string, Task>();
  for (const task of tasks) {
    const before = seen.get(task.name);
    if (before !== undefined) {
      throw new WorldFluxError(
        "WF_EPISODE_DUPLICATED",
        `${file}: ${task.where} and ${before.where} are both the task ${quote(task.name)}`,
        { hint: "hand in the file as the evaluator wrote it" },
      );
    }
    seen.set(task.name, task);
  }
}
