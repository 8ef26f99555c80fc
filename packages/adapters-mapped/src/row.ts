/** One row of a file, whatever its format. */
export interface Row {
  /** Line in the file; for a JSON document the position among its rows, counted from 1. */
  readonly number: number;
  /** Where it stands, to be put after the file's name: `:12` or `: episodes[3]`. */
  readonly place: string;
  /** The cell of a column; undefined where the row has none. */
  get(column: string): unknown;
  /** The columns it has. */
  names(): readonly string[];
}

/** The rows of a file. Each iteration reads them again. */
export interface Table {
  readonly format: "jsonl" | "json" | "csv" | "tsv";
  /** What a row's number counts, for messages. */
  readonly unit: "line" | "row";
  /** The columns where they are known before any row; empty otherwise. */
  header(): readonly string[];
  rows(): Iterable<Row>;
  /** True after `rows()` when the last line had no line end. */
  unended(): boolean;
}

/** False where every cell is text, so that `true` and 1 are words. */
export function isTyped({ format }: Table): boolean {
  return format === "jsonl" || format === "json";
}
