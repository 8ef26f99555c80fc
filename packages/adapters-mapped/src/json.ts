import {
  type InputFile,
  isObject,
  keysOf,
  type Place,
  placeOf,
  quote,
  readJson,
} from "@worldflux/adapter-kit";
import { jsonLines, WorldFluxError } from "@worldflux/schema";
import { cellOf, pointerSteps, stepInto } from "./column.ts";
import type { Mapping } from "./mapping.ts";
import type { Row, Table } from "./row.ts";

/**
 * The rows of a JSON Lines file, read in pieces.
 *
 * @throws WorldFluxError as `jsonLines`; WF_EPISODES_INCONSISTENT for a line that is no object
 */
export function jsonlTable(file: InputFile): Table {
  return {
    format: "jsonl",
    unit: "line",
    header: () => [],
    unended: () => false,
    *rows() {
      for (const { line, value } of withHints(() => jsonLines(file.chunks(), file.path))) {
        if (!isObject(value)) throw noRow(`${file.path}:${line}`, value);
        yield jsonRow(value, line, `:${line}`);
      }
    },
  };
}

/**
 * The rows of a JSON document, which is read whole.
 *
 * @throws WorldFluxError as `readJson`; WF_MAPPING_INVALID where the mapping points at no rows
 */
export function jsonTable(file: InputFile, mapping: Mapping): Table {
  const [root] = withHints(() => [readJson(file, "result file")]);
  const found = recordsOf(root, mapping, file.path);
  return {
    format: "json",
    unit: "row",
    header: () => [],
    unended: () => false,
    *rows() {
      let number = 0;
      for (const { place, value, key } of found()) {
        number++;
        const at = `: ${placeOf(place)}`;
        if (!isObject(value)) throw noRow(`${file.path}${at}`, value);
        if (mapping.keyed_by === undefined) yield jsonRow(value, number, at);
        else yield keyedRow(jsonRow(value, number, at), mapping.keyed_by, key, file.path);
      }
    },
  };
}

function jsonRow(value: Readonly<Record<string, unknown>>, number: number, place: string): Row {
  return { number, place, get: (column) => cellOf(value, column), names: () => namesOf(value) };
}

/** Keys, and one level below as dotted paths; only for messages. */
function namesOf(value: Readonly<Record<string, unknown>>): string[] {
  const below = (key: string) => {
    const child = value[key];
    return isObject(child) ? Object.keys(child).map((name) => `${key}.${name}`) : [];
  };
  return Object.keys(value).flatMap((key) => [key, ...below(key)]);
}

/** Lets a row see the key that it stands under, as a column. */
function keyedRow(row: Row, column: string, key: string | undefined, file: string): Row {
  if (row.get(column) !== undefined) {
    throw new WorldFluxError(
      "WF_MAPPING_INVALID",
      `${file}${row.place}: the row has a column ${quote(column)} of its own`,
      { hint: "choose another name for keyed_by" },
    );
  }
  return {
    ...row,
    get: (name) => (name === column ? key : row.get(name)),
    names: () => [column, ...row.names()],
  };
}

interface Found {
  readonly place: Place;
  readonly value: unknown;
  /** What `*` stood for. */
  readonly key: string | undefined;
}

/** Follows `records` to the lists of rows. */
function recordsOf(root: unknown, mapping: Mapping, file: string): () => Iterable<Found> {
  const steps = pointerSteps(mapping.records ?? "");
  const star = steps.indexOf("*");
  const before = star === -1 ? steps : steps.slice(0, star);
  const at = before.reduce(stepInto, root);
  if (star === -1) {
    const rows = listAt(at, before, root, file);
    return () => items(rows, before, undefined);
  }
  const after = steps.slice(star + 1);
  if (!isObject(at) && !Array.isArray(at)) throw noRecords(at, before, root, file);
  const members = Object.entries(at);
  if (after.length === 0) {
    return () => members.map(([key, value]) => ({ place: [...before, key], value, key }));
  }
  const lists = members.map(([key, member]) => {
    const place = [...before, key, ...after];
    return { key, place, rows: listAt(after.reduce(stepInto, member), place, root, file) };
  });
  return function* () {
    for (const { key, place, rows } of lists) yield* items(rows, place, key);
  };
}

function* items(rows: readonly unknown[], place: Place, key: string | undefined): Generator<Found> {
  for (const [i, value] of rows.entries()) yield { place: [...place, i], value, key };
}

function listAt(value: unknown, place: Place, root: unknown, file: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw noRecords(value, place, root, file);
}

function noRecords(value: unknown, place: Place, root: unknown, file: string): WorldFluxError {
  const lists = isObject(root) ? Object.keys(root).filter((key) => Array.isArray(root[key])) : [];
  const near = isObject(value) ? ` with ${keysOf(value)}` : "";
  const where = place.length === 0 ? "the document" : placeOf(place);
  const example = lists[0] === undefined ? "/episodes" : `/${lists[0].slice(0, 60)}`;
  return new WorldFluxError(
    "WF_MAPPING_INVALID",
    `${file}: expected a list of rows, but ${where} is ${quote(value)}${near}`,
    {
      hint: `say where the rows are: records=${example}, or records=/episodes/* for an object of rows by id`,
    },
  );
}

function noRow(where: string, value: unknown): WorldFluxError {
  return new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${where}: expected an object with the columns of an episode, found ${quote(value)}`,
    { hint: "hand in a file with one object an episode, or correct records= in the mapping" },
  );
}

/** Errors of the JSON reader say what is wrong; what to do is the same for all. */
function* withHints<T>(read: () => Iterable<T>): Generator<T> {
  try {
    yield* read();
  } catch (error) {
    if (!(error instanceof WorldFluxError) || error.hint !== undefined) throw error;
    throw new WorldFluxError(error.code, error.message, {
      hint: "hand in the file as the evaluation wrote it, with one JSON object a line or as one JSON document",
      cause: error,
    });
  }
}
