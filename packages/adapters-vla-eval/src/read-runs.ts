import { quote, readJson } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { checkAggregates } from "./check-aggregates.ts";
import { checkAgainstRecording } from "./cross-check.ts";
import { suiteOf } from "./episodes.ts";
import type { Files } from "./find-files.ts";
import { groupBy } from "./group-by.ts";
import { mergeShards } from "./merge-shards.ts";
import { readResult } from "./read-result.ts";
import { readRecording } from "./recording.ts";
import { refuseDuplicates } from "./refuse-duplicates.ts";
import { type Result, rowsOf, type Shard } from "./result.ts";
import { shapeOf } from "./shape-of.ts";
import { metricContract } from "./success-rule.ts";

/** One benchmark of a run. */
export interface Run {
  readonly result: Result;
  /** Shards that were not handed in, beside those that a merged file says are missing. */
  readonly shardsMissing: readonly number[];
}

/** What the files of an input come to. */
export interface Runs {
  readonly runs: readonly [Run, ...Run[]];
  /** Aggregates that are declared and not stored. */
  readonly absent: readonly string[];
}

/**
 * Reads what was found and brings it down to one result for each benchmark of one run.
 *
 * @throws WorldFluxError WF_RUNS_MIXED when the files are not one run, WF_AGGREGATE_MISMATCH when
 * their numbers do not follow from their episodes, WF_EPISODE_DUPLICATED, and as the readers do
 */
export async function readRuns(files: Files): Promise<Runs> {
  const recorded: Result[] = [];
  for (const file of files.recordings) {
    recorded.push(...(await readRecording(file, files.logs.get(file.path))));
  }
  for (const recording of recorded) {
    refuseEmpty(recording);
    refuseDuplicates(recording);
  }
  const aggregates = files.results.map((file) => {
    const { shape, root } = shapeOf(readJson(file, "result of vla-eval"), file.path);
    const result = readResult(file.path, shape, root);
    refuseEmpty(result);
    const absent = checkAggregates(result);
    refuseDuplicates(result);
    return { result, absent };
  });
  const recordings = recorded.map((recording) => {
    const of = aggregates.filter(({ result }) => result.evalId === recording.evalId);
    for (const { result } of of) checkAgainstRecording(result, recording);
    return { ...recording, inWalMode: recording.inWalMode && of.length === 0 };
  });
  const ids = new Set(recorded.map(({ evalId }) => evalId));
  const others = aggregates.map(({ result }) => result).filter(({ evalId }) => !ids.has(evalId));
  const absent = aggregates.flatMap(({ result, absent }) =>
    absent.map((place) => `${result.file}: ${place}`),
  );
  const byBenchmark = groupBy([...recordings, ...others], ({ benchmark }) => benchmark);
  const [first, ...more] = [...byBenchmark.values()].map(putTogether);
  if (first === undefined) throw noEpisodes(files.recordings.map(({ path }) => path).join(", "));
  for (const other of more) refuseOtherRun(first.result, other.result);
  refuseOneSuiteTwice([first, ...more]);
  return { runs: [first, ...more], absent };
}

/** The error for files without a single episode. */
export function noEpisodes(files: string): WorldFluxError {
  return new WorldFluxError("WF_NO_EPISODES", `${files} records no episode at all`, {
    hint: "the run never got to its first episode, or its shards wrote elsewhere; hand in the result of a run that did",
  });
}

/** Only a shard may have nothing to run. */
function refuseEmpty({ file, tasks, shard }: Result): void {
  if (shard === undefined && rowsOf(tasks).length === 0) throw noEpisodes(file);
}

/** The only result of a benchmark, or its shards as one. */
function putTogether(results: readonly Result[]): Run {
  const shards = results.filter((at): at is Result & { shard: Shard } => at.shard !== undefined);
  const whole = results.filter(({ shard }) => shard === undefined);
  const [one, two] = shards.length > 0 ? [...whole, ...shards] : whole;
  if (whole.length > 0 && one !== undefined && two !== undefined) {
    throw new WorldFluxError(
      "WF_RUNS_MIXED",
      `${one.file} and ${two.file} both hold results of ${quote(one.benchmark)}, and nothing says that they belong together`,
      { hint: "name one result, or all shards of one run without the file merged from them" },
    );
  }
  if (one !== undefined && shards.length === 0) return { result: one, shardsMissing: [] };
  const [first, ...others] = shards;
  if (first === undefined) throw noEpisodes("the input");
  const { result, missing } = mergeShards([first, ...others]);
  refuseDuplicates(result);
  return { result, shardsMissing: missing };
}

/** Several benchmarks are one run only when they share the eval id that the run was started with. */
function refuseOtherRun(first: Result, other: Result): void {
  const differing = (
    [
      ["the run that they belong to", runId],
      ["mode", ({ mode }: Result) => mode],
      ["the rule of success", (at: Result) => metricContract(at).success],
      ["the shape", ({ shape }: Result) => shape],
    ] as const
  ).find(([, get]) => get(first) === undefined || get(first) !== get(other));
  if (differing === undefined) return;
  const [what, get] = differing;
  throw new WorldFluxError(
    "WF_RUNS_MIXED",
    `${first.file} holds ${quote(first.benchmark)} and ${other.file} holds ${quote(other.benchmark)}, but ${what} is ${quote(get(first))} for one and ${quote(get(other))} for the other`,
    { hint: "audit each benchmark on its own: name one result, or the shards of one" },
  );
}

/** `9f1c2d3e` of `9f1c2d3e-LIBEROBenchmark_libero_goal`. */
function runId({ evalId, benchmark }: Result): string | undefined {
  const suffix = `-${benchmark.replace(/[^\p{L}\p{N}_\-.]/gu, "_")}`;
  return evalId?.endsWith(suffix) ? evalId.slice(0, -suffix.length) : undefined;
}

function refuseOneSuiteTwice(runs: readonly Run[]): void {
  const seen = new Map<string | null, Result>();
  for (const { result } of runs) {
    const suite = suiteOf(result);
    const before = seen.get(suite);
    if (before !== undefined) {
      throw new WorldFluxError(
        "WF_RUNS_MIXED",
        `${result.file}: ${quote(before.benchmark)} and ${quote(result.benchmark)} of this run have one suite, ${quote(suite)}, so their tasks cannot be told apart`,
        { hint: "audit each benchmark on its own: name its *_aggregate.json" },
      );
    }
    seen.set(suite, result);
  }
}
