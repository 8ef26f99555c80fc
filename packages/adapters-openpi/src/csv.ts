import type { InputFile } from "@worldflux/adapter-kit";
import { textLines } from "@worldflux/schema";

/** One line of a table. */
export interface CsvLine {
  /** Line number, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Lines of a table as pandas writes it, the header first; a cell may not hold a line end. */
export function* csvLines(file: InputFile): Generator<CsvLine> {
  for (const { line, text } of textLines(file.chunks(), file.path)) {
    if (text !== "") yield { line, cells: cellsOf(text) };
  }
}

/** The cells of one line. */
export function cellsOf(text: string): string[] {
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^,]*))(?:,|$)/y;
  const cells: string[] = [];
  for (;;) {
    const [whole, quoted, bare] = cell.exec(text) ?? [text.slice(cell.lastIndex), undefined, text];
    cells.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (!whole.endsWith(",")) return cells;
  }
}

/** A cell as a number; NaN for anything that is not written as one. */
export function numberOf(cell: string): number {
  return /^\s*-?\d{1,20}(?:\.\d{0,20})?(?:e[+-]?\d{1,3})?\s*$/i.test(cell)
    ? Number(cell)
    : Number.NaN;
}
