import {
  type Detection,
  type Input,
  onlyFile,
  quote,
  refuseLookAlikes,
} from "@worldflux/adapter-kit";
import { parseJson, WorldFluxError } from "@worldflux/schema";
import { cellOf, pointerSteps } from "./column.ts";
import { headerOf } from "./csv.ts";
import type { Mapping } from "./mapping.ts";
import type { Table } from "./row.ts";
import { formatOf, headText } from "./table.ts";

/**
 * Says which format the start of a file shows, and whether the columns that decide the outcome are
 * there.
 *
 * @throws WorldFluxError for several files, or one that is no table
 */
export function detect(input: Input, mapping: Mapping): Detection {
  const file = onlyFile(input, "result file");
  const head = headText(file);
  refuseLookAlikes(head, file.path, "result file");
  const format = formatOf(head, mapping);
  const { success, outcome } = mapping.columns;
  const columns = [...new Set([success, outcome])].filter((column) => column !== undefined);
  const has = columnFinder(head, format);
  const absent = columns.filter((column) => !has(column)).map((column) => quote(column));
  const name = { jsonl: "JSON Lines", json: "a JSON document", csv: "CSV", tsv: "TSV" }[format];
  return absent.length > 0
    ? {
        shape: null,
        why: `${file.path} looks like ${name}, but has no column ${absent.join(", ")}`,
      }
    : { shape: format, why: `${name} with the columns that the mapping reads outcomes from` };
}

/** Looks for a column at the start of a file. */
function columnFinder(head: string, format: Table["format"]): (column: string) => boolean {
  const first =
    head
      .replace(/^\uFEFF/, "")
      .trimStart()
      .split(/\r?\n/, 1)[0] ?? "";
  if (format === "csv" || format === "tsv") {
    const header = new Set(headerOf(first, format));
    return (column) => header.has(column);
  }
  const row = format === "jsonl" ? parsed(first) : undefined;
  if (row !== undefined) return (column) => cellOf(row, column) !== undefined;
  // A document, or a line longer than the start: a key of that name has to do.
  return (column) => {
    const steps = column.startsWith("/") ? pointerSteps(column) : [column, ...column.split(".")];
    return (
      head.includes(`${JSON.stringify(steps.at(-1))}:`) ||
      head.includes(`${JSON.stringify(steps.at(-1))} :`)
    );
  };
}

function parsed(line: string): unknown {
  try {
    return parseJson(line, { source: "the first line", dialect: "python" }).value;
  } catch (error) {
    if (error instanceof WorldFluxError) return undefined;
    throw error;
  }
}
