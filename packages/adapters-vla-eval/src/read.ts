import { assertable, type Input, type ReadOptions } from "@worldflux/adapter-kit";
import { type EpisodeOrder, earliestTime, type Reading, type Unrecorded } from "@worldflux/schema";
import { assertedBy } from "./asserted.ts";
import { checkEpisodeLogs } from "./cross-check.ts";
import { episodesOf } from "./episodes.ts";
import { findFiles } from "./find-files.ts";
import { inputNotes, notesOf } from "./notes.ts";
import { type Plan, planOf, unfinished, whyUnfinished } from "./plan.ts";
import { noEpisodes, type Run, readRuns } from "./read-runs.ts";
import { type Result, rowsOf } from "./result.ts";
import { metricContract } from "./success-rule.ts";

/**
 * Reads the results of one run: a file, the shards of one benchmark, or a run folder.
 *
 * @throws WorldFluxError for anything that is not one finished run whose numbers add up
 */
export async function read(input: Input, options: ReadOptions): Promise<Reading> {
  const files = findFiles(input);
  const { runs, absent } = await readRuns(files);
  const results = runs.map(({ result }) => result);
  if (results.every(({ tasks }) => rowsOf(tasks).length === 0)) {
    throw noEpisodes(results.map(({ file }) => file).join(", "));
  }
  checkEpisodeLogs(input.name, files.episodeLogs, results);
  const parts = runs.map((run) => readRun(run, options));
  const [first] = runs;
  return {
    shape: first.result.shape,
    evaluator: { name: "vla-eval", version: versionOf(first.result) },
    metric_contract: metricContract(first.result),
    episodes: parts.flatMap(({ episodes }) => episodes),
    episode_order: orderOf(results),
    not_recorded: notRecorded(results),
    notes: [...parts.flatMap(({ notes }) => notes), ...inputNotes(absent, files.others)],
    asserted: assertedBy(first.result),
    references: [],
    ...recordedTimes(results),
  };
}

function readRun(
  { result, shardsMissing }: Run,
  { interim }: ReadOptions,
): Pick<Reading, "notes"> & { episodes: ReturnType<typeof episodesOf> } {
  const plan: Plan = planOf(result);
  const why = whyUnfinished(result, shardsMissing, plan);
  if (why !== undefined && !interim) throw unfinished(why);
  return {
    episodes: episodesOf(result, plan),
    notes: notesOf(result, { plan, unfinished: why }),
  };
}

/** The version that ran the episodes; a merged file's own version is that of the merging. */
function versionOf({ root }: Result): string | null {
  const versions = [root["shard_harness_version"], root["harness_version"]];
  const version = versions.find((at) => typeof at === "string");
  return typeof version === "string" && assertable(version) ? version : null;
}

/** Shards run side by side, and a recording is read sorted by task and episode. */
function orderOf(results: readonly Result[]): EpisodeOrder {
  if (results.length === 1 && results[0]?.inOrder === true) return "recorded";
  const sorted = results.every(({ shape }) => shape === "G2" || shape === "G2-sqlite");
  const sessions = new Set(results.flatMap(({ tasks }) => rowsOf(tasks).map((row) => row.session)));
  return sorted && sessions.size === 1 && !sessions.has(undefined) ? "within_task" : "unknown";
}

/** Results are dated when they are saved, at the end. */
function recordedTimes(results: readonly Result[]): Pick<Reading, "recorded_times"> {
  const saved = earliestTime(results.map(({ savedAt }) => savedAt));
  return saved === undefined ? {} : { recorded_times: { other_at: saved } };
}

function notRecorded(results: readonly Result[]): Unrecorded[] {
  const lacks = (has: (result: Result) => boolean) => !results.every(has);
  const steps = ({ config }: Result) => Number.isSafeInteger(config["max_steps"]);
  // From G2 on, created_at is when the results were merged.
  const timed = ({ shape, root, inOrder }: Result) =>
    shape === "G1" && Object.hasOwn(root, inOrder ? "created_at" : "shard_created_at");
  return [
    ...(orderOf(results) === "recorded" ? [] : (["episode_order"] as const)),
    ...(["seed", "initial_state", "checkpoint"] as const),
    ...(lacks((result) => versionOf(result) !== null) ? (["evaluator_version"] as const) : []),
    ...(lacks(steps) ? (["max_steps"] as const) : []),
    ...(lacks(timed) ? (["time"] as const) : []),
  ];
}
