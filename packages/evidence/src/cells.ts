import { type AuditTask, type Conformance, type Protocol, WorldFluxError } from "@worldflux/schema";
import { list, type Plan, type PlannedTask } from "./plan.ts";

/** The outcome letters that count for a planned task, one a matched cell. */
export interface MatchedTask {
  readonly suite: string | null;
  readonly task: string | null;
  readonly planned: number;
  readonly outcomes: string;
  /** Index of each outcome. */
  readonly indices: readonly number[];
  /** Seed of each outcome; null when the file records none. */
  readonly seeds: readonly (number | null)[] | null;
  readonly disagreement: Disagreement;
}

/** Cells whose records disagree: how the count could move if another record were taken. */
interface Disagreement {
  /** Counted as a success, though a later record of the same cell is none. */
  readonly successes: number;
  /** Counted as a failure, though a later record is a success. */
  readonly failures: number;
}

/** Plan against record, cell by cell. */
export interface MatchedCells {
  readonly tasks: readonly MatchedTask[];
  readonly planned: number;
  /** Episode records, without those that only announce one. */
  readonly recorded: number;
  readonly duplicated: number;
  readonly outOfProtocol: number;
  /** Planned episodes of each task. */
  readonly plannedPerTask: number;
  readonly conformance: Conformance;
}

type MatchedBy = Conformance["matched_by"];

interface CellRecord {
  readonly seed: number | null;
  readonly index: number;
  readonly outcome: string;
}

/** Largest plan that is worked through, in task-seed pairs. */
const MAX_PAIRS = 1_000_000;

/**
 * Matches recorded episodes to planned cells. A cell is task x seed x index; where the file
 * records no seeds it is task x index with as many indices as the plan has episodes a task; where
 * the plan has no seeds it is task x rank. A record without a seed matches no planned seed. The first record of a cell counts, later ones are
 * duplicates, and what no cell asks for is out of protocol.
 */
export function matchCells(
  plan: Plan,
  protocol: { readonly execution: Pick<Protocol["execution"], "episodes_per_task" | "seeds"> },
): MatchedCells {
  const { episodes_per_task: perSeed, seeds: declared } = protocol.execution;
  const seeds = [...new Set(declared)];
  const taskCount = plan.tasks.length + plan.unnamedMissing;
  const perTask = perSeed * Math.max(1, seeds.length);
  if (taskCount * Math.max(1, seeds.length) > MAX_PAIRS || taskCount * perTask > 1e9) {
    throw new WorldFluxError(
      "WF_CLAIM_UNSUPPORTED",
      `the protocol plans ${taskCount} tasks of ${perTask} episodes, more than can be checked`,
      { hint: "check episodes_per_task and seeds in protocol.json" },
    );
  }
  const by = matchedBy(plan, seeds);
  const allowed = new Set(seeds);
  const matched = plan.tasks.map((task) => matchTask(task, by, perSeed, perTask, allowed));
  if (by === "task_seed_index" && matched.every((m) => m.outcomes === "")) {
    throw noSeedMatches(seeds, plan);
  }
  const outOfProtocol = [
    ...matched.filter((m) => m.extra > 0).map((m) => ({ ...m.id, episodes: m.extra })),
    ...plan.unplanned.map((row) => ({
      suite: row.suite,
      task: row.task,
      episodes: recordedIn(row),
    })),
  ].filter((t) => t.episodes > 0);
  const duplicated = matched.flatMap((m) => m.duplicated);
  return {
    tasks: matched.map((m) => ({
      ...m.id,
      planned: perTask,
      outcomes: m.outcomes,
      indices: m.indices,
      seeds: m.seeds,
      disagreement: m.disagreement,
    })),
    planned: taskCount * perTask,
    recorded: sum([...plan.tasks.flatMap((t) => t.row ?? []), ...plan.unplanned].map(recordedIn)),
    duplicated: sum(matched.map((m) => m.duplicates)),
    outOfProtocol: sum(outOfProtocol.map((t) => t.episodes)),
    plannedPerTask: perTask,
    conformance: {
      matched_by: by,
      tasks: matched.map((m) => ({
        ...m.id,
        planned: perTask,
        matched: m.outcomes.length,
        missing: m.missing,
      })),
      unnamed_missing_tasks: plan.unnamedMissing,
      out_of_protocol: outOfProtocol,
      duplicated,
    },
  };
}

function matchedBy(plan: Plan, seeds: readonly number[]): MatchedBy {
  const seeded = plan.tasks.some(({ row }) =>
    row?.seed?.some((seed, i) => seed !== null && row.outcomes[i] !== "M"),
  );
  if (!seeded) return "task_index";
  return seeds.length > 0 ? "task_seed_index" : "task_rank";
}

function matchTask(
  task: PlannedTask,
  by: MatchedBy,
  perSeed: number,
  perTask: number,
  seeds: ReadonlySet<number>,
) {
  const id = { suite: task.suite, task: task.task };
  const cells = new Map<string, CellRecord[]>();
  let extra = 0;
  for (const record of task.row === null ? [] : records(task.row)) {
    const key = JSON.stringify([record.seed, record.index]);
    const cell = cells.get(key);
    const planned =
      by === "task_seed_index"
        ? record.seed !== null && seeds.has(record.seed) && record.index < perSeed
        : by === "task_index"
          ? record.index < perTask
          : cells.size < perTask;
    if (cell !== undefined) cell.push(record);
    else if (planned) cells.set(key, [record]);
    else extra++;
  }
  const counted = [...cells.values()];
  const duplicated = counted
    .filter((cell) => cell.length > 1)
    .map((cell) => ({
      ...id,
      seed: cell[0]?.seed ?? null,
      index: cell[0]?.index ?? 0,
      records: cell.length,
      outcomes: cell.map((r) => r.outcome).join(""),
    }));
  return {
    id,
    extra,
    duplicated,
    outcomes: counted.map((cell) => cell[0]?.outcome ?? "").join(""),
    indices: counted.map((cell) => cell[0]?.index ?? 0),
    seeds: by === "task_index" ? null : counted.map((cell) => cell[0]?.seed ?? null),
    disagreement: disagreementOf(duplicated),
    duplicates: sum(counted.map((cell) => cell.length - 1)),
    missing: missingCells(counted, by, perSeed, perTask, seeds),
  };
}

/** Over cells that are recorded more than once, each with the letters of its records in order. */
export function disagreementOf(cells: readonly { readonly outcomes: string }[]): Disagreement {
  const counted = (first: string, other: RegExp) =>
    cells.filter((of) => of.outcomes.startsWith(first) && other.test(of.outcomes)).length;
  return { successes: counted("S", /[^S]/), failures: counted("F", /S/) };
}

function missingCells(
  counted: readonly CellRecord[][],
  by: MatchedBy,
  perSeed: number,
  perTask: number,
  seeds: ReadonlySet<number>,
): { seed: number | null; indices: string }[] {
  const first = counted.flatMap((cell) => cell[0] ?? []);
  if (by !== "task_seed_index") {
    const present = by === "task_index" ? first.map((r) => r.index) : first.map((_, i) => i);
    const indices = ranges(present, perTask);
    return indices === "" ? [] : [{ seed: null, indices }];
  }
  const present = new Map([...seeds].map((seed): [number, number[]] => [seed, []]));
  for (const { seed, index } of first) if (seed !== null) present.get(seed)?.push(index);
  return [...present]
    .map(([seed, of]) => ({ seed, indices: ranges(of, perSeed) }))
    .filter(({ indices }) => indices !== "");
}

/** The numbers from 0 to end - 1 that are not in the list, such as `0-3,7`. */
function ranges(present: readonly number[], end: number): string {
  const parts: string[] = [];
  let from = 0;
  for (const next of [...present].sort((a, b) => a - b).concat(end)) {
    if (next - 1 === from) parts.push(String(from));
    else if (next > from) parts.push(`${from}-${next - 1}`);
    from = next + 1;
  }
  return parts.join(",");
}

/** Records of a row, earlier attempts first; an announced episode without record is none. */
function records(row: AuditTask): CellRecord[] {
  const all = [...row.outcomes].map((outcome, i) => ({
    outcome,
    seed: row.seed?.[i] ?? null,
    index: row.index[i] ?? 0,
    attempt: row.attempt?.[i] ?? 0,
  }));
  return all.filter((r) => r.outcome !== "M").sort((a, b) => a.attempt - b.attempt);
}

/** Episodes that have a record: all but those that are only announced. */
function recordedIn(row: AuditTask): number {
  return row.outcomes.length - (row.outcomes.split("M").length - 1);
}

function noSeedMatches(seeds: readonly number[], plan: Plan): WorldFluxError {
  const recorded = plan.tasks.flatMap((t) => (t.row === null ? [] : records(t.row)));
  const found = [...new Set(recorded.map((r) => r.seed ?? "none"))];
  return new WorldFluxError(
    "WF_NOTHING_MATCHES",
    `the protocol plans the seeds ${list(seeds)}, but the file records ${list(found)}: no episode is planned`,
    { hint: "correct execution.seeds in protocol.json, or leave it empty" },
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
