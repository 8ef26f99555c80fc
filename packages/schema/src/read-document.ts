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
  const problems = result.error.issues.map((issue) => problemOf(issue, value));
  const shown = problems.slice(0, 8).map(({ pointer, problem }) => `${pointer}: ${problem}`);
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more`);
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    shown.length === 1 ? `${source}: ${shown[0]}` : [`${source}:`, ...shown].join("\n  "),
    { hint: "correct the value named above", cause: result.error },
  );
}

/** What is wrong at one place of a document. */
export interface DocumentProblem {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly problem: string;
}

/**
 * The places where a value is not what its schema asks for; none for a valid document.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID where they are too many to list
 */
export function documentProblems(
  schema: z.ZodType,
  value: unknown,
  source: string,
): DocumentProblem[] {
  const result = parse(schema, value, source);
  return result.success ? [] : result.error.issues.map((issue) => problemOf(issue, value));
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

function problemOf(issue: z.core.$ZodIssue, root: unknown): DocumentProblem {
  const pointer = `/${issue.path.map(String).join("/")}`;
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    root,
  );
  const what = issue.message
    .replace(/^Invalid (?:input|option): /, "")
    .replace(/, received .*/, "");
  const problem =
    value === undefined ? `the field is missing (${what})` : `${what}, got ${preview(value)}`;
  return { pointer, problem };
}
