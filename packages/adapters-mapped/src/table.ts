import { type InputFile, refuseLookAlikes } from "@worldflux/adapter-kit";
import { csvTable } from "./csv.ts";
import { jsonlTable, jsonTable } from "./json.ts";
import type { Mapping } from "./mapping.ts";
import type { Table } from "./row.ts";

/**
 * Opens a file of rows.
 *
 * @throws WorldFluxError for what is no table at all: empty, a git-LFS pointer, a log
 */
export function openTable(file: InputFile, mapping: Mapping): Table {
  const text = headText(file);
  refuseLookAlikes(text, file.path, "result file");
  const format = formatOf(text, mapping);
  if (format === "json") return jsonTable(file, mapping);
  return format === "jsonl" ? jsonlTable(file) : csvTable(file, format);
}

/** The start of a file as text; bytes that are no UTF-8 are refused when the file is read. */
export function headText(file: InputFile): string {
  return new TextDecoder().decode(file.head());
}

/** The declared format, or what the first characters show. */
export function formatOf(head: string, mapping: Mapping): Table["format"] {
  if (mapping.format !== undefined) return mapping.format;
  const start = head.trimStart();
  if (mapping.records !== undefined || start.startsWith("[")) return "json";
  const firstLine = start.split("\n", 1)[0] ?? "";
  if (!start.startsWith("{")) return firstLine.includes("\t") ? "tsv" : "csv";
  // A document that was printed with indentation does not close its brace on the first line.
  return firstLine.length === start.length || firstLine.trimEnd().endsWith("}") ? "jsonl" : "json";
}
