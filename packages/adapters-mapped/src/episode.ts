import { publicName, publicReference, quote, utcTime } from "@worldflux/adapter-kit";
import {
  type EpisodeRecord,
  Line,
  privateReason,
  type UtcTime,
  WorldFluxError,
} from "@worldflux/schema";
import { isNothing, numberOf, wholeOf } from "./cell.ts";
import { type Judgement, judgeBy } from "./judge.ts";
import type { Mapping } from "./mapping.ts";
import type { Row } from "./row.ts";

/** A row as an episode; `index` is null where the mapping names none. */
export interface ReadRow extends Judgement {
  readonly episode: Omit<EpisodeRecord, "index"> & { readonly index: number | null };
}

type Place = (column: string) => string;

/**
 * Reads rows as episodes.
 *
 * @throws WorldFluxError naming file, row and column for a cell that is not what the field needs
 */
export function episodeReader(
  mapping: Mapping,
  file: string,
  typed: boolean,
): (row: Row) => ReadRow {
  const { columns, constants = {}, metadata = {} } = mapping;
  const judge = judgeBy(mapping, typed);
  const name = nameReader();
  const extras = Object.entries(metadata);

  return (row) => {
    const where = `${file}${row.place}`;
    const at: Place = (column) => `${where}, column ${quote(column)}`;
    const named = (field: "suite" | "task") => {
      const column = columns[field];
      if (column === undefined) return constants[field] ?? null;
      return name(row.get(column), at(column));
    };
    const counted = (field: "index" | "attempt") => {
      const column = columns[field];
      return column === undefined ? constants[field] : countOf(row.get(column), at(column));
    };
    const judgement = judge(row, where);
    const episode = {
      suite: named("suite"),
      task: named("task"),
      index: counted("index") ?? null,
      seed:
        columns.seed === undefined
          ? (constants.seed ?? null)
          : seedOf(row.get(columns.seed), at(columns.seed)),
      attempt: counted("attempt") ?? 0,
      outcome: judgement.outcome,
      ...measurements(row, columns, at),
    };
    const kept: [string, string | number | boolean | null][] = extras.map(([key, column]) => [
      key,
      extraOf(row.get(column), at(column), key),
    ]);
    if (judgement.errorClass !== undefined) kept.push(["error", judgement.errorClass]);
    return {
      ...judgement,
      episode: kept.length === 0 ? episode : { ...episode, metadata: Object.fromEntries(kept) },
    };
  };
}

/** Path of a row's video, cut to what may be written down; null when none may. */
export function videoOf(row: Row, column: string): string | null | undefined {
  const cell = row.get(column);
  if (isNothing(cell)) return undefined;
  if (typeof cell !== "string" || cell.length > 4096) return null;
  const path = publicReference(cell, "videos");
  return Line.safeParse(path).success && privateReason(path) === undefined ? path : null;
}

/** Names of suites and tasks repeat in every row, so each is only checked once. */
function nameReader(): (cell: unknown, where: string) => string {
  const known = new Set<string>();
  return (cell, where) => {
    const text = typeof cell === "number" && Number.isSafeInteger(cell) ? String(cell + 0) : cell;
    if (typeof text !== "string" || text === "")
      throw wrong(where, "a name or a whole number", cell);
    if (known.has(text)) return text;
    publicName(text, where);
    known.add(text);
    return text;
  };
}

function countOf(cell: unknown, where: string): number {
  const whole = wholeOf(cell);
  if (whole === undefined || whole < 0) throw wrong(where, "a whole number from 0", cell);
  return whole;
}

function seedOf(cell: unknown, where: string): number | null {
  if (isNothing(cell)) return null;
  const whole = wholeOf(cell);
  if (whole === undefined) throw wrong(where, "a whole number below 2^53", cell);
  return whole;
}

function measurements(row: Row, columns: Mapping["columns"], at: Place) {
  const of: {
    steps?: number;
    duration_seconds?: number;
    sum_reward?: number;
    max_reward?: number;
    started_at?: UtcTime;
  } = {};
  for (const field of [
    "steps",
    "duration_seconds",
    "sum_reward",
    "max_reward",
    "started_at",
  ] as const) {
    const column = columns[field];
    if (column === undefined) continue;
    const cell = row.get(column);
    if (isNothing(cell)) continue;
    if (field === "started_at") of.started_at = timeOf(cell, at(column));
    else if (field === "steps") of.steps = countOf(cell, at(column));
    else of[field] = measureOf(cell, at(column), field === "duration_seconds");
  }
  return of;
}

function measureOf(cell: unknown, where: string, positive: boolean): number {
  const number = numberOf(cell);
  if (number === undefined) throw wrong(where, "a number", cell);
  if (positive && number < 0) throw wrong(where, "a number of seconds from 0", cell);
  return number;
}

function timeOf(cell: unknown, where: string): UtcTime {
  const time = utcTime(cell);
  if (time !== undefined) return time;
  throw wrong(where, "a time with its offset from UTC, such as 2026-05-06T07:08:09Z", cell);
}

function extraOf(cell: unknown, where: string, name: string): string | number | boolean | null {
  if (cell === undefined || cell === null || typeof cell === "boolean") return cell ?? null;
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  if (typeof cell !== "string" || cell.length > 256) {
    throw wrong(
      where,
      "a number, true, false or a text of at most 256 characters",
      cell,
      `take metadata.${name} out of the mapping`,
    );
  }
  const reason = privateReason(cell);
  if (reason === undefined) return cell;
  throw new WorldFluxError("WF_PRIVATE_TEXT", `${where} holds ${reason}`, {
    hint: `take metadata.${name} out of the mapping`,
  });
}

function wrong(
  where: string,
  wanted: string,
  cell: unknown,
  hint = "correct the mapping, or hand in the file as the evaluation wrote it",
): WorldFluxError {
  return new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${where}: expected ${wanted}, found ${cell === "" ? "an empty cell" : quote(cell)}`,
    { hint },
  );
}
