import { type InputFile, quote, type ReadOptions } from "@worldflux/adapter-kit";
import { decodeUtf8, type Reading, WorldFluxError } from "@worldflux/schema";
import { type Collected, collect } from "./collect.ts";
import { episodesOf, pendingEpisodes } from "./episodes.ts";
import { notesOn } from "./notes.ts";
import { refuseOther } from "./refuse-other.ts";
import { type LogEvent, type Start, scanLog } from "./scan-log.ts";

/**
 * Reads what `rollout_policy.py` printed in one log or several, each environment a task.
 *
 * @param others files of the input that are not among the logs
 * @throws WorldFluxError WF_RUN_UNFINISHED for an environment without results unless the look is
 * declared interim, and as `scanLog`, `collect` and `refuseOther` do
 */
export function readRollouts(
  logs: readonly InputFile[],
  others: number,
  { interim }: ReadOptions,
): Reading {
  const empty: InputFile[] = [];
  const collected = collect(eventsOf(logs, empty));
  const { rollouts, unfinished } = collected;
  const [log] = logs;
  if (rollouts.length === 0 && unfinished.length === 0 && log !== undefined) {
    refuseOther(decodeUtf8(log.bytes(), log.path), log.path);
  }
  if (unfinished.length > 0 && !interim) throw runUnfinished(collected);
  return {
    shape: "rollout",
    evaluator: { name: "gr00t", version: null },
    metric_contract: {
      name: "success_rate",
      success: "any_step",
      description:
        "An episode is a success when the environment reported success at any of its steps; it ends there.",
    },
    episodes: [...rollouts.flatMap(episodesOf), ...pendingEpisodes(unfinished)],
    episode_order: "unknown",
    not_recorded: [
      ...(["seed", "initial_state", "checkpoint", "evaluator_version"] as const),
      ...(["max_steps", "harness_errors", "episode_order", "time"] as const),
    ],
    notes: notesOn(collected, others + empty.length),
    asserted: assertedBy(collected),
    references: [],
  };
}

/** The events of all logs; a log without any is added to `empty`. */
function* eventsOf(logs: readonly InputFile[], empty: InputFile[]): Generator<LogEvent> {
  for (const log of logs) {
    let any = false;
    for (const event of scanLog(decodeUtf8(log.bytes(), log.path), log.path)) {
      any = true;
      yield event;
    }
    if (!any) empty.push(log);
  }
}

/** What the log says of its run, as far as all environments agree. */
function assertedBy({ rollouts, unfinished, actionSteps }: Collected): Record<string, number> {
  const starts = [...rollouts.map(({ start }) => start), ...unfinished];
  const agreed = (of: (start: Start) => number) =>
    new Set(starts.map((start) => (start === undefined ? undefined : of(start))));
  const facts: [name: string, values: ReadonlySet<number | undefined>][] = [
    ["n_episodes", agreed(({ episodes }) => episodes)],
    ["n_envs", agreed(({ environments }) => environments)],
    ["n_action_steps", new Set(actionSteps)],
  ];
  return Object.fromEntries(
    facts.flatMap(([name, [value, ...rest]]) =>
      value === undefined || rest.length > 0 ? [] : [[name, value]],
    ),
  );
}

function runUnfinished({ rollouts, unfinished }: Collected): WorldFluxError {
  const [first] = unfinished;
  const finished = rollouts.length === 0 ? "" : `, and ${rollouts.length} finished`;
  const more = unfinished.length === 1 ? "" : ` and ${unfinished.length - 1} more`;
  return new WorldFluxError(
    "WF_RUN_UNFINISHED",
    `${first?.where}: ${quote(first?.env)}${more} started and printed no results${finished}: GR00T prints them when an environment is done`,
    { hint: "hand in the log of a run that ended, or declare an interim look" },
  );
}
