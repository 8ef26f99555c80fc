import type * as z from "zod";
import { WorldFluxError } from "./error.ts";
import { decodeUtf8, parseJson } from "./parse-json.ts";
import { preview } from "./printable.ts";
import { refuseUnfilled } from "./to-fill.ts";

/** Reads one of our JSON documents: UTF-8, strict JSON, then its schema. */
export function readDocument<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  source: string,
): z.infer<S> {
  return checkDocument(schema, parseJson(decodeUtf8(bytes, source), { source }).value, source);
}

/**
 * Reads a document that people write: what they have not filled in yet is listed before anything
 * else that is wrong with it.
 *
 * @throws WorldFluxError WF_DRAFT_UNFILLED, and as `readDocument`
 */
export function readWritten<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  source: string,
): z.infer<S> {
  const { value } = parseJson(decodeUtf8(bytes, source), { source });
  refuseUnfilled(value, source);
  return checkDocument(schema, value, source);
}

/**
 * Checks a value against its schema. Unknown fields are kept.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID that lists each problem by JSON pointer
 */
export function checkDocument<S extends z.ZodType>(
  schema: S,
  value: unknown,
  source: string,
): z.infer<S> {
  const result = parse(schema, value, source);
  if (result.success) return result.data;
  const { issues } = result.error;
  const shown = issues.slice(0, 8).map((issue) => describe(issue, value));
  if (issues.length > shown.length) shown.push(`and ${issues.length - shown.length} more`);
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    shown.length === 1 ? `${source}: ${shown[0]}` : [`${source}:`, ...shown].join("\n  "),
    { hint: "correct the value named above", cause: result.error },
  );
}

/** zod runs out of stack when a document is wrong in a hundred thousand places. */
function parse<S extends z.ZodType>(schema: S, value: unknown, source: string) {
  try {
    return schema.safeParse(value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new WorldFluxError("WF_DOCUMENT_INVALID", `${source}: wrong in too many places to list`, {
      cause,
    });
  }
}

function describe(issue: z.core.$ZodIssue, root: unknown): string {
  const pointer = `/${issue.path.map(String).join("/")}`;
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    root,
  );
  const what = issue.message
    .replace(/^Invalid (?:input|option): /, "")
    .replace(/, received .*/, "");
  if (value === undefined) return `${pointer}: the field is missing (${what})`;
  return `${pointer}: ${what}, got ${preview(value)}`;
}
