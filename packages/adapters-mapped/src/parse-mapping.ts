import { quote } from "@worldflux/adapter-kit";
import { parseJson, WorldFluxError } from "@worldflux/schema";
import { wholeOf } from "./cell.ts";
import { checkMapping, invalid } from "./check-mapping.ts";
import { closestName } from "./closest-name.ts";
import { constantFields, fields, type Mapping, outcomeKeys, successKeys } from "./mapping.ts";

/** Longest inline mapping, in characters. */
const MAX_INLINE = 16_384;

/**
 * Reads a mapping: `task=instruction,success=ok,suite:=libero_goal` as people type it, or the
 * content of a mapping file, which is a JSON object.
 *
 * @param source what to call it in messages, such as `--map` or the name of the file
 * @throws WorldFluxError WF_MAPPING_INVALID, or what `parseJson` throws for a file
 */
export function parseMapping(text: string, source: string): Mapping {
  if (text.trimStart().startsWith("{")) return checkMapping(parseFile(text, source), source);
  if (text.trim() === "") throw invalid(source, "the mapping is empty");
  if (text.length > MAX_INLINE) {
    throw invalid(source, "the mapping is too long to be typed", "save it as a JSON file");
  }
  return checkMapping(parseInline(text, source), source);
}

function parseFile(text: string, source: string): unknown {
  try {
    return parseJson(text, { source }).value;
  } catch (error) {
    if (!(error instanceof WorldFluxError) || error.hint !== undefined) throw error;
    throw new WorldFluxError(error.code, error.message, {
      hint: "correct the mapping file; it is a JSON object",
      cause: error,
    });
  }
}

const options = ["format", "records", "keyed_by", "contract"] as const;

/** Every key of the inline form that takes no name of its own. */
const keys: readonly string[] = [
  ...fields,
  ...options,
  ...successKeys.map((key) => `success.${key}`),
  ...outcomeKeys.map((key) => `outcome.${key}`),
];

function parseInline(text: string, source: string): unknown {
  const entries = new Map<string, unknown>();
  const groups = { columns: {}, constants: {}, metadata: {}, success: {}, outcome: {} };
  const mapping: Record<string, unknown> = { columns: groups.columns };
  for (const part of text.split(",").map((p) => p.trim())) {
    const sign = part.indexOf("=");
    const constant = part[sign - 1] === ":";
    const key = part.slice(0, Math.max(0, constant ? sign - 1 : sign)).trim();
    const value = part.slice(sign + 1).trim();
    if (key === "" || value === "") {
      throw invalid(
        source,
        `${quote(part)} is not field=column`,
        "write field=column, or field:=value for what holds for every row, or name a mapping file that is there; a comma inside a name needs such a file",
      );
    }
    if (entries.has(key)) throw invalid(source, `${quote(key)} is declared twice`);
    entries.set(key, value);
    const [group, name, content] = place(key, constant, value, source);
    if (group === undefined) mapping[name] = content;
    else Object.assign(mapping, { [group]: Object.assign(groups[group], { [name]: content }) });
  }
  return mapping;
}

type Group = "columns" | "constants" | "metadata" | "success" | "outcome";

/** Where an entry of the inline form stands in a mapping. */
function place(
  key: string,
  constant: boolean,
  value: string,
  source: string,
): [group: Group | undefined, name: string, content: unknown] {
  if (constant) return ["constants", constantName(key, source), constantOf(key, value, source)];
  const dot = key.indexOf(".");
  const [group, name] = [key.slice(0, Math.max(0, dot)), key.slice(dot + 1)];
  if (group === "metadata" && /^[a-z][a-z0-9_]*$/.test(name)) return [group, name, value];
  if (!keys.includes(key)) {
    const near = closestName(key, keys);
    throw invalid(
      source,
      `there is no field ${quote(key)}${near === undefined ? "" : `; did you mean ${near}?`}`,
      `the fields are ${fields.join(", ")}, metadata.<name>, ${options.join(", ")}`,
    );
  }
  if (key === "success.at_least") return ["success", name, threshold(value, source)];
  if (group === "success" || group === "outcome") {
    return [group, name, value.split("|").map((v) => v.trim())];
  }
  return (options as readonly string[]).includes(key)
    ? [undefined, key, value]
    : ["columns", key, value];
}

function constantName(key: string, source: string): string {
  if ((constantFields as readonly string[]).includes(key)) return key;
  throw invalid(
    source,
    `${quote(key)} cannot be the same for every row`,
    `constants are ${constantFields.join(", ")}`,
  );
}

function constantOf(key: string, value: string, source: string): string | number {
  if (key === "suite" || key === "task") return value;
  const whole = wholeOf(value);
  if (whole !== undefined) return whole;
  throw invalid(source, `${key}:=${quote(value)} is no whole number`);
}

function threshold(value: string, source: string): number {
  const number = Number(value);
  if (value.length <= 32 && Number.isFinite(number)) return number;
  throw invalid(source, `success.at_least=${quote(value)} is no number`);
}
