import { suiteSize, tabulateEpisodes } from "@worldflux/evidence";
import { type AuditTask, type Protocol, type Reading, taskName } from "@worldflux/schema";

/** Name for the only task of a file that names none. */
const UNNAMED = "unnamed_task";

/**
 * Fills a protocol with the tasks, episodes and seeds that result files show, and marks it as
 * drafted from results. A suite of which every task is recorded is named as a suite.
 */
export function draftFromReading(
  protocol: Protocol,
  source: string,
  reading: Reading,
  digests: readonly string[],
): Protocol {
  const { tasks } = tabulateEpisodes(reading.episodes);
  const seeded = tasks.every((task) => task.seed?.every((seed) => seed !== null) ?? false);
  const seeds = new Set(seeded ? tasks.flatMap((task) => [...new Set(task.seed)]) : []);
  return {
    ...protocol,
    benchmark: { ...protocol.benchmark, task_list: taskList(tasks) },
    execution: {
      ...protocol.execution,
      episodes_per_task: largestCell(tasks, seeded),
      seeds: [...seeds].map(Number).sort((a, b) => a - b),
      seed_policy: seeded ? "fixed_list" : "not_controlled",
    },
    evaluator: { name: reading.evaluator.name },
    drafted_from_results: { source, files: [...digests] },
  };
}

function taskList(tasks: readonly AuditTask[]): string[] {
  const suites = [...new Set(tasks.map((task) => task.suite))];
  return suites.flatMap((suite) => {
    const of = tasks.filter((task) => task.suite === suite);
    if (suite === null) {
      return of.some(({ task }) => task === null) ? [UNNAMED] : of.map(taskName);
    }
    return suiteSize(suite) === of.length ? [suite] : of.map(taskName);
  });
}

/** Most records of one task, and of one seed where seeds are recorded. */
function largestCell(tasks: readonly AuditTask[], seeded: boolean): number {
  let most = 1;
  for (const { outcomes, seed } of tasks) {
    const counts = new Map<number | null, number>();
    for (let i = 0; i < outcomes.length; i++) {
      const key = seeded ? (seed?.[i] ?? null) : null;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count > most) most = count;
    }
  }
  return most;
}
