import { isObject, placeOf } from "@worldflux/adapter-kit";

/** The steps of a JSON pointer. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** One step into a JSON value: own keys of objects, positions of lists. */
export function stepInto(value: unknown, step: string): unknown {
  if (Array.isArray(value))
    return /^(?:0|[1-9]\d{0,8})$/.test(step) ? value[Number(step)] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** The cell of a JSON row. A key of exactly that name comes before a dotted path. */
export function cellOf(row: unknown, column: string): unknown {
  if (column.startsWith("/")) return pointerSteps(column).reduce(stepInto, row);
  if (isObject(row) && Object.hasOwn(row, column)) return row[column];
  return column.includes(".") ? column.split(".").reduce(stepInto, row) : undefined;
}

/** A column as it may be shown to the public: a JSON pointer would look like a path on a disk. */
export function shownColumn(column: string): string {
  return column.startsWith("/") ? placeOf(pointerSteps(column)) : column;
}
