import { checkStored, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { isValid, type Result, readResult } from "./result.ts";
import type { LogEvent, PrintedRate, Start } from "./scan-log.ts";

/** One environment that was run to its end. */
export interface Rollout extends Result {
  /** File and line of its results. */
  readonly where: string;
  /** What the run was asked for; undefined when the log begins later. */
  readonly start: Start | undefined;
  /** False when the log holds no success rate to check. */
  readonly rated: boolean;
}

/** What the logs of an evaluation hold. */
export interface Collected {
  readonly rollouts: readonly Rollout[];
  /** Environments whose results were never printed. */
  readonly unfinished: readonly Start[];
  /** Starts that were given up and repeated. */
  readonly restarts: number;
  /** Executed actions of each chunk, as far as video folders are named after them. */
  readonly actionSteps: readonly number[];
}

/**
 * Puts the printed lines of each environment together and checks every success rate.
 *
 * @throws WorldFluxError WF_EPISODE_DUPLICATED for an environment that was run twice,
 * WF_AGGREGATE_ONLY for a rate without outcomes, WF_AGGREGATE_MISMATCH for one that does not follow,
 * WF_EPISODES_INCONSISTENT for a number of episodes that the evaluator cannot end with
 */
export function collect(events: Iterable<LogEvent>): Collected {
  const rollouts = new Map<string, Rollout>();
  const starts = new Map<string, Start>();
  const actionSteps = new Set<number>();
  let restarts = 0;
  let unrated: Rollout | undefined;

  for (const event of events) {
    if (event.kind === "start") {
      refuseSecondRun(rollouts.get(event.env), event.env, event.where);
      if (starts.has(event.env)) restarts++;
      starts.set(event.env, event);
    } else if (event.kind === "results") {
      const result = readResult(event.value, event.where);
      refuseSecondRun(rollouts.get(result.env), result.env, event.where);
      const start = starts.get(result.env);
      starts.delete(result.env);
      unrated = { ...result, where: event.where, start, rated: false };
      if (start !== undefined) checkCount(unrated, start);
      rollouts.set(result.env, unrated);
    } else if (event.kind === "rate") {
      if (unrated === undefined) throw rateAlone(event);
      checkRate(unrated, event);
      rollouts.set(unrated.env, { ...unrated, rated: true });
      unrated = undefined;
    } else {
      actionSteps.add(event.count);
    }
  }
  return {
    rollouts: [...rollouts.values()],
    unfinished: [...starts.values()],
    restarts,
    actionSteps: [...actionSteps],
  };
}

function refuseSecondRun(first: Rollout | undefined, env: string, where: string): void {
  if (first === undefined) return;
  throw new WorldFluxError(
    "WF_EPISODE_DUPLICATED",
    `${where}: ${quote(env)} runs a second time; its results are at ${first.where}`,
    { hint: "cut the log into one file a run, and say before looking which run counts" },
  );
}

/** The loop stops in the step in which enough valid episodes have finished. */
function checkCount(rollout: Rollout, { episodes, environments, where }: Start): void {
  const valid = rollout.outcomes.filter((_, i) => isValid(rollout, i)).length;
  if (valid >= episodes && valid < episodes + environments) return;
  throw new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${rollout.where}: ${valid} episodes, but ${where} asks for ${episodes} with ${environments} environments, which ends with ${episodes} to ${episodes + environments - 1}`,
    { hint: "hand in the log as rollout_policy.py printed it" },
  );
}

function checkRate(rollout: Rollout, { text, where }: PrintedRate): void {
  const rate = mean(rollout.outcomes);
  const valid = mean(rollout.outcomes.filter((_, i) => isValid(rollout, i)));
  const decimals = text.split(".")[1]?.length ?? 0;
  const number = /^\d{1,3}(?:\.\d{1,30})?(?:e-\d{1,3})?$/.test(text) ? Number(text) : text;
  checkStored(where, {
    where: "success rate",
    stored: number,
    recomputed: rate,
    tolerance: 1e-9,
    explanations: {
      "a percentage instead of a ratio": rate * 100,
      "invalid episodes excluded": valid,
      "a rounded rate": Number(rate.toFixed(Math.min(decimals, 8))),
    },
  });
}

function mean(outcomes: readonly boolean[]): number {
  return outcomes.filter(Boolean).length / outcomes.length;
}

function rateAlone({ where }: PrintedRate): WorldFluxError {
  return new WorldFluxError(
    "WF_AGGREGATE_ONLY",
    `${where}: a success rate without the list of outcomes that is printed before it`,
    { hint: "hand in the whole log; the line before the rate begins with results:" },
  );
}
