import { type AuditTask, type RunSheetCell, taskName } from "@worldflux/schema";
import { instruction } from "../benchmark-tasks/instruction.ts";
import { comparableName } from "../benchmarks.ts";
import type { Plan, PlannedTask } from "../plan.ts";

/**
 * Finds the recorded row of each task of a sheet: by its number or by the benchmark's name for it,
 * since evaluators call the same task `libero_spatial/3` or by its instruction.
 */
export function matchTasks(cells: readonly RunSheetCell[], rows: readonly AuditTask[]): Plan {
  const tasks = new Map<string, RunSheetCell>();
  for (const cell of cells) {
    const key = taskName(cell);
    if (!tasks.has(key)) tasks.set(key, cell);
  }
  const free = new Map<string, AuditTask[]>();
  for (const row of rows) {
    for (const name of rowNames(row)) free.set(name, [...(free.get(name) ?? []), row]);
  }
  const used = new Set<AuditTask>();
  const only = rows.length === 1 && tasks.size === 1 ? rows[0] : undefined;
  const unnamed = only?.suite === null && only.task === null ? only : undefined;
  const planned = [...tasks.values()].map((task): PlannedTask => {
    const row = rowOf(task, free, used) ?? unnamed ?? null;
    if (row !== null) used.add(row);
    return { suite: task.suite, task: task.task, row };
  });
  return {
    tasks: planned,
    unplanned: rows.filter((row) => !used.has(row)),
    unnamedMissing: 0,
    assumedSuites: [],
    identityAsserted: unnamed !== undefined,
  };
}

/** The one row that a task's names mean; none where several are meant. */
function rowOf(
  { suite, task, name }: RunSheetCell,
  free: ReadonlyMap<string, readonly AuditTask[]>,
  used: ReadonlySet<AuditTask>,
): AuditTask | undefined {
  const names = [task, ...(name === undefined ? [] : [name, instruction(name)])];
  for (const called of names) {
    const found = free.get(comparableName(suite === null ? called : `${suite}/${called}`)) ?? [];
    const rows = found.filter((row) => !used.has(row));
    if (rows.length === 1) return rows[0];
  }
  return undefined;
}

/** What a row may be called: `suite/task`, and the task alone unless that is just a number. */
function rowNames({ suite, task }: AuditTask): string[] {
  if (task === null) return [];
  const alone = /^\d+$/.test(task) && suite !== null ? [] : [comparableName(task)];
  return suite === null ? alone : [...alone, comparableName(`${suite}/${task}`)];
}
