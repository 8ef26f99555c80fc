import { publicName, quote } from "@worldflux/adapter-kit";
import { type EpisodeRecord, WorldFluxError } from "@worldflux/schema";
import type { Rollout } from "./collect.ts";
import { isValid } from "./result.ts";
import type { Start } from "./scan-log.ts";

/** Infos that become metadata, with their names there. */
const metadataNames = [
  ["episode_lengths", "episode_length"],
  ["task_progress", "task_progress"],
  ["q_score", "q_score"],
] as const;

/** Most episodes that are listed as pending. */
const maxPending = 100_000;

/** The episodes of an environment, in the order in which they finished. */
export function episodesOf(rollout: Rollout): EpisodeRecord[] {
  const name = splitName(rollout.env, rollout.where);
  return rollout.outcomes.map((success, index) => ({
    ...name,
    index,
    seed: null,
    attempt: 0,
    outcome: isValid(rollout, index) ? (success ? "success" : "failure") : "not_applicable",
    ...measured(rollout, index),
  }));
}

/**
 * The planned episodes of environments whose results were never printed.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT for a plan that no run would have
 */
export function pendingEpisodes(starts: readonly Start[]): EpisodeRecord[] {
  let planned = 0;
  for (const { env, episodes, where } of starts) {
    planned += episodes;
    if (planned <= maxPending) continue;
    throw new WorldFluxError(
      "WF_EPISODES_INCONSISTENT",
      `${where}: ${episodes} episodes of ${quote(env)} make ${planned} that are pending`,
      { hint: `hand in a log with at most ${maxPending} pending episodes` },
    );
  }
  return starts.flatMap(({ env, episodes, where }) => {
    const name = splitName(env, where);
    return Array.from({ length: episodes }, (_, index) => ({
      ...name,
      index,
      seed: null,
      attempt: 0,
      outcome: "pending" as const,
    }));
  });
}

/** `libero_sim/open_drawer` is the task `open_drawer` of the suite `libero_sim`. */
function splitName(env: string, where: string): Pick<EpisodeRecord, "suite" | "task"> {
  publicName(env, where);
  const slash = env.indexOf("/");
  if (slash === -1) return { suite: null, task: env };
  return {
    suite: publicName(env.slice(0, slash), where),
    task: publicName(env.slice(slash + 1), where),
  };
}

function measured(rollout: Rollout, i: number): Partial<EpisodeRecord> {
  const metadata: NonNullable<EpisodeRecord["metadata"]> = {};
  for (const [info, name] of metadataNames) {
    const value = rollout.infos.get(info)?.[i];
    if (typeof value === "number") metadata[name] = finite(value) ? value : String(value);
  }
  const reward = rollout.infos.get("episode_rewards")?.[i];
  if (typeof reward === "number" && !finite(reward)) metadata["sum_reward_missing"] = `${reward}`;
  return {
    ...(typeof reward === "number" ? { sum_reward: finite(reward) ? reward : null } : {}),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

function finite(value: number): boolean {
  return Number.isFinite(value);
}
