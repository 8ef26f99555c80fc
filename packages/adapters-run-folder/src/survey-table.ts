import { type Input, onlyFile } from "@worldflux/adapter-kit";
import { textLines } from "@worldflux/schema";
import { type Problem, Tally } from "./tally.ts";

/** What a table shows before anybody said what its columns mean. */
export interface TableSurvey {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly problems: readonly Problem[];
}

/** Longest row, in UTF-16 units; a quote that is never closed would swallow the table. */
const maxRow = 2 ** 20;

/** Counts the rows of a table under its header, and those that repeat the episode of another. */
export function surveyTable(input: Input): TableSurvey {
  const file = onlyFile(input, "table");
  const delimiter = /\.tsv$/i.test(file.path) ? "\t" : ",";
  const tally = new Tally();
  let columns: readonly string[] | undefined;
  let rows = 0;
  let open: string[] = [];
  let length = 0;
  for (const { line, text, ended } of textLines(file.chunks(), file.path)) {
    if (open.length === 0 && text.trim() === "") continue;
    const odd = text.split('"').length % 2 === 0;
    length = open.length === 0 ? text.length : length + text.length + 1;
    open.push(text);
    if ((open.length === 1) === odd && length <= maxRow) continue;
    const cells = cellsOf(open.join("\n"), delimiter);
    open = [];
    if (columns === undefined) {
      columns = cells.map((cell) => cell.trim());
      continue;
    }
    rows++;
    if (!ended && cells.length < columns.length) torn(tally, file.path, line);
    tally.add(Object.fromEntries(columns.map((column, i) => [column, readCell(cells[i])])));
  }
  const shown = (columns ?? []).map((column) => column.slice(0, 60));
  return {
    rows: rows + (open.length === 0 ? 0 : 1),
    columns: shown,
    problems: tally.survey(undefined, []).problems,
  };
}

function torn({ problems }: Tally, file: string, line: number): void {
  const detail = `${file}:${line}: the last row stops in the middle: its writer was killed`;
  problems.push({ code: "partial", detail });
}

/** A cell as the row of a JSON Lines file would hold it. */
function readCell(cell: string | undefined): string | number | boolean | null {
  const text = cell?.trim() ?? "";
  if (text === "") return null;
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return /^-?\d{1,15}(?:\.0{1,9})?$/.test(text) ? Number(text) : text;
}

function cellsOf(row: string, delimiter: string): string[] {
  if (!row.includes('"')) return row.split(delimiter);
  const cells: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at <= row.length; at++) {
    if (row[at] === '"') quoted = !quoted;
    if (at < row.length && (quoted || row[at] !== delimiter)) continue;
    const cell = row.slice(from, at).trim();
    cells.push(/^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    from = at + 1;
  }
  return cells;
}
