import { WorldFluxError } from "./error.ts";

/** One line of a text, without its line end. */
export interface TextLine {
  /** Line number, counted from 1. */
  readonly line: number;
  readonly text: string;
  /** False for a last line that ends without a line feed. */
  readonly ended: boolean;
}

/** Longest line that is read, in bytes. */
const MAX_LINE = 2 ** 20;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Splits UTF-8 that comes in pieces into lines, in memory that does not grow with the text. A byte
 * order mark and the carriage return before a line feed are dropped, and so is a character that
 * the end of the text cuts in two.
 *
 * @throws WorldFluxError WF_INPUT_ENCODING for a line that is not UTF-8, WF_INPUT_TOO_LARGE for one
 * of more than 1 MiB
 */
export function* textLines(chunks: Iterable<Uint8Array>, source: string): Generator<TextLine> {
  let line = 1;
  let parts: Uint8Array[] = [];
  let length = 0;

  const add = (part: Uint8Array) => {
    length += part.length;
    // One more for a carriage return whose line feed is in the next piece.
    if (length > MAX_LINE + 1) throw tooLong(source, line);
    parts.push(part);
  };
  const take = (ended: boolean): TextLine => {
    const bytes = joined(parts, length);
    parts = [];
    length = 0;
    const end = ended && bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
    if (end > MAX_LINE) throw tooLong(source, line);
    return { line, text: decode(bytes.subarray(0, end), source, line, ended), ended };
  };

  for (const chunk of chunks) {
    let from = 0;
    // In UTF-8 no byte of another character looks like a line feed.
    for (let to = chunk.indexOf(LF); to !== -1; to = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, to));
      yield take(true);
      line++;
      from = to + 1;
    }
    // A copy, as whoever gave the chunk may fill it again.
    if (from < chunk.length) add(chunk.slice(from));
  }
  const last = take(false);
  if (last.text !== "") yield last;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function decode(bytes: Uint8Array, source: string, line: number, ended: boolean): string {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: line > 1 });
    return decoder.decode(bytes, { stream: !ended });
  } catch (cause) {
    throw new WorldFluxError("WF_INPUT_ENCODING", `${source} is not UTF-8 text (line ${line})`, {
      hint: "save the file as UTF-8, or check that this is the right file",
      cause,
    });
  }
}

function tooLong(source: string, line: number): WorldFluxError {
  return new WorldFluxError(
    "WF_INPUT_TOO_LARGE",
    `${source}:${line}: the line has more than ${MAX_LINE} bytes`,
    { hint: "check that this is a text file with one record a line" },
  );
}
