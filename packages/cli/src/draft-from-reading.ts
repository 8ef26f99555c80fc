import { suiteSize } from "@worldflux/evidence";
import { type EpisodeRecord, type Protocol, type Reading, taskName } from "@worldflux/schema";

/** Name for the only task of a file that names none. */
const UNNAMED = "unnamed_task";

/**
 * Fills a protocol with the tasks, episodes and seeds that a result file shows, and marks it as
 * drafted from results. A suite of which every task is recorded is named as a suite.
 */
export function draftFromReading(
  protocol: Protocol,
  source: string,
  reading: Reading,
  digest: string,
): Protocol {
  const { episodes } = reading;
  const seeds = episodes.flatMap((e) => (e.seed === null ? [] : [e.seed]));
  const seeded = seeds.length === episodes.length;
  return {
    ...protocol,
    benchmark: { ...protocol.benchmark, task_list: taskList(episodes) },
    execution: {
      ...protocol.execution,
      episodes_per_task: largestCell(episodes, seeded),
      seeds: seeded ? [...new Set(seeds)].sort((a, b) => a - b) : [],
      seed_policy: seeded ? "fixed_list" : "not_controlled",
    },
    evaluator: { name: reading.evaluator.name },
    drafted_from_results: { source, files: [digest] },
  };
}

function taskList(episodes: readonly EpisodeRecord[]): string[] {
  const suites = [...new Set(episodes.map((e) => e.suite))];
  return suites.flatMap((suite) => {
    const of = episodes.filter((e) => e.suite === suite);
    const tasks = [...new Set(of.map(taskName))];
    if (suite === null) return of.some((e) => e.task === null) ? [UNNAMED] : tasks;
    return suiteSize(suite) === tasks.length ? [suite] : tasks;
  });
}

/** Most records of one task, and of one seed where seeds are recorded. */
function largestCell(episodes: readonly EpisodeRecord[], seeded: boolean): number {
  const counts = new Map<string, number>();
  for (const e of episodes) {
    const key = JSON.stringify([e.suite, e.task, seeded ? e.seed : null]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()].reduce((most, n) => Math.max(most, n), 1);
}
