import { inconsistent, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { elided, type PythonValue } from "./python-literal.ts";

/** The printed tuple of one environment. */
export interface Result {
  readonly env: string;
  /** In the order in which the episodes finished. */
  readonly outcomes: readonly boolean[];
  /** How many outcomes were printed as 0 or 1. */
  readonly numericOutcomes: number;
  /** Lists with one entry an episode, by name. */
  readonly infos: ReadonlyMap<InfoName, readonly (number | boolean)[]>;
  /** Infos that are unknown or hold no number or boolean for each episode. */
  readonly unreadInfos: number;
}

/** Infos that are read, each a list with one entry an episode. */
type InfoName = "episode_lengths" | "episode_rewards" | "q_score" | "task_progress" | "valid";

/** False for an episode that the environment called invalid. */
export function isValid({ infos }: Result, i: number): boolean {
  return infos.get("valid")?.[i] !== false;
}

/**
 * Reads `('<env>', [<bool>, ...], {'<info>': [...]})`.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN for another tuple, WF_NO_EPISODES for an empty list,
 * WF_EPISODES_INCONSISTENT for an outcome that is none and for a list of another length
 */
export function readResult(value: PythonValue, where: string): Result {
  const [env, outcomes, infos, ...rest] = Array.isArray(value) ? value : [];
  const known = typeof env === "string" && Array.isArray(outcomes) && infos instanceof Map;
  if (!known || rest.length > 0) {
    throw new WorldFluxError(
      "WF_SHAPE_UNKNOWN",
      `${where}: expected the name of an environment, a list of outcomes and a dict, found ${shown(value)}`,
      { hint: "hand in the log as rollout_policy.py printed it" },
    );
  }
  if (outcomes.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${where}: ${quote(env)} has no episode`, {
      hint: "run this environment again with at least one episode",
    });
  }
  const lists = listsOf(infos, outcomes.length, where);
  return {
    env,
    outcomes: outcomes.map((outcome, i) => readOutcome(outcome, i, where)),
    numericOutcomes: outcomes.filter((outcome) => typeof outcome === "number").length,
    infos: lists,
    unreadInfos: infos.size - lists.size,
  };
}

function readOutcome(outcome: PythonValue, i: number, where: string): boolean {
  if (typeof outcome === "boolean") return outcome;
  if (outcome === 0 || outcome === 1) return outcome === 1;
  throw inconsistent(where, ["results", 1, i], `expected True or False, found ${shown(outcome)}`);
}

function listsOf(
  infos: ReadonlyMap<PythonValue, PythonValue>,
  episodes: number,
  where: string,
): Result["infos"] {
  const lists = new Map<InfoName, (number | boolean)[]>();
  for (const [name, isEntry] of readable) {
    const list = infos.get(name);
    if (!Array.isArray(list) || !list.every(isEntry)) {
      // Reading on without it would count episodes that the environment called invalid.
      if (name === "valid" && list !== undefined) {
        throw inconsistent(where, ["results", 2, name], "expected a list of True and False");
      }
      continue;
    }
    if (list.length !== episodes) {
      const what = `${list.length} entries for ${episodes} episodes`;
      throw inconsistent(where, ["results", 2, name], what);
    }
    lists.set(name, list);
  }
  return lists;
}

const isNumber = (value: PythonValue) => typeof value === "number";
const readable: readonly [InfoName, (value: PythonValue) => boolean][] = [
  ["episode_lengths", isNumber],
  ["episode_rewards", isNumber],
  ["q_score", isNumber],
  ["task_progress", isNumber],
  ["valid", (value) => typeof value === "boolean"],
];

/** A value for a message. */
function shown(value: PythonValue): string {
  if (value === elided) return "..., which numpy prints in place of values";
  return value === null ? "None" : quote(value);
}
