import { type InputFile, quote } from "@worldflux/adapter-kit";
import { textLines, WorldFluxError } from "@worldflux/schema";
import { parse } from "csv-parse/sync";
import type { Row, Table } from "./row.ts";
import { tornTable } from "./torn-cell.ts";

/** Longest row, in UTF-16 units; a quote that is never closed would swallow the file. */
const MAX_RECORD = 2 ** 20;

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly ended: boolean;
}

/**
 * The rows of a CSV or TSV file with a header, read in pieces.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT for a row that has not the header's columns,
 * WF_TABLE_TORN for a last one that is cut off, WF_SHAPE_UNKNOWN for a header that names a column
 * twice; otherwise as `textLines`
 */
export function csvTable(file: InputFile, format: "csv" | "tsv"): Table {
  const delimiter = format === "csv" ? "," : "\t";
  let header: readonly string[] = [];
  let unended = false;
  return {
    format,
    unit: "line",
    header: () => header,
    unended: () => unended,
    *rows(): Generator<Row> {
      let columns: ReadonlyMap<string, number> | undefined;
      for (const { line, cells, ended } of csvRecords(file.chunks(), file.path, delimiter)) {
        if (columns === undefined) {
          columns = columnsOf(cells, `${file.path}:${line}`);
          header = [...columns.keys()];
          continue;
        }
        if (cells.length !== header.length) throw ragged(file.path, line, cells, header, ended);
        unended = !ended;
        yield rowOf(line, cells, columns);
      }
    },
  };
}

/** The columns that a first line names. */
export function headerOf(firstLine: string, format: "csv" | "tsv"): readonly string[] {
  const delimiter = format === "csv" ? "," : "\t";
  return cellsOf(firstLine, delimiter, "the header", 1);
}

function rowOf(line: number, cells: readonly string[], columns: ReadonlyMap<string, number>): Row {
  return {
    number: line,
    place: `:${line}`,
    get: (column) => cells[columns.get(column) ?? -1],
    names: () => [...columns.keys()],
  };
}

/** pandas leaves the name of its first column empty; any other name must be there, and once. */
function columnsOf(cells: readonly string[], where: string): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  for (const [i, name] of cells.entries()) {
    const problem =
      name === "" && i > 0
        ? `column ${i + 1} has no name`
        : columns.has(name)
          ? `the column ${quote(name)} stands there twice`
          : undefined;
    if (problem !== undefined) {
      throw new WorldFluxError("WF_SHAPE_UNKNOWN", `${where}: ${problem}`, {
        hint: "the first line has to name every column once: rename the columns in a copy of the file, and say so",
      });
    }
    columns.set(name, i);
  }
  return columns;
}

/** Puts lines together until every quote is closed. Blank lines are skipped. */
function* csvRecords(
  chunks: Iterable<Uint8Array>,
  source: string,
  delimiter: string,
): Generator<CsvRecord> {
  let open: string[] = [];
  let first = 0;
  let length = 0;
  let whole = true;
  for (const { line, text, ended } of textLines(chunks, source)) {
    // It ends a record for csv-parse here, and what follows would be lost.
    if (text.includes("\0")) throw zero(source, line);
    const odd = oddQuotes(text);
    if (open.length === 0 && !odd) {
      // A row of empty cells is a row.
      if (text.trim() !== "" || text.includes(delimiter))
        yield { line, cells: cellsOf(text, delimiter, source, line), ended };
      continue;
    }
    if (open.length === 0) [first, length] = [line, 0];
    open.push(text);
    whole = ended;
    length += text.length + 1;
    if (length > MAX_RECORD) throw unclosed(source, first);
    if (open.length === 1 || !odd) continue;
    yield { line: first, cells: cellsOf(open.join("\n"), delimiter, source, first), ended };
    open = [];
  }
  if (open.length === 0) return;
  const stopsThere = open.length === 1 && !whole;
  throw stopsThere
    ? tornTable(`${source}:${first}: the last line stops inside a quoted cell`)
    : unclosed(source, first);
}

function oddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** Without quotes a row is what stands between the delimiters; csv-parse reads the others. */
function cellsOf(text: string, delimiter: string, source: string, line: number): string[] {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    // The line ends were found already, so what is left of them belongs to a cell.
    return (
      parse(text, { delimiter, record_delimiter: "\0", to: 1, relax_column_count: true })[0] ?? []
    );
  } catch (cause) {
    throw new WorldFluxError(
      "WF_EPISODES_INCONSISTENT",
      `${source}:${line}: a double quote stands where CSV allows none`,
      {
        hint: 'write a cell that holds quotes as "like ""this""", or export the file again with a CSV writer',
        cause,
      },
    );
  }
}

function zero(source: string, line: number): WorldFluxError {
  return new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${source}:${line}: the line holds a zero byte, which no text does: the disk or the writer failed`,
    { hint: "take the file from a run that finished, or export it again" },
  );
}

function unclosed(source: string, line: number): WorldFluxError {
  return new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${source}:${line}: a double quote is opened and never closed: the file is cut off, or this is no quoted cell`,
    { hint: "take the file from a run that finished, or correct the quotes on that line" },
  );
}

function ragged(
  file: string,
  line: number,
  cells: readonly string[],
  header: readonly string[],
  ended: boolean,
): WorldFluxError {
  const message = `${file}:${line}: the row has ${cells.length} cells, and the header names ${header.length} columns`;
  if (!ended && cells.length < header.length) return tornTable(`${message}, so it is cut off`);
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", message, {
    hint: "quote the cells that hold a comma, or export the file again with a CSV writer",
  });
}
