import { WorldFluxError } from "./error.ts";
import { preview, printable } from "./printable.ts";

/** How a place begins that somebody still has to fill in. */
const MARK = "TO FILL: ";

/** The text for a place of a draft that only its author can fill in: says what is asked for. */
export function toFill(what: string): string {
  return `${MARK}${what}`;
}

/** A place that is not filled in yet. */
export interface Unfilled {
  /** JSON pointer. */
  readonly pointer: string;
  readonly what: string;
}

/** The places of a document that still hold a `TO FILL` text, in order. */
export function findUnfilled(value: unknown, pointer = "", depth = 0): Unfilled[] {
  if (typeof value === "string") {
    return value.startsWith(MARK.trimEnd())
      ? [{ pointer, what: value.slice(MARK.length - 1).trim() }]
      : [];
  }
  // The drafts that have such places nest a few levels.
  if (typeof value !== "object" || value === null || depth > 16) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    findUnfilled(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1),
  );
}

/**
 * Refuses a draft that is not filled in, with the list of what is missing.
 *
 * @throws WorldFluxError WF_DRAFT_UNFILLED
 */
export function refuseUnfilled(value: unknown, source: string): void {
  const open = findUnfilled(value);
  if (open.length === 0) return;
  const shown = open.slice(0, 40).map(({ pointer, what }) => {
    return `  ${printable(pointer).slice(0, 120)}  ${preview(what, 140).slice(1, -1)}`;
  });
  if (open.length > shown.length) shown.push(`  and ${open.length - shown.length} more`);
  throw new WorldFluxError(
    "WF_DRAFT_UNFILLED",
    [`${source} is a draft; ${open.length} places are to be filled in:`, ...shown].join("\n"),
    { hint: "write a value in place of each text that begins with TO FILL" },
  );
}
