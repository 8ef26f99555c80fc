import type { InputFile, ReadOptions } from "@worldflux/adapter-kit";
import { readLiberoLog } from "@worldflux/adapters-openpi";
import { type Reading, WorldFluxError } from "@worldflux/schema";

/**
 * Reads the `libero_eval_<suite>.log` of N1.5, whose loop is openpi's.
 *
 * @param others files of the input that are not read
 * @throws WorldFluxError WF_INPUT_FOLDER for several logs, and as `readLiberoLog` does
 */
export function readLibero(
  [log, ...rest]: readonly [InputFile, ...InputFile[]],
  others: number,
  options: ReadOptions,
): Reading {
  if (rest.length > 0) {
    throw new WorldFluxError(
      "WF_INPUT_FOLDER",
      `${rest.length + 1} files are LIBERO logs, ${log.path} the first, and one run is read at a time`,
      { hint: "name the log of one suite" },
    );
  }
  const { suite, episodes, videos, notes } = readLiberoLog(log, "gr00t", options);
  const unread = { code: "files_without_results", detail: `${others} other files were not read` };
  return {
    shape: "libero_log",
    evaluator: { name: "gr00t", version: null },
    metric_contract: {
      name: "success_rate",
      success: "any_step",
      description:
        "An episode is a success when LIBERO reported the goal as reached at some step; it ends there.",
    },
    episodes,
    episode_order: "recorded",
    not_recorded: [
      ...(suite === null ? (["task_identity"] as const) : []),
      ...(["seed", "initial_state", "checkpoint", "evaluator_version"] as const),
      ...(["max_steps", "time"] as const),
    ],
    notes: others === 0 ? [...notes] : [...notes, unread],
    asserted: {},
    references: [...videos],
  };
}
