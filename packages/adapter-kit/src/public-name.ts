import { Line, privateReason, WorldFluxError } from "@worldflux/schema";
import { quote } from "./place.ts";

/**
 * A name of a suite or task as it may be published, unchanged.
 *
 * @param where file and place, such as `eval_info.json: per_task[3].task_group`
 * @throws WorldFluxError WF_PRIVATE_TEXT for a path, address or secret; WF_EPISODES_INCONSISTENT for
 * a text that is empty, too long or not on one line
 */
export function publicName(name: string, where: string): string {
  const reason = privateReason(name);
  if (reason !== undefined) {
    throw new WorldFluxError(
      "WF_PRIVATE_TEXT",
      `${where} holds ${reason}, and names of tasks are published`,
      {
        hint: "rename the task where the environment is registered and run again, or rename it in a copy of the file and say so",
      },
    );
  }
  if (Line.safeParse(name).success) return name;
  throw new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${where}: expected 1 to 512 characters on one line, found ${name.length} in ${quote(name)}`,
    { hint: "hand in the file as the evaluator wrote it" },
  );
}

/** Keeps what may stand under `asserted`: short public texts, numbers, booleans. */
export function assertable(value: unknown): value is string | number | boolean {
  if (typeof value === "string") {
    return Line.safeParse(value).success && privateReason(value) === undefined;
  }
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}
