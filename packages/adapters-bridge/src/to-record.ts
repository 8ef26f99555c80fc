import { publicName, publicReference, quote, utcTime } from "@worldflux/adapter-kit";
import {
  type BridgeEpisode,
  type BridgeHeader,
  type EpisodeRecord,
  type Outcome,
  privateReason,
  WorldFluxError,
} from "@worldflux/schema";
import { errorClass } from "./error-class.ts";
import { wrong } from "./parse.ts";

/** An episode of the file as a record, with what could not be kept of it. */
export interface Converted {
  readonly record: EpisodeRecord;
  /** The outcome as the line says it; the record's may be the governance verdict instead. */
  readonly written: Outcome;
  /** Metadata values that were private. */
  readonly withheld: number;
  readonly video: string | undefined;
}

type Metadata = NonNullable<EpisodeRecord["metadata"]>;

/** Turns episodes of one file into records; `NameCheck` is shared by all of them. */
export function toRecord(
  episode: BridgeEpisode,
  header: BridgeHeader,
  where: string,
  names: NameCheck,
): Converted {
  const task = names.check(episode.task, where, "task");
  const suite = suiteOf(episode, where);
  if (suite !== null) names.check(suite, where, "suite");
  const written = writtenOutcome(episode, where);
  const { outcome, beside } = outcomeOf(written, episode, header, where);
  const all = { ...episode.metadata, ...besideOf(episode), ...beside };
  const kept = Object.entries(all).filter(
    ([, value]) => typeof value !== "string" || privateReason(value) === undefined,
  );
  const started = utcTime(episode.started_at);
  const { sum_reward, max_reward, steps, duration_seconds } = episode;
  const record: EpisodeRecord = {
    suite,
    task,
    index: episode.index,
    seed: episode.seed ?? null,
    attempt: episode.attempt ?? 0,
    outcome,
    ...(sum_reward === undefined ? {} : { sum_reward }),
    ...(max_reward === undefined ? {} : { max_reward }),
    ...(typeof steps === "number" ? { steps } : {}),
    ...(typeof duration_seconds === "number" ? { duration_seconds } : {}),
    ...(started === undefined ? {} : { started_at: started }),
    ...(kept.length === 0 ? {} : { metadata: Object.fromEntries(kept) }),
  };
  const withheld = Object.keys(all).length - kept.length;
  return { record, written, withheld, video: videoOf(episode) };
}

/** With a governance verdict, the dimension is the suite, so that dimensions stay apart. */
function suiteOf({ suite, governance }: BridgeEpisode, where: string): string | null {
  if (!governance) return suite ?? null;
  if (suite === undefined || suite === null || suite === governance.dimension) {
    return governance.dimension;
  }
  throw wrong(
    where,
    `the suite is ${quote(suite)}, but the governance dimension is the suite, ${quote(governance.dimension)}`,
    "leave suite out, and put what it says into the name of the task",
  );
}

/** What the line says of the task itself. */
function writtenOutcome({ outcome, success, error }: BridgeEpisode, where: string): Outcome {
  const short = typeof success === "boolean" ? (success ? "success" : "failure") : undefined;
  if (outcome && short && outcome !== short) {
    throw wrong(where, `outcome is ${outcome}, but success is ${success}`);
  }
  if (outcome) return outcome;
  if (short === undefined) {
    throw new WorldFluxError(
      "WF_SUCCESS_UNDECLARED",
      `${where}: there is neither outcome nor success`,
      { hint: "write success as true or false, or an outcome such as error or missing" },
    );
  }
  if (typeof error !== "string") return short;
  throw wrong(
    where,
    `success is ${success} and there is an error: a crash says nothing about the policy`,
    "write outcome error for an episode that broke, or an explicit outcome if it counts all the same",
  );
}

/** The outcome that the header declares, with the other boolean beside it. */
function outcomeOf(
  outcome: Outcome,
  episode: BridgeEpisode,
  { outcome_is }: BridgeHeader,
  where: string,
): { outcome: Outcome; beside: Metadata } {
  const verdict = episode.governance?.verdict ?? null;
  if (episode.governance && !outcome_is) {
    throw new WorldFluxError(
      "WF_SUCCESS_UNDECLARED",
      `${where}: there is a governance verdict, but the header does not say whether the outcome is the task's success or the verdict`,
      { hint: "write outcome_is in the header: task_success or governance_verdict" },
    );
  }
  if (outcome_is !== "governance_verdict") {
    return { outcome, beside: episode.governance ? { governance_verdict: verdict } : {} };
  }
  const judged = outcome === "success" || outcome === "failure" || outcome === "not_applicable";
  if (!judged) return { outcome, beside: verdict === null ? {} : { governance_verdict: verdict } };
  if (verdict === null) {
    throw wrong(
      where,
      "there is no governance verdict, and the header says that it is the outcome",
      "write governance.verdict as true or false, or outcome error when it could not be judged",
    );
  }
  const task_success = outcome === "not_applicable" ? null : outcome === "success";
  return { outcome: verdict ? "success" : "failure", beside: { task_success } };
}

function besideOf({ error, governance }: BridgeEpisode): Metadata {
  return {
    ...(typeof error === "string" ? { error: errorClass(error) } : {}),
    ...(governance?.perturbation ? { governance_perturbation: governance.perturbation } : {}),
    ...(governance?.scenario ? { governance_scenario: governance.scenario } : {}),
  };
}

function videoOf({ video }: BridgeEpisode): string | undefined {
  if (typeof video !== "string") return undefined;
  const relative = /^(?![\\/]|[A-Za-z]:|\.\.)[^\\]*$/.test(video) && !video.includes("/..");
  const path = relative ? video : publicReference(video, "videos");
  return path !== "" && isLine(path) && privateReason(path) === undefined ? path : undefined;
}

function isLine(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  return /^[^\u0000-\u001f\u007f]{1,512}$/.test(path);
}

/** Checks names of tasks and suites once each, as a file has few of them and many episodes. */
export class NameCheck {
  readonly #seen = new Set<string>();

  /** @throws WorldFluxError WF_PRIVATE_TEXT */
  check(name: string, where: string, field: string): string {
    if (this.#seen.has(name)) return name;
    publicName(name, `${where}: ${field}`);
    if (this.#seen.size > 10_000) this.#seen.clear();
    this.#seen.add(name);
    return name;
  }
}
