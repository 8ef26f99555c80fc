import { logOrderChance, periodChance, smallestPeriod } from "./outcome-coincidence.ts";
import { type Found, grouped, key, type ReplicateRecord } from "./replicate-record.ts";

/**
 * Runs that agree in every outcome of every task, where the probability that two runs with these
 * numbers of successes do, times the number of pairs of runs, is at most alpha. Null with one run.
 */
export function identicalRuns(episodes: readonly ReplicateRecord[], alpha: number): Found | null {
  const runs = [...grouped(episodes, ({ run }) => key(run)).values()];
  if (runs.length < 2) return null;
  const pairs = (runs.length * (runs.length - 1)) / 2;
  const groups: number[][] = [];
  let largest: number | null = null;
  for (const same of matching(runs.map((run) => tasksOf(episodes, run)))) {
    const first = same[0] ?? [];
    const logChance = first.reduce((sum, task) => sum + logOrderChance(task.outcomes), 0);
    const chance = Math.min(1, Math.exp(logChance) * pairs);
    if (chance > alpha) continue;
    largest = Math.max(largest ?? 0, chance);
    for (const [at, { indices }] of first.entries()) {
      for (const position of indices.keys()) {
        groups.push(same.flatMap((run) => run[at]?.indices[position] ?? []));
      }
    }
  }
  return { groups, chance: largest };
}

/**
 * Tasks whose outcomes, within a run, repeat in a cycle, where the chance of so short a cycle, times
 * the number of sequences, is at most alpha. Null if none is long enough to show one.
 */
export function periodicOutcomes(
  episodes: readonly ReplicateRecord[],
  alpha: number,
): Found | null {
  const runs = [...grouped(episodes, ({ run }) => key(run ?? "")).values()];
  const sequences = runs.flatMap((run) => tasksOf(episodes, run));
  const long = sequences.filter(({ outcomes }) => outcomes.length >= 4);
  if (long.length === 0) return null;
  const groups: number[][] = [];
  let largest: number | null = null;
  for (const { indices, outcomes } of long) {
    const period = smallestPeriod(outcomes);
    if (period === null) continue;
    const chance = Math.min(1, periodChance(outcomes, period) * long.length);
    if (chance > alpha) continue;
    largest = Math.max(largest ?? 0, chance);
    for (let phase = 0; phase < period; phase++) {
      groups.push(indices.filter((_, position) => position % period === phase));
    }
  }
  return { groups, chance: largest };
}

interface TaskOutcomes {
  readonly task: string;
  readonly indices: readonly number[];
  readonly outcomes: readonly boolean[];
}

/** The outcomes of some episodes by task, tasks in the order of their names. */
function tasksOf(episodes: readonly ReplicateRecord[], of: readonly number[]): TaskOutcomes[] {
  const within = grouped(
    of.map((index) => episodes[index]),
    (record) => key(record?.task ?? ""),
  );
  return [...within]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([task, positions]) => {
      const indices = positions.flatMap((position) => of[position] ?? []);
      return { task, indices, outcomes: indices.map((index) => episodes[index]?.success === true) };
    });
}

/** Runs with the same tasks and outcomes, where there are two or more. */
function matching(runs: readonly TaskOutcomes[][]): TaskOutcomes[][][] {
  const alike = grouped(runs, (run) =>
    JSON.stringify(run.map(({ task, outcomes }) => [task, outcomes.map(Number).join("")])),
  );
  return [...alike.values()]
    .filter((same) => same.length > 1)
    .map((same) => same.flatMap((index) => [runs[index] ?? []]));
}
