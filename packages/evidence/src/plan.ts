import { type AuditTask, type Protocol, taskName, WorldFluxError } from "@worldflux/schema";
import { comparableName, suiteSize } from "./benchmarks.ts";

/** A task that the protocol plans, with its recorded row where there is one. */
export interface PlannedTask {
  readonly suite: string | null;
  readonly task: string | null;
  readonly row: AuditTask | null;
}

/** The protocol's task list, resolved against what was recorded. */
export interface Plan {
  readonly tasks: readonly PlannedTask[];
  /** Recorded rows that no entry of the task list means. */
  readonly unplanned: readonly AuditTask[];
  /** Tasks known to belong to a planned suite, of which neither name nor record is there. */
  readonly unnamedMissing: number;
  /** Suites whose size is not known here. */
  readonly assumedSuites: readonly string[];
  /** True when the file names no task and the protocol's only entry was taken for it. */
  readonly identityAsserted: boolean;
}

/**
 * Finds the tasks that each entry of `benchmark.task_list` means. Suites come first, so that an
 * entry for one of their tasks adds nothing.
 *
 * @throws WorldFluxError WF_NOTHING_MATCHES with both lists when no entry means a recorded task;
 * WF_EPISODES_INCONSISTENT when two recorded tasks have the same name but for spelling
 */
export function resolvePlan(protocol: Protocol, rows: readonly AuditTask[]): Plan {
  refuseSpellings(rows);
  const plan = planAgainst(protocol, rows);
  if (plan.tasks.every((task) => task.row === null)) {
    throw nothingMatches(protocol.benchmark.task_list, rows);
  }
  return plan;
}

/** The plan as the protocol alone has it: what is not known to be a suite is taken for a task. */
export function planAlone(protocol: Protocol): Plan {
  return planAgainst(protocol, []);
}

function planAgainst(protocol: Protocol, rows: readonly AuditTask[]): Plan {
  const entries = [...new Map(protocol.benchmark.task_list.map((e) => [comparableName(e), e]))];
  const bySuite = groupBy(rows, (row) => (row.suite === null ? [] : [comparableName(row.suite)]));
  const byTask = groupBy(rows, taskNames);
  const unnamed = rows.find((row) => row.suite === null && row.task === null);

  const planned = new Map<string, PlannedTask>();
  const add = (task: PlannedTask) => {
    const key = comparableName(taskName(task));
    if (!planned.has(key)) planned.set(key, task);
  };
  const suites = new Set<string>();
  const assumedSuites: string[] = [];
  let unnamedMissing = 0;
  let identityAsserted = false;

  for (const [wanted, entry] of entries) {
    const recorded = bySuite.get(wanted) ?? [];
    const size = suiteSize(entry);
    if (recorded.length === 0 && size === undefined) continue;
    suites.add(wanted);
    if (size === undefined) assumedSuites.push(entry);
    const { tasks, unnamed: more } = suiteTasks(recorded, size);
    for (const task of tasks) add(task);
    unnamedMissing += more;
  }
  for (const [wanted, entry] of entries) {
    if (suites.has(wanted)) continue;
    const recorded = byTask.get(wanted) ?? [];
    const [suite, ...rest] = entry.split("/");
    const inSuite = rest.length > 0 && suite !== undefined;
    if (recorded.length > 0) for (const row of recorded) add({ ...row, row });
    else if (inSuite && suiteSize(suite) !== undefined && suites.has(comparableName(suite)))
      continue;
    else if (unnamed !== undefined && entries.length === 1) {
      add({ suite: null, task: null, row: unnamed });
      identityAsserted = true;
    } else if (inSuite) add({ suite, task: rest.join("/"), row: null });
    else add({ suite: null, task: entry, row: null });
  }

  const tasks = [...planned.values()].map(({ suite, task, row }) => ({ suite, task, row }));
  const used = new Set(tasks.map((task) => task.row));
  return {
    tasks,
    unplanned: rows.filter((row) => !used.has(row)),
    unnamedMissing,
    assumedSuites,
    identityAsserted,
  };
}

/**
 * Whether the task list alone named every task of the plan: each lies in a suite of known size, or stands there
 * as it is recorded. False where the record settled which suite a task is of, or which tasks a suite has.
 */
export function isSettled({ tasks, assumedSuites }: Plan, taskList: readonly string[]): boolean {
  const entries = new Set(taskList.map(comparableName));
  const named = ({ suite, task }: PlannedTask) =>
    suite === null ||
    (suiteSize(suite) !== undefined && entries.has(comparableName(suite))) ||
    (task !== null && entries.has(comparableName(`${suite}/${task}`)));
  return assumedSuites.length === 0 && tasks.every(named);
}

/** Two spellings of a task would be two rows of one plan entry, and only one could count. */
function refuseSpellings(rows: readonly AuditTask[]): void {
  const seen = new Map<string, string>();
  for (const row of rows) {
    const name = taskName(row);
    const key = comparableName(name);
    const before = seen.get(key);
    if (before !== undefined) {
      throw new WorldFluxError(
        "WF_EPISODES_INCONSISTENT",
        `${before} and ${name} are recorded as two tasks, but their names mean the same`,
        { hint: "hand in each run as a file of its own" },
      );
    }
    seen.set(key, name);
  }
}

/** What an entry may call a task: `suite/task`, or the task alone unless that is just a number. */
function taskNames({ suite, task }: AuditTask): string[] {
  if (task === null) return [];
  const alone = comparableName(task);
  const names = /^\d+$/.test(alone) ? [] : [alone];
  return suite === null ? names : [...names, comparableName(`${suite}/${task}`)];
}

function groupBy(
  rows: readonly AuditTask[],
  keys: (row: AuditTask) => readonly string[],
): Map<string, AuditTask[]> {
  const groups = new Map<string, AuditTask[]>();
  for (const row of rows) {
    for (const key of keys(row)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [row]);
      else group.push(row);
    }
  }
  return groups;
}

/**
 * The tasks of a planned suite, and how many of them have neither name nor record. Numbered tasks
 * are named by their number, and a number that the suite does not have is not part of it; episodes
 * that name a suite of several tasks but none of them cannot be placed.
 */
function suiteTasks(
  rows: readonly AuditTask[],
  size: number | undefined,
): { tasks: PlannedTask[]; unnamed: number } {
  const suite = rows[0]?.suite ?? null;
  const recorded = rows.map((row) => ({ suite: row.suite, task: row.task, row }));
  if (size === undefined) return { tasks: recorded, unnamed: 0 };
  const named = recorded.filter(({ task }) => task !== null);
  if (named.length === 0 || !named.every(({ task }) => /^(?:0|[1-9]\d*)$/.test(task ?? ""))) {
    return { tasks: named, unnamed: Math.max(0, size - named.length) };
  }
  const byNumber = new Map(named.map((task) => [task.task, task]));
  return {
    tasks: Array.from({ length: size }, (_, i) => {
      const task = String(i);
      return byNumber.get(task) ?? { suite, task, row: null };
    }),
    unnamed: 0,
  };
}

/** The refusal of a file that records none of the planned tasks, with both lists. */
export function nothingMatches(
  taskList: readonly string[],
  rows: readonly AuditTask[],
): WorldFluxError {
  const suites = [...new Set(rows.map((row) => row.suite ?? taskName(row)))];
  return new WorldFluxError(
    "WF_NOTHING_MATCHES",
    `the protocol plans ${list(taskList)}, but the file records ${list(suites)}: they have no task in common`,
    {
      hint: rows.some((row) => row.suite === null && row.task === null)
        ? "the file names no task: let benchmark.task_list in protocol.json name the one task that was run"
        : "correct benchmark.task_list in protocol.json, or hand in the other run's file",
    },
  );
}

/** The first dozen of a list of names or numbers, for a message. */
export function list(names: readonly (string | number)[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}
