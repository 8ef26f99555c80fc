import { assertable, type JsonObject } from "@worldflux/adapter-kit";

/** Which columns seem to hold what, by their names. */
export interface Columns {
  readonly success?: string;
  readonly suite?: string;
  readonly task?: string;
  readonly index?: string;
  readonly seed?: string;
  readonly attempt?: string;
  readonly error?: string;
}

const known: Readonly<Record<keyof Columns, readonly string[]>> = {
  success: ["success", "is_success", "succeeded", "task_success", "episode_success"],
  suite: ["suite", "task_suite", "task_suite_name", "task_group"],
  task: ["task", "task_name", "instruction", "task_id", "env_name", "env_id", "skill_type"],
  index: [
    "index",
    "episode_index",
    "episode_idx",
    "episode_id",
    "episode",
    "trial",
    "trial_id",
    "rollout_id",
    "init_state_id",
    "initial_state_index",
  ],
  seed: ["seed", "ep_seed", "episode_seed", "env_seed"],
  attempt: ["attempt", "attempt_index"],
  error: ["error", "exception", "exception_type", "error_type", "failure_reason", "error_message"],
};

/** The key of a row that says whether it succeeded. */
export function successKeyOf(row: JsonObject): string | undefined {
  return known.success.find((key) => Object.hasOwn(row, key));
}

/** Picks columns by their names; an index, a seed and an attempt have to be whole numbers. */
export function columnsOf(columns: ReadonlyMap<string, unknown>): Columns {
  const pick = (field: keyof Columns) =>
    known[field].find((name) => {
      if (!columns.has(name)) return false;
      const value = columns.get(name);
      return !["index", "seed", "attempt"].includes(field) || Number.isSafeInteger(value);
    });
  const entries = (Object.keys(known) as (keyof Columns)[]).map((field) => [field, pick(field)]);
  return Object.fromEntries(entries.filter(([, name]) => name !== undefined));
}

/** Where the rows of a document are. */
export interface Rows {
  readonly records?: string | undefined;
  /** `*` stands for a key that tells the rows apart. */
  readonly keyed?: boolean;
  readonly suite?: string | undefined;
  readonly nowhere?: boolean;
}

/**
 * A mapping to begin with, as it is typed after `--map`. It is built of column names alone; what they
 * mean is for the user to say.
 */
export function suggestedMap(columns: Columns, rows: Rows): string | undefined {
  const { success, suite, task, index, seed, attempt, error } = columns;
  if (rows.nowhere || success === undefined || !plain(rows.records)) return undefined;
  const parts = [
    ...(rows.records === undefined ? [] : [`records=${rows.records}`]),
    ...(rows.keyed ? ["keyed_by=cell"] : []),
    ...(suite === undefined
      ? typable(rows.suite)
        ? [`suite:=${rows.suite}`]
        : []
      : [`suite=${suite}`]),
    task === undefined ? (rows.keyed ? "task=cell" : "task:=<name of the task>") : `task=${task}`,
    ...(index === undefined ? (seed === undefined ? [] : ["index:=0"]) : [`index=${index}`]),
    ...(seed === undefined ? [] : [`seed=${seed}`]),
    ...(attempt === undefined ? [] : [`attempt=${attempt}`]),
    `success=${success}`,
    ...(error === undefined ? [] : [`error=${error}`]),
    "contract=<any_step or final_step or predicate or human_label>",
  ];
  return parts.every((part) => !part.includes(",")) ? parts.join(",") : undefined;
}

/** Keys of the file stand in it, and people copy it into a shell. */
function plain(records: string | undefined): boolean {
  return records === undefined || /^[\w/*~.-]{1,200}$/.test(records);
}

/** Only what needs no quoting and may be written down. */
function typable(text: string | undefined): boolean {
  return text !== undefined && /^[\w. /-]{1,100}$/.test(text) && assertable(text);
}
