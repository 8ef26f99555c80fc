import { type Reading, type Unrecorded, WorldFluxError } from "@worldflux/schema";
import { assertedBy } from "./asserted.ts";
import { checkAggregates } from "./check-aggregates.ts";
import type { Found } from "./detect.ts";
import { notesOn } from "./notes.ts";
import { readPerEpisode } from "./per-episode.ts";
import { readPerTask } from "./per-task.ts";
import { videosOf } from "./videos.ts";

/**
 * Turns an evaluation of a known shape into episodes, after checking it against itself.
 *
 * @throws WorldFluxError for records that contradict each other or the file's own aggregates
 */
export function normalize(file: string, found: Found): Reading {
  const flat = found.shape === "L1";
  const tasks = flat ? [readPerEpisode(file, found.body)] : readPerTask(file, found.body);
  const episodes = tasks.flatMap((task) => task.episodes);
  if (episodes.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${file} records no episode`, {
      hint: "run the evaluation with at least one episode a task and hand in the file it writes",
    });
  }
  const absent = checkAggregates(file, found, tasks);
  const asserted = assertedBy(found);
  const seeded = episodes[0]?.seed !== null;

  return {
    shape: found.shape,
    evaluator: { name: "lerobot", version: null },
    metric_contract: {
      name: "success_rate",
      success: "any_step",
      description:
        "An episode is a success when the environment reported success at any step before the episode ended; its final state does not count.",
    },
    episodes,
    episode_order: flat ? "recorded" : "within_task",
    not_recorded: [
      ...(flat ? (["task_identity"] as const) : (["episode_order"] as const)),
      ...(seeded ? [] : (["seed"] as const)),
      ...neverRecorded,
    ],
    notes: notesOn(found, tasks, episodes, absent, Object.keys(asserted).length),
    asserted,
    references: videosOf(tasks),
  };
}

const neverRecorded: readonly Unrecorded[] = [
  "initial_state",
  "checkpoint",
  "evaluator_version",
  "max_steps",
  "harness_errors",
  "time",
];
