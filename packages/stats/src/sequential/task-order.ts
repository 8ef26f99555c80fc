import { logGamma } from "../special/gamma.ts";

/** How often each task occurs, in the order of first occurrence. */
export function countTasks(tasks: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const task of tasks) counts.set(task, (counts.get(task) ?? 0) + 1);
  return counts;
}

/**
 * Whether the tasks come in rounds: each episode of a task only after all tasks had as many as it
 * had. The last round may be incomplete.
 */
export function comesInRounds(tasks: readonly string[]): boolean {
  const { size } = countTasks(tasks);
  const seen = new Map<string, number>();
  return tasks.every((task, at) => {
    const before = seen.get(task) ?? 0;
    seen.set(task, before + 1);
    return before === Math.floor(at / size);
  });
}

/**
 * Whether there are too few changes of task for an order drawn at random: fewer than happen with
 * probability 0.001.
 *
 * The number of runs over all arrangements has mean n + 1 - S2/n and variance
 * (S2 (S2 + n (n + 1)) - 2 n S3 - n^3)/(n^2 (n - 1)), with Sj the sum of the j-th powers of the
 * tasks' counts (Wald & Wolfowitz 1940; Mood 1940, Ann. Math. Statist. 11). One run a task is
 * judged by its exact chance instead.
 */
export function looksSorted(tasks: readonly string[]): boolean {
  const counts = [...countTasks(tasks).values()];
  const n = tasks.length;
  if (counts.length < 2 || counts.length === n) return false;
  const runs = tasks.filter((task, at) => task !== tasks[at - 1]).length;
  if (runs === counts.length) {
    let log = logGamma(counts.length + 1) - logGamma(n + 1);
    for (const count of counts) log += logGamma(count + 1);
    if (log < Math.log(0.001)) return true;
  }
  const [square, cube] = [2, 3].map((power) => counts.reduce((sum, c) => sum + c ** power, 0));
  const s2 = square ?? 0;
  const variance = (s2 * (s2 + n * (n + 1)) - 2 * n * (cube ?? 0) - n ** 3) / (n * n * (n - 1));
  // 3.09 standard deviations leave 0.001 below.
  return runs < n + 1 - s2 / n - 3.09 * Math.sqrt(Math.max(0, variance));
}

/**
 * The positions of the episodes in blocks: block t holds the t-th episode of every task, as far as
 * all tasks have one. The rest is left out.
 */
export function blockPositions(tasks: readonly string[]): readonly number[] {
  const positions = new Map<string, number[]>();
  tasks.forEach((task, at) => {
    const own = positions.get(task);
    if (own) own.push(at);
    else positions.set(task, [at]);
  });
  const columns = [...positions.values()];
  const blocks = columns.length === 0 ? 0 : Math.min(...columns.map((own) => own.length));
  return Array.from({ length: blocks }, (_, t) => columns.map((own) => own[t] ?? 0)).flat();
}
