import type { EpisodeRecord } from "@worldflux/schema";

/** Fewest failures that show a limit: a single one may have been stopped early. */
const enough = 2;

/**
 * The time limit of each task, in simulated seconds, as its failures show it: lbm_eval stops every
 * failing episode of a task at the same time. A task whose failures differ has none.
 */
export function limitsOf(episodes: readonly EpisodeRecord[]): Map<string, number> {
  const limits = new Map<string, number>();
  for (const [task, times] of failureTimes(episodes)) {
    const [time] = times.keys();
    if (time !== undefined && times.size === 1 && (times.get(time) ?? 0) >= enough) {
      limits.set(task, time);
    }
  }
  return limits;
}

/** How many failures of each task took how long, to the microsecond. Crashes are no failures. */
export function failureTimes(
  episodes: readonly EpisodeRecord[],
): Map<string, ReadonlyMap<number, number>> {
  const byTask = new Map<string, Map<number, number>>();
  for (const { task, outcome, duration_seconds } of episodes) {
    if (outcome !== "failure" || duration_seconds === undefined) continue;
    const times = byTask.get(task ?? "") ?? new Map<number, number>();
    byTask.set(task ?? "", times);
    const time = Math.round(duration_seconds * 1e6) / 1e6;
    times.set(time, (times.get(time) ?? 0) + 1);
  }
  return byTask;
}
