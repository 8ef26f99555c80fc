import { type Adapter, adapterApi } from "@worldflux/adapter-kit";
import { detect } from "./detect.ts";
import { read } from "./read.ts";

/** Reads the results of vla-eval: a JSON result, all shards of a run, or a run folder. */
export const vlaEval: Adapter = {
  api: adapterApi,
  name: "vla-eval",
  role: "vla_eval_result",
  shapes: [
    { id: "G0", description: "success and episode_id as text in each episode: up to 0.0.3" },
    { id: "G1", description: "metrics.success in each episode: 0.1.0 to 0.2.0" },
    { id: "G2", description: "G1 with an eval_id, merged from a recording: 0.3.0 and later" },
    { id: "G2-sqlite", description: "recording-<id>.sqlite: 0.3.0 and later" },
    { id: "G3", description: "G2 with num_errors for the whole run: proposed in 2026" },
  ],
  detect,
  read,
};
