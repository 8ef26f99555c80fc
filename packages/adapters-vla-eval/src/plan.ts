import { inconsistent, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import type { Result, Row } from "./result.ts";

/** Most episodes that are listed as missing. */
const maxMissing = 100_000;

/** What was to be run, as far as the configuration tells, against what was. */
export interface Plan {
  /** Episodes that were planned and are not recorded. */
  readonly missing: readonly { readonly task: string; readonly index: number }[];
  /** False when only the benchmark itself knows how many tasks there were to be. */
  readonly tasksKnown: boolean;
}

/**
 * Compares the episodes with `episodes_per_task`, `tasks` and `max_tasks` of the configuration.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT for an episode or a task beyond the plan
 */
export function planOf(result: Result): Plan {
  const { file, config, tasks } = result;
  const { episodes_per_task: each, max_tasks: most } = config as Partial<Record<string, unknown>>;
  if (isCount(most) && most > 0 && tasks.length > most) {
    throw inconsistent(
      file,
      ["config", "max_tasks"],
      `${most}, but ${tasks.length} tasks were run`,
    );
  }
  const absent = absentTasks(result);
  const tasksKnown = absent !== undefined || (isCount(most) && most === tasks.length);
  if (!isCount(each) || each === 0) return { missing: [], tasksKnown: false };
  for (const { name, rows } of tasks) {
    const beyond = rows.find(({ index }) => index >= each);
    if (beyond === undefined) continue;
    throw inconsistent(
      file,
      ["config", "episodes_per_task"],
      `${each}, but task ${quote(name)} has an episode ${beyond.index} (${beyond.where})`,
    );
  }
  const recorded = tasks.map(({ name, rows }) => ({ name, rows }));
  const planned = [...recorded, ...(absent ?? []).map((name) => ({ name, rows: [] }))];
  const due = planned.reduce((sum, { rows }) => sum + each - new Set(rows.map(indexOf)).size, 0);
  if (due > maxMissing) {
    throw inconsistent(
      file,
      ["config", "episodes_per_task"],
      `${each}, so that ${due} episodes are missing: no run is planned like this`,
    );
  }
  return { missing: planned.flatMap((task) => missingIn(task, each)), tasksKnown };
}

/** Tasks that the configuration names and no episode has; undefined when it does not name them. */
function absentTasks({ config, tasks }: Result): string[] | undefined {
  const { tasks: filter } = config as Partial<Record<string, unknown>>;
  if (!Array.isArray(filter) || filter.length === 0) return undefined;
  const names = new Set(tasks.map(({ name }) => name));
  // An entry is the name of a task or of a whole suite; one match shows which.
  const known = filter.some((entry) => typeof entry === "string" && names.has(entry));
  if (!known) return undefined;
  const suites = new Set<unknown>(tasks.flatMap(({ rows }) => rows.map(({ suite }) => suite)));
  if (filter.some((entry) => suites.has(entry))) return undefined;
  return filter.filter((entry): entry is string => typeof entry === "string" && !names.has(entry));
}

function missingIn(
  { name, rows }: { name: string; rows: readonly Row[] },
  each: number,
): { task: string; index: number }[] {
  const seen = new Set(rows.map(indexOf));
  if (seen.size === each) return [];
  const missing: { task: string; index: number }[] = [];
  for (let index = 0; index < each; index++) {
    if (!seen.has(index)) missing.push({ task: name, index });
  }
  return missing;
}

function indexOf({ index }: Row): number {
  return index;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * Why a run is not finished; undefined when nothing says so.
 *
 * @param shardsMissing of a set of shard files, beside those that a merged file names itself
 */
export function whyUnfinished(
  { file, partial, shardsMissing: named }: Result,
  shardsMissing: readonly number[],
  plan: Plan,
): string | undefined {
  const shards = [...named, ...shardsMissing];
  const list = (of: readonly unknown[]) =>
    of.length > 8 ? `${of.slice(0, 8).join(", ")} and more` : of.join(", ");
  if (shards.length > 0) {
    return `${file}: ${shards.length === 1 ? "shard" : "shards"} ${list(shards)} of the run ${shards.length === 1 ? "is" : "are"} missing`;
  }
  if (partial) return `${file} says partial: the run was broken off`;
  const [first] = plan.missing;
  if (first === undefined) return undefined;
  return `${file}: ${plan.missing.length} of the planned episodes are not recorded, the first of them episode ${first.index} of task ${quote(first.task)}`;
}

/** The refusal of a run that has not finished. */
export function unfinished(why: string): WorldFluxError {
  return new WorldFluxError("WF_RUN_UNFINISHED", why, {
    hint: "hand in every shard, or the merged result of the finished run; to look at what there is, declare the run interim",
  });
}
