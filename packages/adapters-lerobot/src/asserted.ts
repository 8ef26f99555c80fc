import { assertable, isObject, type JsonObject } from "@worldflux/adapter-kit";
import type { Reading } from "@worldflux/schema";
import type { Found } from "./detect.ts";

const maxEntries = 24;

/** Objects that people, and a proposed LeRobot, put beside the results. */
const sidecars = ["run_config", "provenance"] as const;

/** What is worth keeping, by its path inside a sidecar with `_` between the steps. */
const names: ReadonlySet<string> = new Set([
  ...["policy", "policy_path", "policy_type", "policy_revision", "checkpoint"],
  ...["env", "env_type", "env_task", "environment_type", "environment_task", "task", "sim_version"],
  ...["seed", "batch_size", "n_episodes", "device"],
  ...["eval_seed", "eval_batch_size", "eval_n_episodes", "eval_device"],
  ...["eval_settings_seed", "eval_settings_batch_size"],
  ...["eval_settings_n_episodes", "eval_settings_device"],
  ...["tool", "tool_name", "tool_version", "tool_git_commit", "tool_git_sha", "tool_commit"],
  ...["git_commit", "lerobot_version", "timestamp", "timestamp_utc"],
]);

/**
 * What the file says about its own run and nothing in it proves. Values that may name a person, a
 * machine or a secret are left out.
 */
export function assertedBy({ root, body }: Found): Reading["asserted"] {
  const entries = sidecars.flatMap((sidecar) => {
    const value = body[sidecar] ?? root[sidecar];
    return isObject(value) ? flatten(value, [sidecar]) : [];
  });
  const kept: Record<string, string | number | boolean> = {};
  for (const [path, value] of entries) {
    if (Object.keys(kept).length === maxEntries) break;
    if (names.has(path.slice(1).join("_")) && assertable(value)) kept[path.join(".")] = value;
  }
  return kept;
}

/** Values down to two levels: `run_config.seed`, `provenance.tool.version`. */
function flatten(value: JsonObject, path: readonly string[]): [readonly string[], unknown][] {
  return Object.entries(value).flatMap(([key, child]): [readonly string[], unknown][] => {
    const here = [...path, key];
    return isObject(child) && path.length < 2 ? flatten(child, here) : [[here, child]];
  });
}
