import {
  type AuditInput,
  type DenominatorPolicy,
  type SequentialRefusal,
  type SequentialResult,
  type StoppingMode,
  taskName,
} from "@worldflux/schema";
import { type EpisodeOrder, sequentialRate } from "@worldflux/stats";
import type { MatchedCells } from "./cells.ts";
import { levelOf, type Question, thresholdOf } from "./question.ts";

/** Most episodes that are followed one by one, and most tasks that they may belong to. */
const MOST = 1_000_000;
const MOST_TASKS = 50_000;

/** The outcomes in the order in which a sequential test may take them. */
interface Sequence {
  readonly outcomes: boolean[];
  readonly labels: string[];
  readonly order: EpisodeOrder;
}

/** How the run may have been stopped. */
export interface Stopping {
  readonly mode: StoppingMode;
  readonly maxEpisodes?: number | undefined;
}

/**
 * The verdict that holds whenever the run was stopped, beside the one that assumes a single look. With
 * several tasks, block t holds the t-th episode of every task: pooling one task after the other would
 * let an easy task in front prove what the average does not have. Tests run at alpha/2 a side, so
 * that they compare with the headline; the interval is two-sided at alpha.
 */
export function sequentialResult(
  question: Question,
  cells: MatchedCells,
  input: AuditInput,
  rule: DenominatorPolicy,
  stopping: Stopping,
): SequentialResult {
  const mode = stopping.mode === "bounded" ? "bounded" : "anytime";
  const base = { mode, decides: stopping.mode !== "fixed" } as const;
  const refuse = (refused: SequentialRefusal, detail: string): SequentialResult => ({
    ...base,
    refused,
    detail,
  });
  const threshold = thresholdOf(question);
  if (threshold <= 0 || threshold >= 1 || question.baseline <= 0 || question.baseline >= 1) {
    return refuse(
      "threshold_at_the_edge",
      "a rate of 0 or 1 cannot be tested while the run goes on",
    );
  }
  if (cells.recorded > MOST || cells.tasks.length > MOST_TASKS) {
    return refuse(
      "too_many_episodes",
      `more than ${MOST} episodes or ${MOST_TASKS} tasks are not followed one by one`,
    );
  }
  if (rule === "missing_as_failures" && cells.tasks.some((t) => t.outcomes.length < t.planned)) {
    return refuse(
      "episode_order_unknown",
      "missing episodes count as failures, and nobody knows when they would have run",
    );
  }
  const { outcomes, labels, order } = sequenceOf(cells, input, rule);
  if (outcomes.length === 0) return refuse("no_episodes", "no episode ended in success or failure");
  const absent = cells.tasks.length + cells.conformance.unnamed_missing_tasks - countTasks(labels);
  if (absent > 0) {
    return refuse(
      "tasks_not_interleaved",
      `${absent} planned tasks have no episode that counts, so no round over all of them is complete`,
    );
  }

  const { operator, baseline, margin, alpha } = question;
  const run = (change: { margin: number; alpha: number }) =>
    sequentialRate({
      mode,
      outcomes,
      taskLabels: labels,
      order,
      blockByTask: mode === "anytime" && new Set(labels).size > 1,
      operator,
      baseline,
      ...change,
      ...(mode === "bounded" ? { maxEpisodes: stopping.maxEpisodes ?? MOST } : {}),
    });
  const tested = run({ margin, alpha: alpha / 2 });
  if ("refused" in tested) return refuse(tested.refused, refusals[tested.refused]);
  const strict = margin === 0 ? tested : run({ margin: 0, alpha: alpha / 2 });
  const sequence = sequentialRate({
    mode: "anytime",
    outcomes,
    taskLabels: labels,
    order,
    blockByTask: new Set(labels).size > 1,
    operator,
    baseline,
    margin,
    alpha,
  });
  const interval = "refused" in sequence ? null : sequence.interval;
  // Both sides proven, or an empty intersection: no one rate explains the run, so nothing is shown.
  const violated = interval?.running.violated === true || contradicts(tested);
  const verdict = violated ? "inconclusive" : tested.verdict;
  const strictVerdict =
    violated || "refused" in strict || contradicts(strict) ? "inconclusive" : strict.verdict;
  // Where the intersection broke is no interval; the last one alone still is.
  const limits = violated ? interval?.raw : interval?.running;
  return {
    ...base,
    refused: null,
    blocked_by_task: tested.validity.blocked,
    successes: tested.successes,
    episodes: tested.episodes,
    dropped: tested.validity.dropped,
    verdict,
    strict_verdict: strictVerdict,
    decided_at: violated ? null : decidedAt(tested),
    ...(tested.support.anytimeP === undefined ? {} : { p_value: tested.support.anytimeP }),
    ...(limits === undefined
      ? {}
      : {
          interval: {
            method: "beta_mixture" as const,
            level: levelOf(question),
            lower: limits.lower,
            upper: limits.upper,
          },
          violated,
        }),
  };
}

const refusals = {
  episode_order_unknown:
    "the file does not show in which order the episodes ran, so nobody knows what there was to see",
  tasks_not_interleaved: "the tasks ran one after the other, and an easy one may have come first",
  bounded_needs_random_tasks:
    "with several tasks the bounded test is proven only for tasks drawn at random",
  max_episodes_exceeded: "more episodes are recorded than stopping.max_episodes allows",
} as const;

interface Crossings {
  readonly verdict: string;
  readonly support: { readonly firstCrossing: number | null };
  readonly refutation: { readonly firstCrossing: number | null };
}

/** Whether both one-sided tests rejected: the rate was on either side of the threshold. */
function contradicts({ support, refutation }: Crossings): boolean {
  return support.firstCrossing !== null && refutation.firstCrossing !== null;
}

function countTasks(labels: readonly string[]): number {
  return new Set(labels).size;
}

function decidedAt(report: Crossings): number | null {
  if (report.verdict === "supported") return report.support.firstCrossing;
  return report.verdict === "refuted" ? report.refutation.firstCrossing : null;
}

/**
 * What the record shows of the order. Files list episodes by task; the order across tasks is not
 * kept, so several tasks are always taken in blocks.
 */
export function sequenceOf(
  cells: MatchedCells,
  input: AuditInput,
  rule: DenominatorPolicy,
): Sequence {
  const outcomes: boolean[] = [];
  const labels: string[] = [];
  for (const task of cells.tasks) {
    const name = taskName(task);
    for (const letter of task.outcomes) {
      const counts =
        letter === "S" ||
        letter === "F" ||
        (letter === "E" && rule !== "errors_excluded") ||
        (letter === "P" && rule === "missing_as_failures");
      if (!counts) continue;
      outcomes.push(letter === "S");
      labels.push(name);
    }
  }
  const known = input.episode_order !== "unknown";
  const several = new Set(labels).size > 1;
  return { outcomes, labels, order: known ? (several ? "task_by_task" : "random") : "unknown" };
}
