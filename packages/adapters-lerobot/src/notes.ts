import { isObject } from "@worldflux/adapter-kit";
import type { EpisodeRecord, ReadingNote } from "@worldflux/schema";
import type { Found } from "./detect.ts";
import type { Task } from "./task.ts";

type Episodes = readonly EpisodeRecord[];

/** Fewest episodes for which "every one failed" is odd. */
const manyEpisodes = 10;

/** What is odd about a file that could still be read. */
export function notesOn(
  found: Found,
  tasks: readonly Task[],
  episodes: Episodes,
  absent: readonly string[],
  asserted: number,
): ReadingNote[] {
  const details: [code: string, detail: string | undefined][] = [
    ["wrapped", wrapped(found)],
    ["aggregate_absent", aggregateAbsent(absent)],
    ["success_as_number", successAsNumber(tasks)],
    ["seeds_repeated", seedsRepeated(episodes)],
    ["rewards_not_finite", rewardsNotFinite(episodes)],
    ["all_failed_and_fast", allFailed(found, episodes)],
    ["sidecar_asserted", sidecarAsserted(asserted)],
    ["initial_state_by_version", initialStateByVersion(tasks)],
  ];
  return details.flatMap(([code, detail]) => (detail === undefined ? [] : [{ code, detail }]));
}

function wrapped({ root, body }: Found): string | undefined {
  if (root === body) return undefined;
  return "the evaluation stands one level down, under a key that LeRobot does not write";
}

function aggregateAbsent(absent: readonly string[]): string | undefined {
  if (absent.length === 0) return undefined;
  const more = absent.length > 8 ? ` and ${absent.length - 8} more` : "";
  return `not in the file, so not checked: ${absent.slice(0, 8).join(", ")}${more}`;
}

function successAsNumber(tasks: readonly Task[]): string | undefined {
  const count = tasks.reduce((sum, task) => sum + task.numericOutcomes, 0);
  if (count === 0) return undefined;
  return `${count} outcomes are written as 0 or 1; LeRobot writes false or true`;
}

function seedsRepeated(episodes: Episodes): string | undefined {
  const seeds = episodes.flatMap(({ seed }) => (seed === null ? [] : [seed]));
  const distinct = new Set(seeds).size;
  if (distinct === seeds.length) return undefined;
  return `${seeds.length} episodes share ${distinct} seeds; LeRobot gives each episode a seed of its own`;
}

function rewardsNotFinite(episodes: Episodes): string | undefined {
  const isMissing = (name: string) => name.endsWith("_reward_missing");
  const count = episodes.reduce(
    (sum, { metadata = {} }) => sum + Object.keys(metadata).filter(isMissing).length,
    0,
  );
  if (count === 0) return undefined;
  return `${count} rewards are NaN, infinite or null; they are recorded as missing, and LeRobot's averages leave NaN out`;
}

function allFailed({ body }: Found, episodes: Episodes): string | undefined {
  if (episodes.length < manyEpisodes) return undefined;
  if (episodes.some(({ outcome }) => outcome !== "failure")) return undefined;
  const aggregate = body["overall"] ?? body["aggregated"];
  const seconds = isObject(aggregate) ? aggregate["eval_ep_s"] : undefined;
  const speed = Number.isFinite(seconds) ? ` at ${Number(seconds).toFixed(1)} s an episode` : "";
  return `all ${episodes.length} episodes failed${speed}: an episode that fails should run to the step limit, so check that the environment and the policy started at all`;
}

function sidecarAsserted(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} values are what the file says about its own run; nothing in it proves them`;
}

/** The file names no version, so it cannot say what its indexes refer to. */
function initialStateByVersion(tasks: readonly Task[]): string | undefined {
  if (!tasks.some(({ suite }) => suite?.startsWith("libero_"))) return undefined;
  return "which initial state of LIBERO an index means differs between LeRobot 0.4.0 to 0.4.2, 0.4.3, 0.4.4 to 0.6.0 and 0.6.1 or later, and the file does not say which one wrote it. Do not pair episodes of two runs by index unless both are of 0.6.1 or later.";
}
