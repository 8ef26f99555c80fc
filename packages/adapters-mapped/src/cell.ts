/** A number as programs print it. Only tried on short texts: it may retry at every digit. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** How programs spell a value that is not there, in a file where every cell is text. */
const NOTHING = new Set(["", "None", "null", "NaN", "nan", "NA", "N/A", "inf", "-inf"]);

/** The finite number that a cell holds, as number or as text. */
export function numberOf(cell: unknown): number | undefined {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : undefined;
  if (typeof cell !== "string" || cell.length > 32 || !NUMBER.test(cell)) return undefined;
  const number = Number(cell);
  return Number.isFinite(number) ? number : undefined;
}

/** The whole number that a cell holds, below 2^53; pandas writes `7.0` for 7. */
export function wholeOf(cell: unknown): number | undefined {
  const number = numberOf(cell);
  // `+ 0` because -0 would be another cell than 0.
  return Number.isSafeInteger(number) ? (number as number) + 0 : undefined;
}

/** True for a measurement that is not there: null, absent, not finite, or a spelling of that. */
export function isNothing(cell: unknown): boolean {
  if (typeof cell === "string") return NOTHING.has(cell);
  return (
    cell === undefined ||
    cell === null ||
    (typeof cell === "number" && numberOf(cell) === undefined)
  );
}

/**
 * A value as text, to compare it with declared values: numbers as numbers, so `1.0` is `1`; `null`
 * for what is not there; undefined for lists and objects.
 */
export function textOf(cell: unknown): string | undefined {
  if (cell === undefined || cell === null || cell === "") return "null";
  if (typeof cell === "boolean") return String(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell + 0) : "null";
  if (typeof cell !== "string") return undefined;
  const number = numberOf(cell);
  return number === undefined ? cell : String(number + 0);
}
