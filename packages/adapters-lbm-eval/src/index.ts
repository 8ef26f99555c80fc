import {
  type Adapter,
  adapterApi,
  detectBy,
  type Input,
  type ReadOptions,
} from "@worldflux/adapter-kit";
import { type Reading, type Unrecorded, WorldFluxError } from "@worldflux/schema";
import { assertedBy } from "./asserted.ts";
import { notesOn } from "./notes.ts";
import { checkOneEvaluation, episodesOf } from "./one-evaluation.ts";
import { readResultFile } from "./read-result-file.ts";
import { resultFiles } from "./result-files.ts";
import { filePath } from "./show.ts";
import { recordedTimes } from "./started-at.ts";

/** Reads the results of TRI's lbm_eval: one file, or a folder of them as one evaluation. */
export const lbmEval: Adapter = {
  api: adapterApi,
  name: "lbm_eval",
  role: "lbm_results",
  shapes: [
    { id: "U", description: "evaluations with totals: lbm_eval 1.1.0, results-<time>.json" },
    { id: "F", description: "U with max_sample_size_per_model: TRI's fork, results.json" },
    { id: "R", description: "evaluations without totals: released by VLA Foundry" },
    { id: "R-min", description: "R with four keys a row: no crashes, no times" },
  ],
  detect: (input) =>
    detectBy(() => {
      const { files } = resultFiles(input, { interim: true });
      const found = files.find(({ glance }) => glance?.form);
      const first = filePath((found ?? files[0])?.file.path ?? input.name);
      if (!found?.glance?.form) {
        return {
          shape: null,
          why: `${first} has no list evaluations with skill_type, scenario_index and is_success in each`,
        };
      }
      const more = files.length > 1 ? `, the first of ${files.length} result files,` : "";
      return {
        shape: found.glance.form,
        why: `${first}${more} has evaluations with skill_type, scenario_index and is_success, as lbm_eval writes them`,
      };
    }),
  read,
};

function read(input: Input, options: ReadOptions): Reading {
  const { files: found, leftovers } = resultFiles(input, options);
  const names = new Map<string, string>();
  const files = found.map(({ file }) => readResultFile(file, names));
  checkOneEvaluation(files);
  const episodes = episodesOf(files);
  const times = recordedTimes(files.map(({ path }) => path));
  const form = files[0]?.form ?? "R";
  const pending = files.find((file) => file.episodes.some(isPending));
  if (pending !== undefined && !options.interim) {
    const count = episodes.filter(isPending).length;
    throw unfinished(pending.path, count, episodes.length);
  }
  return {
    shape: form,
    evaluator: { name: "lbm_eval", version: null },
    metric_contract: {
      name: "success_rate",
      success: "predicate",
      description:
        "An episode is a success when the task's predicate became true in the simulation, which ends it, before the task's time limit.",
    },
    episodes,
    episode_order: "unknown",
    not_recorded: [
      ...neverRecorded,
      ...(form === "R-min" ? (["harness_errors"] as const) : []),
      ...(times?.started_at === undefined ? (["time"] as const) : []),
    ],
    notes: notesOn({ files, episodes, names, leftovers: leftovers.length }),
    asserted: assertedBy(files),
    references: [],
    ...(times === undefined ? {} : { recorded_times: times }),
  };
}

function isPending({ outcome }: { readonly outcome: string }): boolean {
  return outcome === "pending";
}

function unfinished(path: string, pending: number, all: number): WorldFluxError {
  return new WorldFluxError(
    "WF_RUN_UNFINISHED",
    `${pending} of ${all} evaluations are pending, the first of them in ${filePath(path)}: the run has not finished, or was stopped`,
    {
      hint: "wait for the run or run it again, or pass --interim to look at an unfinished run on purpose",
    },
  );
}

/** `scenario_index` names the initial scene, and the seed follows from it but is not written. */
const neverRecorded: Unrecorded[] = [
  "seed",
  "checkpoint",
  "evaluator_version",
  "max_steps",
  "episode_order",
];
