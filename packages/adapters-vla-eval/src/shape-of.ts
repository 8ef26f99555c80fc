import { isObject, type JsonObject, keysOf, quote } from "@worldflux/adapter-kit";
import { type ErrorCode, WorldFluxError } from "@worldflux/schema";
import type { ShapeId } from "./result.ts";

const accepted =
  "hand in the result that vla-eval saved: an object with benchmark, mode and tasks, each task with its episodes; or the recording-<id>.sqlite of the run";

/**
 * Recognises the shape of a result by its keys, never by `harness_version`: development versions
 * of one number wrote different shapes.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN, WF_LEADERBOARD or WF_AGGREGATE_ONLY
 */
export function shapeOf(value: unknown, file: string): { shape: ShapeId; root: JsonObject } {
  if (!isObject(value)) {
    throw refused("WF_SHAPE_UNKNOWN", `${file} holds ${quote(value)}, not what vla-eval writes`);
  }
  const { benchmark, tasks, results } = value as Partial<Record<string, unknown>>;
  if (Array.isArray(results) && results.some(isLeaderboardEntry)) {
    throw new WorldFluxError(
      "WF_LEADERBOARD",
      `${file} is a leaderboard: scores copied from papers, not recorded episodes`,
      { hint: "hand in the result file of the evaluation itself" },
    );
  }
  if (typeof benchmark === "string" && Array.isArray(tasks)) {
    const entries = tasks.filter(isObject);
    if (entries.length > 0 && !entries.some(({ episodes }) => Array.isArray(episodes))) {
      throw withoutEpisodes(file, "no task has a list of episodes");
    }
    return { shape: shapeOfEpisodes(value, entries), root: value };
  }
  if (Object.hasOwn(value, "mean_success") || Object.hasOwn(value, "overall_success_rate")) {
    throw withoutEpisodes(file, "there is no list of tasks");
  }
  throw refused(
    "WF_SHAPE_UNKNOWN",
    `${file} has ${keysOf(value)}, which is not what vla-eval writes`,
  );
}

function shapeOfEpisodes(root: JsonObject, tasks: readonly JsonObject[]): ShapeId {
  const has = (key: string) => Object.hasOwn(root, key);
  const list = tasks
    .map(({ episodes }) => episodes)
    .find((at) => Array.isArray(at) && at.length > 0);
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  const inFirst = (key: string) => isObject(first) && Object.hasOwn(first, key);
  if (has("num_errors")) return "G3";
  if (has("eval_id") || has("num_episodes_total") || inFirst("sid")) return "G2";
  if (has("overall_success_rate") || inFirst("success")) return "G0";
  return "G1";
}

function isLeaderboardEntry(entry: unknown): boolean {
  return (
    isObject(entry) && ["overall_score", "suite_scores"].some((key) => Object.hasOwn(entry, key))
  );
}

function withoutEpisodes(file: string, why: string): WorldFluxError {
  return refused("WF_AGGREGATE_ONLY", `${file} has rates, but ${why}: they cannot be recomputed`);
}

function refused(code: ErrorCode, what: string): WorldFluxError {
  return new WorldFluxError(code, what, { hint: accepted });
}
