import {
  type CheckedCell,
  type Conformance,
  canonicalJson,
  type EpisodeOrder,
  type EpisodeRecord,
  type Outcome,
  outcomeLetters,
  type RunSheetCell,
  type RunSheetHeader,
  taskName,
  WorldFluxError,
} from "@worldflux/schema";
import { type MatchedTask, matchCells } from "../cells.ts";
import { nothingMatches } from "../plan.ts";
import { tabulateEpisodes } from "../tabulate.ts";
import { matchTasks } from "./match-tasks.ts";
import { type RunSheet, sheetCells } from "./plan-sheet.ts";

/** The sheet against what ran. */
export interface RunCheck {
  /** Every planned cell ran, once, and nothing else did. */
  readonly complete: boolean;
  readonly planned: number;
  readonly ran: number;
  readonly pending: number;
  readonly missing: number;
  /** Records beyond the first of a cell. */
  readonly duplicated: number;
  readonly out_of_protocol: number;
  readonly matched_by: Conformance["matched_by"];
  /** Whether the tasks took turns as the sheet lists them; null where nothing shows it. */
  readonly in_turns: boolean | null;
  readonly tasks: readonly CheckedTask[];
  /** Recorded tasks, or further episodes of planned ones, that no cell asks for. */
  readonly extra: Conformance["out_of_protocol"];
  readonly cells: readonly CheckedCell[];
}

/** A planned task, counted. */
export interface CheckedTask {
  readonly task: string;
  readonly planned: number;
  readonly ran: number;
  readonly pending: number;
  readonly missing: number;
}

/** What `checkRun` needs of a reading. */
export interface RecordedRun {
  readonly episodes: Iterable<EpisodeRecord>;
  readonly episode_order: EpisodeOrder;
}

/**
 * Says of every cell of a sheet whether it ran, and what came of it. Where the file records no seeds,
 * the seed of a cell is not checked, and a planned seed is the next so many episodes of the task.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID for a sheet whose lines do not follow from its first,
 * WF_NOTHING_MATCHES when nothing recorded is on it
 */
export function checkRun({ header, cells }: RunSheet, run: RecordedRun): RunCheck {
  refuseEdited(header, cells);
  const { tasks: rows } = tabulateEpisodes(run.episodes);
  const plan = matchTasks(cells, rows);
  if (plan.tasks.every(({ row }) => row === null)) throw nothingMatches(header.task_list, rows);
  const { episodes_per_task, seeds } = header;
  const matched = matchCells(plan, { execution: { episodes_per_task, seeds: [...seeds] } });
  const by = matched.conformance.matched_by;
  const duplicates = new Map<string, Conformance["duplicated"]>();
  for (const cell of matched.conformance.duplicated) {
    const key = taskName(cell);
    const of = duplicates.get(key);
    if (of === undefined) duplicates.set(key, [cell]);
    else of.push(cell);
  }
  const lookups = new Map(
    matched.tasks.map((task) => [
      taskName(task),
      {
        found: recordedCells(task, by),
        counts: duplicatesOf(task, duplicates.get(taskName(task)) ?? [], by),
      },
    ]),
  );
  const checked = cells.map((cell): CheckedCell => {
    const lookup = lookups.get(taskName(cell));
    const key = keyOf(cell, header, by);
    const letter = lookup?.found.get(key);
    return {
      ...cell,
      status: letter === undefined ? "missing" : letter === "P" ? "pending" : "ran",
      outcome: letter === undefined ? null : outcomeOf(letter),
      records: letter === undefined ? 0 : (lookup?.counts.get(key) ?? 1),
    };
  });
  const count = (status: CheckedCell["status"]) =>
    checked.filter((cell) => cell.status === status).length;
  const [ran, pending, missing] = [count("ran"), count("pending"), count("missing")];
  const { duplicated, outOfProtocol } = matched;
  return {
    complete: ran === cells.length && duplicated + outOfProtocol === 0,
    ...{ planned: cells.length, ran, pending, missing },
    ...{ duplicated, out_of_protocol: outOfProtocol, matched_by: by },
    in_turns: header.order === "interleaved" ? tookTurns(run, plan.tasks.length) : null,
    tasks: countTasks(checked),
    extra: matched.conformance.out_of_protocol,
    cells: checked,
  };
}

/** The header says it all, so that a cell that was taken out or added shows. */
function refuseEdited(header: RunSheetHeader, cells: readonly RunSheetCell[]): void {
  const { cells: count, ...rest } = header;
  const wanted = sheetCells(rest);
  const line = wanted.findIndex((cell, i) => canonicalJson(cell) !== canonicalJson(cells[i] ?? {}));
  if (line === -1 && cells.length === wanted.length && count === cells.length) return;
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    `run_sheet.jsonl:${line === -1 ? wanted.length + 2 : line + 2}: the lines do not follow from the first one, which plans ${wanted.length} cells`,
    { hint: "make the sheet again with `worldflux protocol plan`, and do not edit it" },
  );
}

type MatchedBy = Conformance["matched_by"];

/** The key under which a cell is looked for. */
function keyOf(
  { seed, index }: RunSheetCell,
  { seeds, episodes_per_task }: RunSheetHeader,
  by: MatchedBy,
): string {
  if (by === "task_seed_index") return `${seed}/${index}`;
  return `${seed === null ? index : seeds.indexOf(seed) * episodes_per_task + index}`;
}

/** The outcome letters of a task's matched cells. */
function recordedCells(task: MatchedTask, by: MatchedBy): Map<string, string> {
  return new Map(
    [...task.outcomes].map((letter, i): [string, string] => {
      const index = task.indices[i] ?? 0;
      if (by === "task_seed_index") return [`${task.seeds?.[i]}/${index}`, letter];
      return [`${by === "task_rank" ? i : index}`, letter];
    }),
  );
}

/** How many records the cells have that were recorded more than once. */
function duplicatesOf(
  task: MatchedTask,
  duplicated: Conformance["duplicated"],
  matched_by: MatchedBy,
): Map<string, number> {
  return new Map(
    duplicated.map(({ seed, index, records }): [string, number] => {
      if (matched_by === "task_seed_index") return [`${seed}/${index}`, records];
      if (matched_by === "task_index") return [`${index}`, records];
      const rank = task.indices.findIndex((at, i) => at === index && task.seeds?.[i] === seed);
      return [`${rank}`, records];
    }),
  );
}

const outcomes = new Map(
  Object.entries(outcomeLetters).map(([outcome, letter]) => [letter as string, outcome as Outcome]),
);

function outcomeOf(letter: string): Outcome {
  return outcomes.get(letter) ?? "not_applicable";
}

/** In turns, each round of as many episodes as there are tasks has one of each. */
function tookTurns({ episodes, episode_order }: RecordedRun, tasks: number): boolean | null {
  if (episode_order !== "recorded") return null;
  const counts = new Map<string, number>();
  let at = 0;
  for (const episode of episodes) {
    const task = taskName(episode);
    const before = counts.get(task) ?? 0;
    if (before !== Math.floor(at / tasks)) return false;
    counts.set(task, before + 1);
    at++;
  }
  return true;
}

function countTasks(cells: readonly CheckedCell[]): CheckedTask[] {
  const tasks = new Map<string, { ran: number; pending: number; missing: number }>();
  for (const cell of cells) {
    const key = taskName(cell);
    const counts = tasks.get(key) ?? { ran: 0, pending: 0, missing: 0 };
    counts[cell.status]++;
    tasks.set(key, counts);
  }
  return [...tasks].map(([task, counts]) => ({
    task,
    planned: counts.ran + counts.pending + counts.missing,
    ...counts,
  }));
}
