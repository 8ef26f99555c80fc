import {
  type Adapter,
  adapterApi,
  detectBy,
  type Input,
  type InputFile,
  onlyFile,
  type ReadOptions,
} from "@worldflux/adapter-kit";
import { type Reading, type ReadingNote, type Unrecorded, WorldFluxError } from "@worldflux/schema";
import { logEntries } from "./log-entries.ts";
import { messageOf } from "./messages.ts";
import { OpenvlaRun } from "./run.ts";

/**
 * Reads the LIBERO log of OpenVLA's scripts and their descendants (OpenVLA-OFT, VLA-Adapter): the
 * text file that they write, or what was captured from the terminal, wrapped lines and progress
 * bars and all. The log does not say when an episode counts as a success, so the rule is `unknown`
 * until somebody declares it.
 */
export const openvlaLog: Adapter = {
  api: adapterApi,
  name: "openvla",
  role: "log",
  shapes: [
    {
      id: "openvla-log",
      description:
        "what run_libero_eval.py of OpenVLA and its descendants logs, to a file or a terminal",
    },
  ],
  detect: (input) =>
    detectBy(() => {
      const file = onlyFile(input, "log");
      return isOpenvla(file)
        ? { shape: "openvla-log", why: `${file.path} counts episodes as OpenVLA's LIBERO script` }
        : { shape: null, why: `${file.path} has no line of OpenVLA's LIBERO script` };
    }),
  read,
};

/** Lines that openpi and GR00T do not log, beside those that they share. */
function isOpenvla(file: InputFile): boolean {
  const head = new TextDecoder().decode(file.head());
  if (!/# episodes completed|Starting episode \d/.test(head)) return false;
  return /run_libero_eval\.py|Logging to local log file|Eval config: |[|] >> /.test(head);
}

function read(input: Input, { interim }: ReadOptions): Reading {
  const file = onlyFile(input, "log");
  if (!isOpenvla(file)) {
    throw new WorldFluxError(
      "WF_SHAPE_UNKNOWN",
      `${file.path} has no line of OpenVLA's LIBERO script in its first 64 KiB`,
      { hint: "hand in the EVAL-<suite>-<time>.txt of the run, or what it printed" },
    );
  }
  const run = new OpenvlaRun(file.path);
  for (const { line, text } of logEntries(file.chunks(), file.path)) {
    const message = messageOf(text);
    if (message !== undefined) run.take(message, line);
  }
  run.stop();
  if (run.episodes.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${file.path} logs no episode`, {
      hint: "hand in the log of a run that got as far as its first episode",
    });
  }
  if (!run.hasTotals && !interim) {
    throw new WorldFluxError(
      "WF_RUN_UNFINISHED",
      `${file.path} stops after ${run.episodes.length} episodes, before its totals (Total episodes, Total successes)`,
      { hint: "hand in the log of a run that finished" },
    );
  }
  return {
    shape: "openvla-log",
    evaluator: { name: "openvla-libero", version: null },
    metric_contract: {
      name: "success_rate",
      success: "unknown",
      description:
        "The log says Success: True or False for each episode, and not when that is said.",
    },
    episodes: run.episodes,
    episode_order: "recorded",
    not_recorded: unrecorded(run),
    notes: notesOn(run),
    asserted: {},
    references: run.videos,
  };
}

function unrecorded({ suite }: OpenvlaRun): Unrecorded[] {
  const always = [
    "seed",
    "initial_state",
    "checkpoint",
    "evaluator_version",
    "max_steps",
    "time",
  ] as const;
  return suite === null ? ["task_identity", ...always] : [...always];
}

function notesOn({ episodes, errors, successes, hasTotals }: OpenvlaRun): ReadingNote[] {
  const n = episodes.length;
  return [
    {
      code: "outcomes_from_log_lines",
      detail:
        "outcomes were read from lines of a log; counters, rates and totals of the log agree with them",
    },
    ...(errors === 0
      ? []
      : [
          {
            code: "harness_errors_counted",
            detail: `${errors} of ${n} episodes ended in an exception, which the log counts as failures: ${successes} of ${n} succeeded, or ${successes} of ${n - errors} without them`,
          },
        ]),
    ...(hasTotals ? [] : [{ code: "run_unfinished", detail: `the log stops after ${n} episodes` }]),
  ];
}
