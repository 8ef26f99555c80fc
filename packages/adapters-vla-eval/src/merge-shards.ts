import { isObject, quote } from "@worldflux/adapter-kit";
import { earliestTime, WorldFluxError } from "@worldflux/schema";
import { groupBy } from "./group-by.ts";
import type { Result, Row, Shard, Task } from "./result.ts";

/** The shards of one benchmark put together, and the numbers of those that are not there. */
export interface Merged {
  readonly result: Result;
  readonly missing: readonly number[];
}

type ShardResult = Result & { readonly shard: Shard };

/**
 * Puts the shards of one benchmark together, as `vla-eval merge` does, but never chooses between
 * two records of an episode.
 *
 * @throws WorldFluxError WF_RUNS_MIXED when they come from different runs, WF_EPISODE_DUPLICATED
 * for a shard that is there twice
 */
export function mergeShards(shards: readonly [ShardResult, ...ShardResult[]]): Merged {
  const [first, ...others] = shards;
  for (const other of others) refuseOther(first, other);
  const seen = new Map<number, string>();
  for (const { shard, file } of shards) {
    const before = seen.get(shard.id);
    if (before !== undefined) {
      throw new WorldFluxError(
        "WF_EPISODE_DUPLICATED",
        `${file} and ${before} are both shard ${shard.id} of ${shard.total}`,
        { hint: "hand in each shard once; the evaluator refuses such a set too" },
      );
    }
    seen.set(shard.id, file);
  }
  return {
    result: {
      ...first,
      file: first.file,
      tasks: mergeTasks(shards),
      savedAt: earliestTime(shards.map(({ savedAt }) => savedAt)),
      partial: shards.some(({ partial }) => partial),
      shard: undefined,
      inOrder: false,
    },
    missing: missingOf(first.shard.total, seen),
  };
}

function refuseOther(first: ShardResult, other: ShardResult): void {
  const differing = (
    [
      ["shape", (of: ShardResult) => of.shape],
      ["shard.total", (of: ShardResult) => of.shard.total],
      ["mode", (of: ShardResult) => of.mode],
      ["eval_id", (of: ShardResult) => of.evalId],
      ["harness_version", (of: ShardResult) => of.root["harness_version"]],
      ["config", (of: ShardResult) => of.config],
      ["server_info", (of: ShardResult) => of.root["server_info"]],
      ["metric_keys", (of: ShardResult) => of.root["metric_keys"]],
    ] as const
  ).find(([, get]) => textOf(get(first)) !== textOf(get(other)));
  if (differing === undefined) return;
  const [key, get] = differing;
  const [a, b] = [get(first), get(other)];
  const values = isObject(a) || isObject(b) ? "" : `: ${quote(a)} and ${quote(b)}`;
  throw new WorldFluxError(
    "WF_RUNS_MIXED",
    `${first.file} and ${other.file} are shards of ${quote(first.benchmark)}, but differ in ${key}${values}`,
    { hint: "hand in the shards of one run" },
  );
}

/** Equal for equal values, whatever the order of their keys. */
function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "number") return String(part);
    if (!isObject(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function mergeTasks(shards: readonly ShardResult[]): Task[] {
  const located = shards.flatMap(({ file, tasks }) =>
    tasks.map((task) => ({
      ...task,
      rows: task.rows.map((row): Row => ({ ...row, where: `${file}: ${row.where}` })),
    })),
  );
  return [...groupBy(located, ({ name }) => name)].map(([name, of]) => ({
    name,
    where: of[0]?.where ?? "tasks",
    rows: of.flatMap(({ rows }) => rows),
    stored: undefined,
  }));
}

/** At most the first twenty, so that a made-up total costs nothing. */
function missingOf(total: number, present: ReadonlyMap<number, string>): number[] {
  const missing: number[] = [];
  for (let id = 0; id < total && missing.length < 20; id++) if (!present.has(id)) missing.push(id);
  return missing;
}
