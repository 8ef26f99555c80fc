import { quote } from "@worldflux/adapter-kit";
import { type Outcome, WorldFluxError } from "@worldflux/schema";
import { maxCells, numbering, type Repetitions } from "./cells.ts";
import { columnLog } from "./column-log.ts";
import { episodeReader } from "./episode.ts";
import { UndeclaredValue } from "./judge.ts";
import type { Mapping } from "./mapping.ts";
import { isTyped, type Row, type Table } from "./row.ts";
import { tally } from "./tally.ts";
import { tornCell } from "./torn-cell.ts";
import { undeclared } from "./undeclared.ts";

/** What is learnt in one pass over the rows, in memory that grows with tasks and cells only. */
export interface Survey {
  readonly rows: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Rows with a seed. */
  readonly seeded: number;
  /** Rows of episodes that were run, and that do not say when. */
  readonly withoutStart: number;
  /** Repeated seeds of a task, where the mapping names no index. */
  readonly seedsRepeated: Repetitions | undefined;
  readonly duplicatesChecked: boolean;
  /** Rows whose success cell says success and that count as something else. */
  readonly overruled: number;
  readonly onePercent: number;
  /** Columns of errors that are not mapped: how many successes and failures have a value there. */
  readonly errorColumns: ReadonlyMap<string, number>;
  /** Every task has a seed of its own for each episode, and the index runs along with it. */
  readonly indexFollowsSeed: boolean;
  readonly videos: readonly { readonly episode: number; readonly path: string }[];
  readonly videosLeftOut: number;
  readonly unended: boolean;
}

/**
 * Reads every row once and refuses the file where it cannot be read whole.
 *
 * @throws WorldFluxError WF_MAPPING_INVALID, WF_AGGREGATE_ONLY, WF_SUCCESS_UNDECLARED, WF_EPISODE_DUPLICATED,
 * WF_EPISODES_INCONSISTENT, WF_TABLE_TORN, WF_NO_EPISODES and what the rows themselves throw
 */
export function survey(file: string, table: Table, mapping: Mapping, limit = maxCells): Survey {
  const read = episodeReader(mapping, file, isTyped(table));
  const number = numbering(file, limit);
  const columns = columnLog(mapping);
  const values = { success: new Set<string>(), outcome: new Set<string>() };
  const counts = tally(mapping, limit);
  let problem: WorldFluxError | undefined;
  let refused: Row | undefined;
  let last: Row | undefined;
  let rows = 0;

  const see = (row: Row) => {
    columns.see(row);
    for (const field of ["success", "outcome"] as const) {
      const column = mapping.columns[field];
      // One more than is shown, to know that there are more.
      if (column !== undefined && values[field].size < 9) values[field].add(quote(row.get(column)));
    }
    rows++;
    last = row;
    if (problem !== undefined) return;
    problem = attempt(() => judge(row));
    if (problem !== undefined) refused = row;
  };
  const judge = (row: Row) => {
    const judged = read(row);
    counts.see(row, rows - 1, number(judged), judged);
  };

  const broken = attempt(() => {
    for (const row of table.rows()) see(row);
  });
  if (broken !== undefined) {
    // A file that is no table at all fails here too; that a column is missing says more.
    columns.refuseMissing(file, table, 0);
    throw broken;
  }
  columns.refuseMissing(file, table, rows);
  refuseRate(file, mapping);
  const torn =
    refused !== undefined && refused === last
      ? tornCell(file, table, { row: refused, only: rows === 1 }, mapping, read)
      : undefined;
  if (torn !== undefined) throw torn;
  if (problem instanceof UndeclaredValue) {
    throw undeclared(problem, mapping, values[problem.field]);
  }
  if (problem !== undefined) throw problem;
  if (rows === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${file} has no rows`, {
      hint: "hand in the file of a run that recorded episodes; a header alone is what a run leaves that died at its start",
    });
  }
  return { ...counts.result(file, table), rows, unended: table.unended() };
}

/** The error that the user can act on, or undefined when there was none. */
function attempt(act: () => void): WorldFluxError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
}

/** `success_rate`, `pc_success`: what several episodes gave, whatever threshold is put on it. */
const RATE = /^(?:avg|mean|pc)_|(?:^|_)(?:rate|pct|percent|percentage)$/i;

function refuseRate(file: string, { columns }: Mapping): void {
  const column = columns.success ?? "";
  const name = column.split(/[./]/).at(-1) ?? "";
  if (!RATE.test(name)) return;
  throw new WorldFluxError(
    "WF_AGGREGATE_ONLY",
    `${file}: the column ${quote(column)} is named like a rate over several episodes, and one row has to be one episode`,
    {
      hint: "hand in the file with one row an episode; if that column does hold the outcome of one episode, rename it in a copy, and say so",
    },
  );
}
