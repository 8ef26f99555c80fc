import { type Adapter, adapterApi } from "@worldflux/adapter-kit";
import { detect } from "./detect.ts";
import { normalize } from "./normalize.ts";
import { parseText } from "./parse.ts";

/** Reads the `eval_info.json` of LeRobot's `lerobot-eval`. */
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
  read: (file) => normalize(file.name, detect(parseText(file), file.name)),
};
