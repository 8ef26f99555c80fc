import { WorldFluxError } from "./error.ts";
import { type BareNumber, type JsonOptions, scanJson } from "./scan-json.ts";

/** A value and what had to be read as null to get it. */
export interface ParsedJson {
  readonly value: unknown;
  /** Bare `NaN` and infinities, by JSON pointer; always empty in the strict dialect. */
  readonly bareNumbers: readonly BareNumber[];
}

/**
 * Reads JSON that may be hostile. Refuses duplicate keys, lone surrogates, deep nesting, numbers
 * that would change their value, and texts over the limit, each with line and column.
 *
 * The text is checked by `scanJson` and then read by `JSON.parse`: two parsers have to agree.
 *
 * @throws WorldFluxError WF_JSON_INVALID, WF_JSON_TRUNCATED, WF_JSON_DUPLICATE_KEY,
 * WF_JSON_TOO_DEEP, WF_JSON_NUMBER, WF_INPUT_EMPTY or WF_INPUT_TOO_LARGE
 */
export function parseJson(text: string, options: JsonOptions): ParsedJson {
  const bareNumbers = scanJson(text, options);
  return { value: JSON.parse(withNulls(text, bareNumbers)), bareNumbers };
}

function withNulls(text: string, bare: readonly BareNumber[]): string {
  if (bare.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const { offset, token } of bare) {
    parts.push(text.slice(from, offset), "null");
    from = offset + token.length;
  }
  parts.push(text.slice(from));
  return parts.join("");
}

/**
 * Decodes UTF-8, dropping a byte order mark.
 *
 * @throws WorldFluxError WF_INPUT_ENCODING when the bytes are not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WorldFluxError("WF_INPUT_ENCODING", `${source} is not UTF-8 text`, {
      hint: "save the file as UTF-8, or check that this is the right file",
      cause,
    });
  }
}
