import { quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { textOf } from "./cell.ts";
import type { Mapping } from "./mapping.ts";
import type { Row, Table } from "./row.ts";

/**
 * Says of the last row of a table, which cannot be read, that it stops inside its last cell; undefined
 * where it may be whole. A last line with its line end is whole, and so is a value that no more letters
 * would make a known one.
 *
 * @param end the last row of `table`, which was read to its end, and whether it is the only one
 * @param read fails on that row
 */
export function tornCell(
  file: string,
  table: Table,
  { row, only }: { readonly row: Row; readonly only: boolean },
  mapping: Mapping,
  read: (row: Row) => unknown,
): WorldFluxError | undefined {
  const last = table.header().at(-1);
  if (last === undefined || !table.unended() || failsAt(row, read) !== last) return undefined;
  const cell = row.get(last);
  const words = wordsOf(mapping, last);
  const begun = words?.some((word) => word !== cell && word.startsWith(String(cell)));
  return (begun ?? !only) ? torn(`${file}${row.place}`, { last, cell }) : undefined;
}

/** The column that was asked for last before reading failed. */
function failsAt(row: Row, read: (row: Row) => unknown): string | undefined {
  let asked: string | undefined;
  const watched: Row = {
    ...row,
    get: (column) => {
      asked = column;
      return row.get(column);
    },
  };
  try {
    read(watched);
    return undefined;
  } catch (error) {
    if (error instanceof WorldFluxError) return asked;
    throw error;
  }
}

/** What may stand in a column of outcomes; undefined where it is no list of words. */
function wordsOf({ columns, success, outcome }: Mapping, column: string): string[] | undefined {
  if (column === columns.outcome) return texts(Object.values(outcome ?? {}).flat());
  if (column !== columns.success || success?.at_least !== undefined) return undefined;
  return texts(success === undefined ? [true, false] : Object.values(success).flat());
}

function texts(values: readonly unknown[]): string[] {
  return values.map(textOf).filter((text) => text !== undefined);
}

function torn(where: string, { last, cell }: { last: string; cell: unknown }): WorldFluxError {
  return tornTable(
    `${where}: the last line stops inside its last cell (the column ${quote(last)} holds ${cell === "" ? "nothing" : quote(cell)})`,
  );
}

/** The error for a table that was cut off. */
export function tornTable(message: string, cause?: unknown): WorldFluxError {
  return new WorldFluxError("WF_TABLE_TORN", `${message}: its writer was killed`, {
    hint: "take the file from a run that finished, or remove that line and say in the protocol that the run is incomplete",
    cause,
  });
}
