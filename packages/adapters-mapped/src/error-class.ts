import { isObject, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

/** How programs spell that nothing went wrong. */
const NO_ERROR = new Set(["", "none", "null", "nan", "na", "n/a", "false"]);

/** Says that all is well, or repeats the outcome: that a program broke is not to be read from it. */
const NO_CRASH =
  /^(?:-{1,4}|ok|okay|no|no error|success|succeeded|pass|passed|fail|failed|failure)$/i;

/** A Python exception, with or without its module: `websockets.exceptions.ConnectionClosedError`. */
const EXCEPTION =
  /^(?:[A-Za-z_]\w{0,60}\.){0,8}([A-Z][A-Za-z]{2,60}(?:Error|Exception|Timeout|Interrupt|Exit|Closed|Disconnect))(?![A-Za-z0-9_.])/;

/**
 * What an error column says: undefined for no error, otherwise a word that may be published. The
 * text itself, which names paths and hosts, goes no further.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT for a number or a list, which may mean either
 */
export function errorClassOf(cell: unknown, where: string): string | undefined {
  if (cell === undefined || cell === null || cell === false) return undefined;
  if (cell === true) return "exception";
  if (isObject(cell)) return Object.keys(cell).length === 0 ? undefined : classOfObject(cell);
  if (typeof cell !== "string" || /^\s{0,8}[+-]?\d{1,20}(?:\.\d{0,20})?\s{0,8}$/.test(cell)) {
    throw unclear(cell, where);
  }
  const text = cell.slice(0, 4096).trim();
  if (NO_ERROR.has(text.toLowerCase())) return undefined;
  if (NO_CRASH.test(text)) throw unclear(cell, where);
  return classOfText(text.startsWith("Traceback") ? lastLine(cell) : text);
}

function unclear(cell: unknown, where: string): WorldFluxError {
  return new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${where}: expected the text of an error, true or false, found ${quote(cell)}`,
    { hint: "for codes, declare what each means: outcome=<column>,outcome.error=<code>|<code>" },
  );
}

function classOfObject(cell: Readonly<Record<string, unknown>>): string {
  const name = ["type", "name", "class"].map((key) => cell[key]).find((v) => typeof v === "string");
  return typeof name === "string" ? classOfText(name.slice(0, 4096)) : "exception";
}

function lastLine(text: string): string {
  return text.slice(-4096).trimEnd().split("\n").at(-1) ?? "";
}

function classOfText(text: string): string {
  const name = EXCEPTION.exec(text)?.[1];
  if (name !== undefined) return name;
  if (/time(?:d)?[ _-]?out/i.test(text)) return "timeout";
  return /connection (?:closed|lost|refused|reset)/i.test(text) ? "connection_closed" : "exception";
}
