import { type Adapter, adapterApi, detectBy, type Input } from "@worldflux/adapter-kit";
import { detect, type Found } from "./detect.ts";
import { findFile } from "./find-file.ts";
import { normalize } from "./normalize.ts";
import { readEvalInfo } from "./parse.ts";

/** Reads the `eval_info.json` of LeRobot's `lerobot-eval`: the file, or the folder that holds it. */
export const lerobot: Adapter = {
  api: adapterApi,
  name: "lerobot",
  role: "eval_info",
  shapes: [
    { id: "L1", description: "per_episode and aggregated: up to 0.3.3, and eval_policy() since" },
    { id: "L2", description: "per_task, per_group and overall: 0.4.0 to 0.5.1" },
    { id: "L3", description: "L2 with predicted_video_paths: 0.6.0 and later" },
    { id: "L4", description: "L3 with n_success and pc_success_ci95: main since September 2026" },
  ],
  detect: (input) =>
    detectBy(() => {
      const { path, found } = open(input);
      const what = found.shape === "L1" ? "per_episode and aggregated" : "per_task and overall";
      return { shape: found.shape, why: `${path} has ${what}, as LeRobot writes them` };
    }),
  // LeRobot writes the file when a run is over, so there is no interim state to read.
  read: (input) => {
    const { path, found } = open(input);
    return normalize(path, found);
  },
};

function open(input: Input): { path: string; found: Found } {
  const file = findFile(input);
  return { path: file.path, found: detect(readEvalInfo(file), file.path) };
}
