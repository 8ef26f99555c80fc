import {
  type InputFile,
  inconsistent,
  isObject,
  type JsonObject,
  keysOf,
  quote,
  readJson,
} from "@worldflux/adapter-kit";
import { type EpisodeRecord, WorldFluxError } from "@worldflux/schema";
import { checkCounters } from "./check-counters.ts";
import { budget, type Form, formOf, hasCounters, isRow } from "./form.ts";
import { readRow } from "./read-row.ts";
import { filePath } from "./show.ts";

/** A result file, read and checked against itself. */
export interface ResultFile {
  /** As the input has it. */
  readonly path: string;
  readonly form: Form;
  /** `max_sample_size_per_model`; undefined when the file has none. */
  readonly budget: number | null | undefined;
  /** The file without its evaluations. */
  readonly header: JsonObject;
  /** In the order of the file. */
  readonly episodes: readonly EpisodeRecord[];
}

const wanted = "results-*.json or results.json of lbm_eval";

/**
 * Reads one result file.
 *
 * @param names tasks by `skill_type`, filled on the way
 * @throws WorldFluxError WF_SHAPE_UNKNOWN, WF_AGGREGATE_ONLY, WF_NO_EPISODES, and what `readJson`,
 * `readRow` and `checkCounters` throw
 */
export function readResultFile(file: InputFile, names: Map<string, string>): ResultFile {
  const root = readJson(file, wanted);
  const path = filePath(file.path);
  if (!isObject(root)) {
    throw unknown(`${path} holds ${quote(root)}, not the object that lbm_eval writes`);
  }
  const { evaluations: rows, ...header } = root;
  if (!Array.isArray(rows)) throw withoutRows(path, root);
  const first: unknown = rows[0];
  if (rows.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${path} has an empty list of evaluations`, {
      hint: "run the evaluation with at least one scenario, or leave the file out if that task was never meant to run",
    });
  }
  if (!isRow(first)) {
    throw unknown(
      `${path}: evaluations[0] has no skill_type, scenario_index and is_success, as lbm_eval writes them: it is ${isObject(first) ? `an object with ${keysOf(first)}` : quote(first)}`,
    );
  }
  const form = formOf(root, first);
  const full = form !== "R-min";
  const episodes = rows.map((row, position) => readRow(row, { file: path, position, full }, names));
  if (hasCounters(root)) checkCounters(path, root, episodes);
  return { path: file.path, form, budget: budgetOf(root, path), header, episodes };
}

function budgetOf(root: JsonObject, path: string): number | null | undefined {
  const value = root[budget];
  if (value === undefined || value === null) return value;
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw inconsistent(
    path,
    [budget],
    `expected a number of episodes or null, found ${quote(value)}`,
  );
}

function withoutRows(path: string, root: JsonObject): WorldFluxError {
  if (!hasCounters(root)) {
    return unknown(
      `${path} has ${keysOf(root)}, and not the list evaluations that lbm_eval writes`,
    );
  }
  return new WorldFluxError(
    "WF_AGGREGATE_ONLY",
    `${path} has totals (${keysOf(root)}) but no list evaluations: totals alone cannot be recomputed`,
    { hint: "hand in the whole file that lbm_eval wrote" },
  );
}

function unknown(what: string): WorldFluxError {
  return new WorldFluxError("WF_SHAPE_UNKNOWN", what, {
    hint: "hand in the results-*.json or results.json that lbm_eval wrote, or the folder that holds them",
  });
}
