import type { Outcome } from "./arguments.ts";
import type { SequentialClaim } from "./sequential-claim.ts";
import { blockPositions, comesInRounds, countTasks, looksSorted } from "./task-order.ts";

/**
 * Why the outcomes prove nothing in the mode asked for:
 * - `episode_order_unknown`: nobody knows what there was to see at each look.
 * - `tasks_not_interleaved`: with one task after the other, easy tasks first make false proofs.
 * - `bounded_needs_random_tasks`: the boundary is exact for one success rate, or for tasks drawn at
 *   random; for rounds of several tasks no proof is known.
 * - `max_episodes_exceeded`: the error is spent.
 */
export type SequentialRefusalReason =
  | "episode_order_unknown"
  | "tasks_not_interleaved"
  | "bounded_needs_random_tasks"
  | "max_episodes_exceeded";

/** A question that has no valid answer as put. */
export interface SequentialRefusal {
  readonly refused: SequentialRefusalReason;
  /** What to change. */
  readonly detail: string;
}

/** The outcomes as the test may take them. */
export interface OrderedOutcomes {
  readonly outcomes: readonly Outcome[];
  /** Looks come after every so many: 1, or the number of tasks. */
  readonly lookEvery: number;
  /** Episodes of an incomplete round or block, left out. */
  readonly dropped: number;
}

/** Which outcomes the claim's mode may take, and when it may look; or why not. */
export function orderOutcomes(claim: SequentialClaim): OrderedOutcomes | SequentialRefusal {
  const { mode, outcomes, taskLabels, order, blockByTask = false } = claim;
  const asTheyCame = { outcomes, lookEvery: 1, dropped: 0 };
  if (mode === "fixed") return asTheyCame;
  if (order === "unknown") {
    return refuse("episode_order_unknown", "Record the order of the episodes, or use mode fixed.");
  }
  if (mode === "bounded" && outcomes.length > (claim.maxEpisodes ?? 0)) {
    return refuse("max_episodes_exceeded", `At most ${claim.maxEpisodes} episodes were declared.`);
  }
  const tasks = countTasks(taskLabels).size;
  if (tasks < 2) return asTheyCame;

  if (mode === "bounded" && (order !== "random" || blockByTask)) {
    const detail = "Draw the task of every episode at random, or use mode anytime.";
    return refuse("bounded_needs_random_tasks", detail);
  }
  if (!blockByTask) {
    if (order === "random" && !looksSorted(taskLabels)) return asTheyCame;
    if (order !== "interleaved" || !comesInRounds(taskLabels)) {
      const detail =
        order === "task_by_task"
          ? "Set blockByTask, or run one episode of every task a round."
          : `The task labels contradict the order "${order}". Set blockByTask.`;
      return refuse("tasks_not_interleaved", detail);
    }
  }
  const positions = blockPositions(taskLabels);
  return {
    outcomes: positions.map((at) => outcomes[at] ?? 0),
    lookEvery: tasks,
    dropped: outcomes.length - positions.length,
  };
}

function refuse(refused: SequentialRefusalReason, detail: string): SequentialRefusal {
  return { refused, detail };
}
