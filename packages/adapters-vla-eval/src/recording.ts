import {
  type InputFile,
  inconsistent,
  isObject,
  type JsonObject,
  type Place,
  placeOf,
  quote,
} from "@worldflux/adapter-kit";
import { parseJson, WorldFluxError } from "@worldflux/schema";
import { groupBy } from "./group-by.ts";
import { Metrics, parsePart, RecordedRow } from "./parse.ts";
import { commonOf, contextOf } from "./read-result.ts";
import type { Result, Row, Task } from "./result.ts";
import { savedAt } from "./saved-at.ts";
import { type Cell, isWal, readTables } from "./sqlite.ts";

const columns = {
  eval_metadata: ["eval_id", "safe_name", "metadata"],
  episode_results: [
    ...["sid", "eval_id", "task_name", "episode_id", "status", "metrics", "steps", "elapsed_sec"],
    ...["context", "failure_reason", "failure_detail"],
  ],
} as const;

/**
 * Reads a `recording-<id>.sqlite`: one result for each benchmark of the run.
 *
 * @param log the `-wal` or `-journal` file beside it, if there is one
 * @throws WorldFluxError WF_RUN_UNFINISHED when rows are still in that log, otherwise as
 * `readTables` and `parsePart` do
 */
export async function readRecording(
  file: InputFile,
  log: InputFile | undefined,
): Promise<Result[]> {
  if (log !== undefined && log.size > 0) {
    throw new WorldFluxError(
      "WF_RUN_UNFINISHED",
      `${file.path} is not complete: ${log.path.endsWith("-wal") ? `rows are still in ${log.path}` : `${log.path} holds a change that was never finished`}`,
      {
        hint: "when the run has ended, open the recording once with sqlite3, where it lies, and run PRAGMA wal_checkpoint(TRUNCATE), then hand it in again",
      },
    );
  }
  const bytes = file.bytes();
  const tables = await readTables(file.path, bytes, columns);
  const rows = groupBy(tables.episode_results, ({ eval_id }) => eval_id ?? null);
  const results = tables.eval_metadata.map((meta) => {
    const of = rows.get(meta["eval_id"] ?? null) ?? [];
    rows.delete(meta["eval_id"] ?? null);
    return resultOf(file.path, meta, of, isWal(bytes));
  });
  for (const evalId of rows.keys()) {
    throw inconsistent(
      file.path,
      ["episode_results"],
      `rows of the evaluation ${quote(evalId)}, which eval_metadata does not have`,
    );
  }
  return results.sort((a, b) => ((a.evalId ?? "") < (b.evalId ?? "") ? -1 : 1));
}

function resultOf(
  file: string,
  { eval_id, safe_name, metadata = null }: Record<string, Cell>,
  rows: readonly Record<string, Cell>[],
  inWalMode: boolean,
): Result {
  const root = jsonOf(file, ["eval_metadata", "metadata"], metadata);
  const { benchmark = safe_name, mode, config } = root as Partial<Record<string, unknown>>;
  if (typeof benchmark !== "string" || typeof mode !== "string") {
    throw inconsistent(file, ["eval_metadata", "metadata"], "expected a benchmark and a mode");
  }
  return {
    file,
    shape: "G2-sqlite",
    benchmark,
    mode,
    tasks: tasksOf(file, rows),
    config: isObject(config) ? config : {},
    root,
    partial: false,
    shard: undefined,
    shardsMissing: [],
    evalId: String(eval_id),
    savedAt: savedAt(root),
    inOrder: false,
    inWalMode,
  };
}

/** Sorted as the evaluator sorts them, so that a copy of the database reads alike. */
function tasksOf(file: string, rows: readonly Record<string, Cell>[]): Task[] {
  const tasks = groupBy(rows, ({ task_name }) => String(task_name || "_unknown"));
  return [...tasks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, of]) => ({
      name,
      where: `episode_results[${quote(name)}]`,
      rows: of
        .map((row, i) => rowOf(file, row, ["episode_results", name, i]))
        .sort((a, b) => a.index - b.index || ((a.session ?? "") < (b.session ?? "") ? -1 : 1)),
      stored: undefined,
    }));
}

function rowOf(file: string, cells: Record<string, Cell>, place: Place): Row {
  const raw = parsePart(RecordedRow, cells, file, place);
  const metricsPlace = [...place, "metrics"];
  const metrics = parsePart(
    Metrics,
    jsonOf(file, metricsPlace, cells["metrics"] ?? null),
    file,
    metricsPlace,
  );
  const row = {
    ...commonOf(raw, placeOf(place)),
    index: raw.episode_id,
    success: metrics.success,
    metrics,
    ...contextOf(jsonOf(file, [...place, "context"], cells["context"] || "{}")),
    session: raw.sid,
  };
  const status = row.reason !== undefined ? "error" : row.success ? "success" : "fail";
  if (raw.status === status) return row;
  throw inconsistent(
    file,
    [...place, "status"],
    `${raw.status}, but the row's own metrics and failure_reason say ${status}`,
  );
}

function jsonOf(file: string, place: Place, text: Cell): JsonObject {
  const value = typeof text === "string" ? parsed(text) : undefined;
  if (isObject(value)) return value;
  throw inconsistent(file, place, `expected an object as JSON text, found ${quote(text)}`);
}

function parsed(text: string): unknown {
  try {
    return parseJson(text, { source: "", dialect: "python" }).value;
  } catch (error) {
    if (error instanceof WorldFluxError) return undefined;
    throw error;
  }
}
