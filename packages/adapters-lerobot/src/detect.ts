import { isObject, type JsonObject, keysOf, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

/** A shape that LeRobot has written; see `docs/adapters/lerobot.md`. */
type ShapeId = "L1" | "L2" | "L3" | "L4";

/** The evaluation that was found in a file. */
export interface Found {
  readonly shape: ShapeId;
  /** The object that holds `per_episode` or `per_task`. */
  readonly body: JsonObject;
  /** The whole file; the same object as `body` unless somebody wrapped it. */
  readonly root: JsonObject;
}

/**
 * Recognises the shape of a file by its keys.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN, naming the keys found and the shapes accepted, or
 * WF_AGGREGATE_ONLY
 */
export function detect(value: unknown, file: string): Found {
  if (!isObject(value)) {
    throw unknownShape(`${file} holds ${quote(value)}, not the object that LeRobot writes`);
  }
  const body = hasEpisodes(value) ? alone(value, file) : unwrap(value, file);
  return { shape: shapeOf(body, file), body, root: value };
}

function hasEpisodes(value: unknown): boolean {
  return isObject(value) && (hasKey(value, "per_task") || hasKey(value, "per_episode"));
}

/** Another evaluation beside this one would go unread. */
function alone(root: JsonObject, file: string): JsonObject {
  if (!Object.values(root).some(hasEpisodes)) return root;
  throw unknownShape(`${file} holds an evaluation inside another (${keysOf(root)})`, {
    hint: "save each evaluation as a file of its own and hand in one of them",
  });
}

/** People keep several results in one file, each under the name of its run. */
function unwrap(root: JsonObject, file: string): JsonObject {
  const inner = Object.values(root).filter(isObject).filter(hasEpisodes);
  if (inner.length > 1) {
    throw unknownShape(`${file} holds ${inner.length} evaluations under ${keysOf(root)}`, {
      hint: "save each evaluation as a file of its own and hand in one of them",
    });
  }
  if (inner[0] !== undefined) return inner[0];
  if (hasKey(root, "micro") && hasKey(root, "macro")) {
    throw unknownShape(
      `${file} has micro and macro: the format of one day in March 2024, never in a release`,
      { hint: "run the evaluation again with a released LeRobot" },
    );
  }
  if (["overall", "aggregated", "per_group"].some((key) => hasKey(root, key))) {
    throw new WorldFluxError(
      "WF_AGGREGATE_ONLY",
      `${file} has aggregates (${keysOf(root)}) but no per_task or per_episode: aggregates alone cannot be recomputed`,
      { hint: "hand in the whole eval_info.json that lerobot-eval wrote" },
    );
  }
  throw unknownShape(`${file} has ${keysOf(root)}, which is not what LeRobot writes`);
}

function shapeOf(body: JsonObject, file: string): ShapeId {
  const { per_task, per_episode, aggregated, overall, per_group } = body as Partial<
    Record<string, unknown>
  >;
  if (per_task !== undefined && per_episode !== undefined) {
    throw unknownShape(`${file} has per_task and per_episode at once (${keysOf(body)})`);
  }
  if (per_episode !== undefined) {
    if (Array.isArray(per_episode) && isObject(aggregated)) return "L1";
    throw unknownShape(
      `${file} has ${keysOf(body)}: per_episode is ${quote(per_episode)} and aggregated is ${quote(aggregated)}`,
    );
  }
  if (!Array.isArray(per_task) || !isObject(overall)) {
    throw unknownShape(
      `${file} has ${keysOf(body)}: per_task is ${quote(per_task)} and overall is ${quote(overall)}`,
    );
  }
  const groups = isObject(per_group) ? Object.values(per_group) : [];
  const aggregates = [overall, ...groups, ...per_task].filter(isObject);
  if (aggregates.some((at) => hasKey(at, "n_success") || hasKey(at, "pc_success_ci95"))) {
    return "L4";
  }
  const metrics = aggregates.map((at) => at["metrics"]).filter(isObject);
  if ([...aggregates, ...metrics].some((at) => hasKey(at, "predicted_video_paths"))) return "L3";
  return "L2";
}

function hasKey(value: JsonObject, key: string): boolean {
  return Object.hasOwn(value, key);
}

function unknownShape(what: string, { hint = accepted } = {}): WorldFluxError {
  return new WorldFluxError("WF_SHAPE_UNKNOWN", what, { hint });
}

const accepted =
  "hand in the eval_info.json that lerobot-eval wrote: a list per_task with an object overall, or a list per_episode with an object aggregated";
