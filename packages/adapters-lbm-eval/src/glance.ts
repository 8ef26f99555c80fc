import { type InputFile, isObject, type JsonObject } from "@worldflux/adapter-kit";
import { parseJson, WorldFluxError } from "@worldflux/schema";
import { budget, type Form, formOf, hasCounters, isRow } from "./form.ts";

/** What the start of a file tells about it. */
export interface Glance {
  /** Null when the file is lbm_eval's but its first row is not there or not whole. */
  readonly form: Form | null;
}

/**
 * Recognises a result file by its start; undefined for anything else. In a file of more than 64 KiB
 * only the keys before the evaluations count.
 */
export function glance(file: InputFile): Glance | undefined {
  const head = file.head();
  const text = new TextDecoder().decode(head);
  const list = /"evaluations"\s*:\s*\[/.exec(text);
  if (list === null) return undefined;
  const whole = head.length >= file.size ? parse(text) : undefined;
  const root = whole ?? beginning(text, list.index + list[0].length);
  if (!isObject(root)) return undefined;
  const { evaluations } = root as { evaluations?: unknown };
  if (!Array.isArray(evaluations)) return undefined;
  if (isRow(evaluations[0])) return { form: formOf(root, evaluations[0]) };
  const known = hasCounters(root) || Object.hasOwn(root, budget);
  return known && evaluations.length === 0 ? { form: null } : undefined;
}

/** A flat JSON object; a row holds no other. */
const flatObject = /\s*(\{(?:"(?:[^"\\]|\\.)*"|[^"{}])*\})/y;

/** What stands before the list, with the list's first row alone. */
function beginning(text: string, inList: number): JsonObject | undefined {
  // One brace closes the root and nothing deeper, so this fails for a list that stands deeper.
  const root = parse(`${text.slice(0, inList)}]}`);
  if (!isObject(root)) return undefined;
  flatObject.lastIndex = inList;
  const row = flatObject.exec(text)?.[1];
  return { ...root, evaluations: row === undefined ? [] : [parse(row)] };
}

function parse(text: string): unknown {
  try {
    return parseJson(text, { source: "", dialect: "python" }).value;
  } catch (error) {
    if (error instanceof WorldFluxError) return undefined;
    throw error;
  }
}
