import { sha256 } from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";
import { clip, type Fact, unknown } from "./fact.ts";
import { cellKey, recordedCells } from "./recorded-cells.ts";
import { type Side, taskKey } from "./side.ts";
import { versionFact } from "./version.ts";

/** Evaluators whose episode index names the initial state, whatever the policy does. */
const fixedByIndex: ReadonlySet<string> = new Set(["lbm_eval"].map(comparableName));

/**
 * What a side says about the state in which its episodes started: the state of each episode where
 * `episode_results.jsonl` has it, else what the file asserts of the whole run, else an evaluator
 * that is known to fix it by the index.
 */
export function startFact(side: Side): Fact {
  const { input, evidence } = side;
  if (input === undefined) return unknown("audit_input.json is not at hand");
  if (input.not_recorded.includes("initial_state")) return unknown("the file does not record them");
  if (evidence.labels.some(({ code }) => code === "initial_state_by_version")) {
    return unknown("which state an index stands for changed between versions of the evaluator");
  }
  const each = statesOfEpisodes(side);
  if (each !== undefined) return each;
  const said = input.asserted["initial_state"];
  if (said !== undefined) {
    return { value: clip(String(said)), origin: "recorded", key: `said ${said}` };
  }
  const { name } = input.source.evaluator;
  if (!fixedByIndex.has(comparableName(name))) {
    return unknown("they stand in episode_results.jsonl, which is not at hand or lacks some");
  }
  const version = versionFact(side);
  if (version.value === null) {
    return unknown(
      "the index fixes them, but differently in each version, and which ran is unknown",
    );
  }
  return {
    value: `fixed by the index (${clip(name, 60)} ${version.value})`,
    origin: "recorded",
    key: `${byIndex} ${version.key}`,
  };
}

const byIndex = "by index";

/** True where index alone tells the start, so that no seed is needed to pair episodes. */
export function startsByCell(fact: Fact): boolean {
  return fact.value !== null && (fact.key.startsWith(byIndex) || fact.key.startsWith("sha256:"));
}

/** Undefined unless every recorded cell has a state. */
function statesOfEpisodes({ episodes, cells }: Side): Fact | undefined {
  if (episodes === undefined || cells === null) return undefined;
  const seeded = cells.conformance.matched_by !== "task_index";
  const states = new Map<string, unknown>();
  for (const { suite, task, seed, index, attempt, metadata } of episodes) {
    const state = metadata?.["initial_state"];
    const key = cellKey(taskKey({ suite, task }), seeded ? seed : null, index);
    if (state !== undefined && attempt === 0 && !states.has(key)) states.set(key, state);
  }
  const wanted = recordedCells(cells).map(({ key }) => key);
  if (wanted.length === 0 || !wanted.every((key) => states.has(key))) return undefined;
  const list = wanted.sort().map((key) => [key, states.get(key)]);
  return {
    value: `one for each of ${list.length} cells`,
    origin: "recorded",
    key: sha256(JSON.stringify(list)),
  };
}
