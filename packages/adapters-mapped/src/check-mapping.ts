import { quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import type * as z from "zod";
import { textOf } from "./cell.ts";
import { closestName } from "./closest-name.ts";
import { constantFields, fields, Mapping, outcomeKeys, successKeys } from "./mapping.ts";

/** Most metadata columns; one of the sixteen entries is kept for the class of an error. */
const MAX_METADATA = 15;

/** Every key that a mapping may have somewhere, for the closest name. */
const known = [...Object.keys(Mapping.shape), ...fields, ...successKeys, ...outcomeKeys];

/**
 * Checks that a mapping says enough and does not contradict itself.
 *
 * @param source what to call it in messages, such as `--map` or the name of a file
 * @throws WorldFluxError WF_MAPPING_INVALID
 */
export function checkMapping(value: unknown, source: string): Mapping {
  const parsed = Mapping.safeParse(value);
  if (!parsed.success) throw invalid(source, describe(parsed.error.issues[0], value));
  const problem = contradiction(parsed.data);
  if (problem !== undefined) throw invalid(source, ...problem);
  return parsed.data;
}

/** The error for a mapping that cannot be used. */
export function invalid(source: string, what: string, hint = howTo): WorldFluxError {
  return new WorldFluxError("WF_MAPPING_INVALID", `${source}: ${what}`, { hint });
}

const howTo =
  "write a mapping such as task=instruction,success=ok,seed=seed, or the same as a JSON file";

/** What is wrong, and what to do where that is not plain. */
type Problem = [what: string, hint?: string];

function contradiction(mapping: Mapping): Problem | undefined {
  return columnProblem(mapping) ?? outcomeProblem(mapping) ?? recordsProblem(mapping);
}

function columnProblem({ columns, constants = {}, metadata = {} }: Mapping): Problem | undefined {
  const twice = constantFields.find((f) => columns[f] !== undefined && constants[f] !== undefined);
  if (twice !== undefined) return [`${twice} is a column and a constant at once`];
  if (columns.success === undefined && columns.outcome === undefined) {
    return ["no column says how an episode ended", "add success=<column> or outcome=<column>"];
  }
  const cells = [columns.index, constants.index, columns.seed];
  if (columns.attempt !== undefined && cells.every((cell) => cell === undefined)) {
    return [
      "attempt says which run of an episode a row is, but nothing says which episode",
      "add index=<column>, or seed=<column>",
    ];
  }
  if (Object.hasOwn(metadata, "error")) {
    return ["metadata.error is kept for the class of an error", "choose another name"];
  }
  if (Object.keys(metadata).length > MAX_METADATA) {
    return [`there are more than ${MAX_METADATA} metadata columns`, "leave some of them out"];
  }
  return undefined;
}

function outcomeProblem({ columns, success, outcome, contract }: Mapping): Problem | undefined {
  if (success !== undefined && columns.success === undefined) {
    return ["success values are declared, but no success column", "add success=<column>"];
  }
  if (success?.at_least !== undefined) {
    if (success.true !== undefined || success.false !== undefined) {
      return ["success is declared by values and by a threshold", "keep one of the two"];
    }
    if (contract !== undefined && contract !== "threshold") {
      return [`success.at_least is the contract threshold, not ${contract}`, "drop contract="];
    }
  }
  if ((outcome !== undefined) !== (columns.outcome !== undefined)) {
    return [
      "an outcome column and the meaning of its words come together",
      "write outcome=<column>,outcome.success=<word>,outcome.failure=<word>,outcome.error=<word>|<word>",
    ];
  }
  if (outcome?.scored !== undefined && columns.success === undefined) {
    return ["outcome.scored leaves it to the success column, and there is none"];
  }
  if (outcome !== undefined && outcome.success === undefined && columns.success === undefined) {
    return ["nobody said which word of the outcome column is a success", "add outcome.success="];
  }
  return repeated([success?.true, success?.false]) ?? repeated(Object.values(outcome ?? {}));
}

/** Numbers are compared as numbers, so `1` and `1.0` are one value. */
function repeated(lists: readonly (readonly unknown[] | undefined)[]): Problem | undefined {
  const seen = new Set<string | undefined>();
  for (const value of lists.flatMap((list) => list ?? [])) {
    const text = textOf(value);
    if (seen.has(text)) return [`the value ${quote(value)} is declared twice`];
    seen.add(text);
  }
  return undefined;
}

function recordsProblem({ format, records, keyed_by }: Mapping): Problem | undefined {
  if (records !== undefined && format !== undefined && format !== "json") {
    return [`records= is for JSON documents, not for ${format}`];
  }
  const stars = (records ?? "").split("/").filter((step) => step === "*").length;
  if (stars > 1) return ["records= has more than one *"];
  if (keyed_by !== undefined && stars === 0) {
    return [
      "keyed_by names the key that a * in records= stands for, and there is none",
      "write records=/episodes/*",
    ];
  }
  return undefined;
}

function describe(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  if (issue === undefined) return "it is no mapping";
  const path = issue.path.map(String).join(".").slice(0, 200);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const near = closestName(key, known);
    const inside = path === "" ? "a mapping" : path;
    return `${inside} has no ${quote(key)}${near === undefined ? "" : `; did you mean ${near}?`}`;
  }
  const found = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const what = issue.message.replace(/^Invalid input: /, "").slice(0, 300);
  return path === "" ? `${what}, found ${quote(found)}` : `${path}: ${what}, found ${quote(found)}`;
}
