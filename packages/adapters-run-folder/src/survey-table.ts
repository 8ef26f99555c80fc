import { type Input, onlyFile } from "@worldflux/adapter-kit";
import { textLines } from "@worldflux/schema";

/** What a table shows before anybody said what its columns mean. */
export interface TableSurvey {
  readonly rows: number;
  readonly columns: readonly string[];
}

/** Counts the lines of a table under its header. A quoted cell with a line end counts twice. */
export function surveyTable(input: Input): TableSurvey {
  const file = onlyFile(input, "table");
  let columns: readonly string[] | undefined;
  let rows = 0;
  for (const { text } of textLines(file.chunks(), file.path)) {
    if (text.trim() === "") continue;
    if (columns === undefined)
      columns = text.split(/[,\t]/).map((cell) => cell.trim().slice(0, 60));
    else rows++;
  }
  return { rows, columns: columns ?? [] };
}
