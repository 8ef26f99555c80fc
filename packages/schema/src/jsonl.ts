import jsonl from "jsonl-parse-stringify";
import { canonicalJson } from "./canonical-json.ts";
import { WorldFluxError } from "./error.ts";
import { type JsonOptions, scanJson } from "./scan-json.ts";

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
    const line = i + 1;
    if (content.trim() === "") {
      throw new WorldFluxError("WF_JSON_INVALID", `${options.source}:${line}: the line is blank`);
    }
    scanJson(content, { ...options, firstLine: line });
    return { line, value: jsonl.default.parse(content)[0] };
  });
}

/** JSON Lines bytes: each value in its RFC 8785 form and a line feed. */
export function jsonlBytes(values: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(values.map((v) => `${canonicalJson(v)}\n`).join(""));
}
