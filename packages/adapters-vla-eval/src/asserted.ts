import { assertable, isObject, type JsonObject } from "@worldflux/adapter-kit";
import type { Reading } from "@worldflux/schema";
import type { Result } from "./result.ts";

/** What is worth keeping of the result itself, and of the objects in it. */
const kept: readonly (readonly [
  prefix: string,
  path: readonly string[],
  keys: readonly string[],
])[] = [
  ["", [], ["benchmark", "mode", "harness_version", "shard_harness_version", "created_at"]],
  ["shard_created_at.", ["shard_created_at"], ["first", "last"]],
  [
    "config.",
    ["config"],
    ["benchmark", "episodes_per_task", "max_steps", "max_tasks", "hz", "throughput_mode", "paced"],
  ],
  ["config.params.", ["config", "params"], ["seed", "suite", "success_mode", "num_steps_wait"]],
  [
    "server_info.",
    ["server_info"],
    [
      ...["model", "model_name", "model_id", "model_server", "model_path", "name", "policy"],
      ...["checkpoint", "revision", "version", "harness_version"],
    ],
  ],
  ["render.", ["render"], ["requested", "divergent"]],
];

/** What the file says about its own run and nothing in it proves. */
export function assertedBy(result: Result): Reading["asserted"] {
  const root: JsonObject = { ...result.root, config: result.config };
  const entries = kept.flatMap(([prefix, path, keys]) => {
    const at = path.reduce<unknown>((of, key) => (isObject(of) ? of[key] : undefined), root);
    if (!isObject(at)) return [];
    return keys.flatMap((key): [string, string | number | boolean][] => {
      const value = Object.hasOwn(at, key) ? at[key] : undefined;
      return assertable(value) ? [[prefix + key, value]] : [];
    });
  });
  return Object.fromEntries(entries);
}
