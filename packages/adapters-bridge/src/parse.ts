import { isObject, placeOf, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import type * as z from "zod";
import type { RawRecord } from "./records.ts";

/** The error for a record that breaks the format. */
export function wrong(where: string, what: string, hint = formatHint): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `${where}: ${what}`, { hint });
}

const formatHint = "write the file as docs/adapters/bridge.md describes the format";

/**
 * Holds a record to its schema.
 *
 * @throws WorldFluxError naming the first field that is wrong: WF_SUCCESS_UNDECLARED when it is not
 * clear what counts as a success, otherwise WF_EPISODES_INCONSISTENT
 */
export function parseRecord<S extends z.ZodType>(
  schema: S,
  { where, value }: RawRecord,
): z.output<S> {
  const result = safeParse(schema, value, where);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  if (issue?.code === "unrecognized_keys") {
    const at = path.length === 0 ? "" : ` in ${placeOf(path)}`;
    throw wrong(where, `the format has no field ${quote(issue.keys[0])}${at}`);
  }
  const found = path.reduce((at, key) => ownOf(at, key), value);
  const what = `${path.length === 0 ? "" : `${placeOf(path)}: `}${plain(issue?.message)}, found ${quote(found)}`;
  if (path[0] === "success" || path[0] === "metric_contract") {
    throw new WorldFluxError("WF_SUCCESS_UNDECLARED", `${where}: ${what}`, {
      hint:
        path[0] === "success"
          ? "decide in the loop which episodes are a success, and write true or false"
          : "say in the header what counts as a success: metric_contract with success and description",
    });
  }
  throw wrong(where, what);
}

/** zod runs out of stack when a record is wrong in a hundred thousand places. */
function safeParse<S extends z.ZodType>(schema: S, value: unknown, where: string) {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw wrong(where, "wrong in too many places to list");
  }
}

function ownOf(value: unknown, key: PropertyKey): unknown {
  const inside = isObject(value) || Array.isArray(value);
  return inside && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function plain(message = "not as expected"): string {
  return message.replace(/^Invalid (?:input|option): /, "").replace(/, received .*/, "");
}
