import { isObject, type JsonObject } from "@worldflux/adapter-kit";

/** How a result file was written; see `docs/adapters/lbm-eval.md`. */
export type Form = "U" | "F" | "R" | "R-min";

/** Totals that the evaluator writes beside the evaluations. */
const counters = [
  "num_requested_evaluations",
  "num_evaluated",
  "num_success",
  "success_rate",
] as const;

/** The budget that TRI's fork writes and released files keep. */
export const budget = "max_sample_size_per_model";

/** The keys that only a full row has. */
export const fullRowKeys = ["is_pending", "failure_message"] as const;

/** The form of a file, by its own keys and those of its first row. */
export function formOf(root: JsonObject, row: JsonObject): Form {
  if (hasCounters(root)) return Object.hasOwn(root, budget) ? "F" : "U";
  return fullRowKeys.some((key) => Object.hasOwn(row, key)) ? "R" : "R-min";
}

export function hasCounters(root: JsonObject): boolean {
  return counters.some((key) => Object.hasOwn(root, key));
}

/** True for a row as every form has it. */
export function isRow(value: unknown): value is JsonObject {
  return (
    isObject(value) &&
    typeof value["skill_type"] === "string" &&
    typeof value["scenario_index"] === "number" &&
    Object.hasOwn(value, "is_success")
  );
}
