import { type Adapter, type Input, type InputFile, isObject } from "@worldflux/adapter-kit";
import { parseJson, WorldFluxError } from "@worldflux/schema";
import type { Content } from "./content.ts";

/** What a mapping would read a file as. */
export type Reached = "rows" | "table" | "one_episode";

/** Longest text that is looked at as one object, in UTF-16 units. */
const longest = 256 * 1024;

/**
 * Says whether a file has the columns that a mapping reads outcomes from, by whatever names.
 *
 * @param mapped the adapter that reads by the mapping
 * @param text the start of the file; `whole` says that it is all of it
 * @returns null for a file without them, for a status of a run that goes on, and for a summary
 */
export function reachedByMap(
  mapped: Adapter,
  input: Input,
  { text, whole, content }: { text: string; whole: boolean; content: Content | null },
): Reached | null {
  // An outcome that stands beside `running` is none yet.
  if (content === "running_status") return null;
  const { shape } = mapped.detect(input);
  if (shape === null) return null;
  const object = whole && text.length <= longest ? compactObject(text) : undefined;
  if (object !== undefined && mapped.detect(asLine(input, object)).shape === "jsonl") {
    return content === "aggregates" ? null : "one_episode";
  }
  return shape === "csv" || shape === "tsv" ? "table" : "rows";
}

/** A text that is one JSON object, in one line. */
function compactObject(text: string): string | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const { value } = parseJson(text, { source: "a file", dialect: "python" });
    return isObject(value) ? JSON.stringify(value) : undefined;
  } catch (error) {
    if (error instanceof WorldFluxError) return undefined;
    throw error;
  }
}

/** However an object is printed, a mapping sees it as a row. */
function asLine({ name }: Input, line: string): Input {
  const bytes = new TextEncoder().encode(`${line}\n`);
  const file: InputFile = {
    path: name,
    size: bytes.length,
    head: () => bytes,
    bytes: () => bytes,
    chunks: () => [bytes],
  };
  return { name, files: [file] };
}
