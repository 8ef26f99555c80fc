import { type Adapter, adapterApi, detectBy, type Input } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { readLiberoLog } from "./libero-log.ts";
import { refusalOf } from "./refuse-other.ts";
import { type Kind, type Sight, sightOf } from "./sight.ts";

export { type LiberoLog, readLiberoLog } from "./libero-log.ts";

/** Reads the log of openpi's LIBERO client; its other outputs record no outcomes and are refused. */
export const openpi: Adapter = {
  api: adapterApi,
  name: "openpi",
  role: "log",
  shapes: [
    {
      id: "libero-log",
      description: "what examples/libero/main.py logs to stderr, from Task suite to Total episodes",
    },
  ],
  detect: (input) =>
    detectBy(() => {
      const sight = sightOf(input);
      if (sight === undefined) return { shape: null, why: `${input.name} holds no file` };
      return isOneLog(sight)
        ? {
            shape: "libero-log",
            why: `${sight.file.path} counts episodes as openpi's LIBERO client`,
          }
        : { shape: null, why: `${sight.file.path} is ${names[sight.kind]}` };
    }),
  read: (input, options) => {
    const { file } = logOf(input);
    const log = readLiberoLog(file, "openpi", options);
    const others = input.files.length - 1;
    const unread = {
      code: "other_files_not_read",
      detail: `files of the folder beside the log that were not read: ${others}`,
    };
    return {
      shape: "libero-log",
      evaluator: { name: "openpi", version: null },
      metric_contract: {
        name: "success_rate",
        success: "any_step",
        description: "LIBERO reported the goal as reached at some step, which ended the episode",
      },
      episode_order: "recorded",
      not_recorded: [
        ...(log.suite === null ? (["task_identity"] as const) : []),
        ...(["seed", "initial_state", "checkpoint", "evaluator_version"] as const),
        ...(["max_steps", "time"] as const),
      ],
      notes: [...log.notes, ...(others === 0 ? [] : [unread])],
      asserted: {},
      references: [...log.videos],
      episodes: log.episodes,
    };
  },
};

const names: Readonly<Record<Kind, string>> = {
  log: "one log of several, and one run is read at a time",
  foreign_log: "the log of another script, with lines that openpi does not log",
  droid_scores: "openpi's DROID table: scores, not outcomes",
  rates: "a table of success rates without episodes",
  records: "JSON, which openpi does not write",
  roboarena: "part of a RoboArena dump, whose keys are not documented",
  video: "a video, and there is no log beside it",
  unknown: "nothing that openpi's LIBERO client logs",
};

function isOneLog({ kind, count }: Sight): boolean {
  return kind === "log" && count === 1;
}

function logOf(input: Input): Sight {
  const sight = sightOf(input);
  if (sight === undefined) {
    throw new WorldFluxError("WF_INPUT_EMPTY", `${input.name} holds no file`, {
      hint: "name the log of openpi's LIBERO client",
    });
  }
  if (!isOneLog(sight)) throw refusalOf(sight);
  return sight;
}
