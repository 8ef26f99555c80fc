import { checkStored, type JsonObject, type Place, placeOf, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import type { Task } from "./task.ts";
import { wilson, z95 } from "./wilson.ts";

/**
 * Checks what the file stores about some tasks: counts, rate, interval, averages. Returns the
 * place of the rate if it is absent.
 *
 * @throws WorldFluxError WF_AGGREGATE_MISMATCH
 */
export function checkAggregate(
  file: string,
  place: Place,
  stored: JsonObject,
  tasks: readonly Task[],
  otherRates: Readonly<Record<string, number>> = {},
): string[] {
  const episodes = tasks.flatMap((task) => task.episodes);
  const n = episodes.length;
  const k = countSuccesses(tasks);
  const percent = (100 * k) / n;

  const check = (
    key: string,
    recomputed: number,
    tolerance: number,
    explanations: Record<string, number> = {},
  ) => {
    // LeRobot gives a rate of nothing as NaN; other programs write null.
    const nothing = stored[key] === null || Number.isNaN(stored[key]);
    if (!Object.hasOwn(stored, key) || (Number.isNaN(recomputed) && nothing)) return;
    const where = placeOf([...place, key]);
    checkStored(file, { where, stored: stored[key], recomputed, tolerance, explanations });
  };

  check("n_episodes", n, 0, { "the number of tasks": tasks.length, "the successes": k });
  check("n_success", k, 0, { "the failures": n - k, "the episodes": n });
  check("pc_success", percent, 1e-6, {
    "a ratio instead of a percentage": k / n,
    "the mean over tasks": mean(tasks.map((task) => rateOf([task])).filter(Number.isFinite)),
    ...otherRates,
    "the failures": 100 - percent,
    "rounding to two decimals": Math.round(percent * 100) / 100,
    "rounding to one decimal": Math.round(percent * 10) / 10,
    "rounding to a whole number": Math.round(percent),
  });
  for (const [key, field] of rewardFields) {
    const rewards = episodes.map((episode) => episode[field] ?? Number.NaN);
    const scale = mean(rewards.map(Math.abs));
    // With a NaN or an infinity among the rewards the average says nothing.
    if (Number.isFinite(scale)) check(key, mean(rewards), 1e-6 * scale);
  }
  if (n > 0 && Object.hasOwn(stored, "pc_success_ci95")) {
    checkInterval(file, [...place, "pc_success_ci95"], stored["pc_success_ci95"], k, n);
  }
  return Object.hasOwn(stored, "pc_success") ? [] : [placeOf([...place, "pc_success"])];
}

const rewardFields = [
  ["avg_sum_reward", "sum_reward"],
  ["avg_max_reward", "max_reward"],
] as const;

/** Stored with two decimals or with all of them. */
function checkInterval(file: string, place: Place, stored: unknown, k: number, n: number): void {
  const bounds: readonly unknown[] = Array.isArray(stored) && stored.length === 2 ? stored : [];
  if (bounds.length === 0) {
    throw mismatch(
      `${file}: ${placeOf(place)} is ${quote(stored)}, not a lower and an upper bound`,
    );
  }
  const p = k / n;
  const wald = z95 * Math.sqrt((p * (1 - p)) / n);
  for (const [i, bound] of wilson(k, n).entries()) {
    checkStored(file, {
      where: placeOf([...place, i]),
      stored: bounds[i],
      recomputed: 100 * bound,
      tolerance: 0.0051,
      explanations: {
        "a ratio instead of a percentage": bound,
        "the normal approximation instead of Wilson's interval":
          100 * (i === 0 ? p - wald : p + wald),
      },
    });
  }
}

function countSuccesses(tasks: readonly Task[]): number {
  const successes = (task: Task) => task.episodes.filter((at) => at.outcome === "success").length;
  return tasks.reduce((sum, task) => sum + successes(task), 0);
}

/** Success rate of tasks in percent; NaN without episodes. */
export function rateOf(tasks: readonly Task[]): number {
  return (100 * countSuccesses(tasks)) / tasks.reduce((sum, task) => sum + task.episodes.length, 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The error for aggregates that `checkStored` has no number for. */
export function mismatch(what: string): WorldFluxError {
  return new WorldFluxError("WF_AGGREGATE_MISMATCH", what, {
    hint: "hand in the file as the evaluator wrote it",
  });
}
