import jsonl from "jsonl-parse-stringify";
import { canonicalJson } from "./canonical-json.ts";
import { WorldFluxError } from "./error.ts";
import { parseJson } from "./parse-json.ts";
import { type JsonOptions, scanJson } from "./scan-json.ts";
import { textLines } from "./text-lines.ts";

/** One record of a JSON Lines text. */
export interface JsonLine {
  /** Line number, counted from 1. */
  readonly line: number;
  readonly value: unknown;
}

/**
 * Reads JSON Lines strictly: one JSON value a line, no blank lines, every line under the rules of
 * `parseJson`. An empty text has no records.
 *
 * @throws WorldFluxError as `parseJson` does, with the line number
 */
export function parseJsonl(text: string, options: Omit<JsonOptions, "dialect">): JsonLine[] {
  if (text === "") return [];
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return lines.map((content, i) => {
    const line = (options.firstLine ?? 1) + i;
    if (content.trim() === "") {
      throw new WorldFluxError("WF_JSON_INVALID", `${options.source}:${line}: the line is blank`);
    }
    scanJson(content, { ...options, firstLine: line });
    return { line, value: jsonl.default.parse(content)[0] };
  });
}

/**
 * Reads JSON Lines that come in pieces, in memory that does not grow with the text. Blank lines are
 * skipped, as people's own writers leave them. `NaN` and infinities are read as null.
 *
 * @throws WorldFluxError WF_JSONL_TORN for a last line that was cut off, otherwise as `textLines`
 * and `parseJson` do, with the line number
 */
export function* jsonLines(chunks: Iterable<Uint8Array>, source: string): Generator<JsonLine> {
  for (const { line, text, ended } of textLines(chunks, source)) {
    if (text.trim() === "") continue;
    yield { line, value: parseLine(text, line, source, ended) };
  }
}

function parseLine(text: string, firstLine: number, source: string, ended: boolean): unknown {
  try {
    return parseJson(text, { source, dialect: "python", firstLine }).value;
  } catch (error) {
    const torn = error instanceof WorldFluxError && error.code === "WF_JSON_TRUNCATED" && !ended;
    if (!torn) throw error;
    throw new WorldFluxError(
      "WF_JSONL_TORN",
      `${source}:${firstLine}: the last line stops in the middle: its writer was killed`,
      {
        hint: "take the file from a run that finished, or remove that line and say in the protocol that the run is incomplete",
        cause: error,
      },
    );
  }
}

/** JSON Lines bytes: each value in its RFC 8785 form and a line feed. */
export function jsonlBytes(values: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(values.map((v) => `${canonicalJson(v)}\n`).join(""));
}
