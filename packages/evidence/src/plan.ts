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
 * Finds the tasks that each entry of `benchmark.task_list` means.
 *
 * @throws WorldFluxError WF_NOTHING_MATCHES with both lists when no entry means a recorded task
 */
export function resolvePlan(protocol: Protocol, rows: readonly AuditTask[]): Plan {
  const entries = [...new Map(protocol.benchmark.task_list.map((e) => [comparableName(e), e]))];
  const planned = new Map<string, PlannedTask>();
  const assumed = new Set<string>();
  let unnamedMissing = 0;
  let identityAsserted = false;

  const add = (suite: string | null, task: string | null, row: AuditTask | null) => {
    const key = JSON.stringify([suite, task]);
    if (!planned.has(key)) planned.set(key, { suite, task, row });
  };

  const byTask = groupBy(rows, taskNames);
  const bySuite = groupBy(rows, (row) => (row.suite === null ? [] : [comparableName(row.suite)]));
  const unnamed = rows.find((row) => row.suite === null && row.task === null);

  for (const [wanted, entry] of entries) {
    const tasks = byTask.get(wanted) ?? [];
    const suite = bySuite.get(wanted) ?? [];
    const size = suiteSize(entry);
    if (tasks.length > 0) {
      for (const row of tasks) add(row.suite, row.task, row);
    } else if (suite.length > 0) {
      unnamedMissing += addSuite(suite, size, add);
      if (size === undefined) assumed.add(entry);
    } else if (unnamed !== undefined && entries.length === 1 && size === undefined) {
      add(null, null, unnamed);
      identityAsserted = true;
    } else if (size !== undefined) {
      unnamedMissing += size;
    } else {
      add(null, entry, null);
    }
  }

  const tasks = [...planned.values()];
  if (tasks.every((t) => t.row === null)) throw nothingMatches(protocol, rows);
  const used = new Set(tasks.map((t) => t.row));
  return {
    tasks,
    unplanned: rows.filter((row) => !used.has(row)),
    unnamedMissing,
    assumedSuites: [...assumed],
    identityAsserted,
  };
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
 * Adds the tasks of a recorded suite and returns how many of its tasks have neither name nor
 * record. Numbered tasks are named by their number, and a number the suite does not have is not
 * part of it.
 */
function addSuite(
  rows: readonly AuditTask[],
  size: number | undefined,
  add: (suite: string | null, task: string | null, row: AuditTask | null) => void,
): number {
  const suite = rows[0]?.suite ?? null;
  const numbered = rows.every((row) => /^(?:0|[1-9]\d*)$/.test(row.task ?? ""));
  if (size !== undefined && numbered) {
    const byNumber = new Map(rows.map((row) => [row.task, row]));
    for (let i = 0; i < size; i++) {
      const row = byNumber.get(String(i)) ?? null;
      add(row?.suite ?? suite, String(i), row);
    }
    return 0;
  }
  for (const row of rows) add(row.suite, row.task, row);
  return size === undefined ? 0 : Math.max(0, size - rows.length);
}

function nothingMatches(protocol: Protocol, rows: readonly AuditTask[]): WorldFluxError {
  const suites = [...new Set(rows.map((row) => row.suite ?? taskName(row)))];
  return new WorldFluxError(
    "WF_NOTHING_MATCHES",
    `the protocol plans ${list(protocol.benchmark.task_list)}, but the file records ${list(suites)}: they have no task in common`,
    {
      hint: rows.some((row) => row.suite === null && row.task === null)
        ? "the file names no task: let benchmark.task_list in protocol.json name the one task that was run"
        : "correct benchmark.task_list in protocol.json, or hand in the other run's file",
    },
  );
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}
