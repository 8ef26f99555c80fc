import type { ReadingNote } from "@worldflux/schema";
import type { Collected, Rollout } from "./collect.ts";
import { isValid } from "./result.ts";

/** What is odd about rollouts that could still be read. */
export function notesOn(collected: Collected, otherFiles: number): ReadingNote[] {
  const { rollouts } = collected;
  const details: [code: string, detail: string | undefined][] = [
    ["run_unfinished", runUnfinished(collected)],
    ["completion_order", completionOrder],
    ["early_stop_bias", earlyStopBias(collected)],
    ["more_than_planned", moreThanPlanned(rollouts)],
    ["libero_states_not_fixed", liberoStates(rollouts)],
    ["lockstep_scenes", lockstepScenes(rollouts)],
    ["invalid_episodes", invalidEpisodes(rollouts)],
    ["length_unit_unknown", lengthUnit(rollouts)],
    ["rate_absent", rateAbsent(rollouts)],
    ["success_as_number", successAsNumber(rollouts)],
    ["rewards_not_finite", rewardsNotFinite(rollouts)],
    ["infos_not_read", infosNotRead(rollouts)],
    ["restarted", restarted(collected)],
    ["files_without_results", filesWithoutResults(otherFiles)],
  ];
  return details.flatMap(([code, detail]) => (detail === undefined ? [] : [{ code, detail }]));
}

const completionOrder =
  "episodes stand in the order in which they finished, so quick successes come first and the number of an episode names no start: pairing two runs by it means nothing";

function runUnfinished({ unfinished }: Collected): string | undefined {
  if (unfinished.length === 0) return undefined;
  return `${unfinished.length} environments have printed no results; their planned episodes are pending`;
}

function earlyStopBias({ rollouts, unfinished }: Collected): string | undefined {
  const starts = [...rollouts.map(({ start }) => start), ...unfinished];
  if (starts.every((start) => start?.environments === 1)) return undefined;
  const runs = new Set(
    starts.map((start) =>
      start === undefined ? "unknown" : `${start.episodes} in ${start.environments}`,
    ),
  );
  const more = runs.size > 8 ? ` and ${runs.size - 8} more` : "";
  return `a run stops when enough episodes have finished in its parallel environments and drops those still running; failures run longest, so the rate reads high. Simulated, a true 50 % reads about 54 % with 50 episodes in 8 environments, 60 % with 10 in 5, 64 % with 50 in 50, 50.5 % with 200 in 5 and 50 % in 1. Here (episodes in environments): ${[...runs].slice(0, 8).join(", ")}${more}`;
}

function moreThanPlanned(rollouts: readonly Rollout[]): string | undefined {
  const longer = rollouts.filter(
    ({ start, outcomes }) => start !== undefined && outcomes.length > start.episodes,
  );
  const [first] = longer;
  if (first === undefined) return undefined;
  return `${longer.length} of ${rollouts.length} environments hold more episodes than asked for (${first.outcomes.length} for ${first.start?.episodes} in the first): all that finished in the last step are printed, and all of them are counted`;
}

function liberoStates(rollouts: readonly Rollout[]): string | undefined {
  if (!rollouts.some(({ env }) => env.startsWith("libero_sim"))) return undefined;
  return "GR00T's LIBERO environment never sets LIBERO's 50 fixed initial states and ignores the seed: the starts are other ones than those of evaluators that set them, under the same names";
}

function lockstepScenes(rollouts: readonly Rollout[]): string | undefined {
  const simpler = rollouts.filter(({ env }) => env.startsWith("simpler_env"));
  if (simpler.every(({ start }) => start?.environments === 1)) return undefined;
  return "until May 2026 parallel SimplerEnv environments all reset to the same scenes, so the number of different scenes may be a fraction of the number of episodes";
}

function invalidEpisodes(rollouts: readonly Rollout[]): string | undefined {
  if (!rollouts.some(({ infos }) => infos.has("valid"))) return undefined;
  const count = rollouts.reduce(
    (sum, rollout) => sum + rollout.outcomes.filter((_, i) => !isValid(rollout, i)).length,
    0,
  );
  return `the environment judges episodes as valid or not; GR00T drops and replaces the invalid ones before it prints, so how many there were is not known (${count} are in the list)`;
}

function lengthUnit(rollouts: readonly Rollout[]): string | undefined {
  if (!rollouts.some(({ infos }) => infos.has("episode_lengths"))) return undefined;
  return "episode_length is in action chunks or in environment steps, as N1.7's code of the day had it";
}

function rateAbsent(rollouts: readonly Rollout[]): string | undefined {
  const count = rollouts.filter(({ rated }) => !rated).length;
  if (count === 0) return undefined;
  return `${count} of ${rollouts.length} lists of outcomes have no success rate after them, so it was not checked`;
}

function successAsNumber(rollouts: readonly Rollout[]): string | undefined {
  const count = rollouts.reduce((sum, { numericOutcomes }) => sum + numericOutcomes, 0);
  if (count === 0) return undefined;
  return `${count} outcomes are printed as 0 or 1; GR00T prints False or True`;
}

function rewardsNotFinite(rollouts: readonly Rollout[]): string | undefined {
  const rewards = rollouts.flatMap(({ infos }) => infos.get("episode_rewards") ?? []);
  const count = rewards.filter((at) => typeof at === "number" && !Number.isFinite(at)).length;
  if (count === 0) return undefined;
  return `${count} rewards are NaN or infinite and are recorded as missing`;
}

function infosNotRead(rollouts: readonly Rollout[]): string | undefined {
  const count = rollouts.reduce((sum, { unreadInfos }) => sum + unreadInfos, 0);
  if (count === 0) return undefined;
  return `${count} entries beside the outcomes were not read: unknown, shortened, or without one number an episode`;
}

function restarted({ restarts }: Collected): string | undefined {
  if (restarts === 0) return undefined;
  return `${restarts} runs were started and started again before they printed a result; what their episodes were is lost`;
}

function filesWithoutResults(count: number): string | undefined {
  if (count === 0) return undefined;
  return `${count} other files were not read or hold no rollout`;
}
