import * as kit from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

const results = ["success", "failure", "crashed"];
const untold = ["seed", "initial_state", "checkpoint", "evaluator_version", "max_steps", "time"];

function open(input) {
  const file = kit.onlyFile(input, "trials.json");
  const saved = kit.readJson(file, "trials.json");
  const { trials, success_rate: stored } = kit.isObject(saved) ? saved : {};
  if (Array.isArray(trials) && trials.length > 0 && stored !== undefined)
    return { path: file.path, trials, stored };
  throw new WorldFluxError("WF_SHAPE_UNKNOWN", `${file.path} has no trials and success_rate`, {
    hint: "hand in the trials.json that the evaluator saved",
  });
}

function toEpisode(value, i, path) {
  const { task, trial, result } = kit.isObject(value) ? value : {};
  if (typeof task !== "string" || !(Number.isSafeInteger(trial) && trial >= 0))
    throw kit.inconsistent(path, ["trials", i], "expected a task and the number of a trial");
  if (!results.includes(result))
    throw kit.inconsistent(path, ["trials", i], `${kit.quote(result)} is no known result`);
  const name = kit.publicName(task, `${path}: trials[${i}].task`);
  const outcome = result === "crashed" ? "error" : result; // a crash says nothing of the policy
  return { suite: null, task: name, index: trial, seed: null, attempt: 0, outcome };
}

export const adapter = {
  api: 1,
  name: "example",
  role: "trials",
  shapes: [{ id: "E1", description: "an object with trials and success_rate" }],
  detect: (input) =>
    kit.detectBy(() => ({ shape: "E1", why: `${open(input).path} has trials and success_rate` })),
  read(input) {
    const { path, trials, stored } = open(input);
    const episodes = trials.map((trial, i) => toEpisode(trial, i, path));
    const successes = episodes.filter(({ outcome }) => outcome === "success").length;
    const recomputed = successes / episodes.length;
    const explanations = { "a percentage": 100 * recomputed };
    const where = "success_rate";
    kit.checkStored(path, { where, stored, recomputed, tolerance: 1e-9, explanations });
    const description = "The goal test held when the trial ended.";
    return {
      shape: "E1",
      evaluator: { name: "example", version: null },
      metric_contract: { name: "success_rate", success: "final_step", description },
      episodes,
      episode_order: "recorded",
      not_recorded: untold,
      notes: [],
      asserted: {},
      references: [],
    };
  },
};
