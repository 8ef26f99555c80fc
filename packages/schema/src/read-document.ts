import type * as z from "zod";
import { WorldFluxError } from "./error.ts";
import { decodeUtf8, parseJson } from "./parse-json.ts";

/** Reads one of our JSON documents: UTF-8, strict JSON, then its schema. */
export function readDocument<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  source: string,
): z.infer<S> {
  return checkDocument(schema, parseJson(decodeUtf8(bytes, source), { source }).value, source);
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
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describe(issue, value));
  const shown = problems.slice(0, 8);
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`);
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    shown.length === 1 ? `${source}: ${shown[0]}` : [`${source}:`, ...shown].join("\n  "),
    { hint: "correct the value named above", cause: result.error },
  );
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

function preview(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
