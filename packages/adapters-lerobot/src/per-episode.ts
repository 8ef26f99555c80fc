import { inconsistent, type JsonObject } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { parseRaw, RawAggregate, RawEpisode, RawVideoPaths } from "./parse.ts";
import { measured, type Task } from "./task.ts";

/** Shape L1: one list of episodes, no tasks. */
export function readPerEpisode(file: string, body: JsonObject): Task {
  // `detect` saw that it is a list.
  const list = body["per_episode"] as readonly unknown[];
  const raws = list.map((value, i) => parseRaw(RawEpisode, value, file, ["per_episode", i]));
  checkNumbering(file, raws);
  checkSeeds(file, raws);

  const seen = new Map<number, number>();
  const episodes = raws.map((raw) => {
    const seed = raw.seed ?? null;
    const repetition = seed === null ? raw.episode_ix : (seen.get(seed) ?? 0);
    if (seed !== null) seen.set(seed, repetition + 1);
    const facts: Record<string, number> = seed === null ? {} : { episode_ix: raw.episode_ix };
    return {
      suite: null,
      task: null,
      index: repetition,
      seed,
      attempt: 0,
      ...measured(raw, facts),
    };
  });
  return {
    suite: null,
    task: null,
    place: ["aggregated"],
    aggregate: parseRaw(RawAggregate, body["aggregated"], file, ["aggregated"]),
    episodes,
    videoPaths: parseRaw(RawVideoPaths, body["video_paths"], file, ["video_paths"]) ?? [],
    numericOutcomes: raws.filter((raw) => typeof raw.success === "number").length,
  };
}

function checkNumbering(file: string, raws: readonly RawEpisode[]): void {
  const seen = new Map<number, number>();
  for (const [i, { episode_ix }] of raws.entries()) {
    const before = seen.get(episode_ix);
    if (before !== undefined) {
      throw new WorldFluxError(
        "WF_EPISODE_DUPLICATED",
        `${file}: per_episode[${i}].episode_ix is ${episode_ix}, and so is per_episode[${before}].episode_ix`,
        { hint: "hand in each run as a file of its own, as lerobot-eval wrote it" },
      );
    }
    seen.set(episode_ix, i);
  }
  const wrong = raws.findIndex(({ episode_ix }, i) => episode_ix !== i);
  const raw = raws[wrong];
  if (raw === undefined) return;
  throw inconsistent(
    file,
    ["per_episode", wrong, "episode_ix"],
    `${raw.episode_ix} where ${wrong} is due: episodes are missing or out of order`,
  );
}

function checkSeeds(file: string, raws: readonly RawEpisode[]): void {
  const recorded = (raw: RawEpisode | undefined) => typeof raw?.seed === "number";
  const wrong = raws.findIndex((raw) => recorded(raw) !== recorded(raws[0]));
  if (wrong === -1) return;
  throw inconsistent(
    file,
    ["per_episode", wrong, "seed"],
    `a seed is recorded for ${recorded(raws[0]) ? "the episodes before, but not for this one" : "this episode, but not for those before"}`,
  );
}
