import {
  type AuditInput,
  type Digest,
  type EpisodeRecord,
  type EpisodeResult,
  earliestTime,
  type Predictions,
  type Reading,
  type RecordedTimes,
  type SourceFile,
  WorldFluxError,
} from "@worldflux/schema";
import { countPredictions } from "./predictions.ts";
import { type RecordedStarts, tabulateEpisodes } from "./tabulate.ts";

/** What an adapter's reading becomes in the package. */
export interface NormalizedInput {
  readonly auditInput: AuditInput;
  /** Made anew, and the same, each time it is iterated. */
  readonly episodes: Iterable<EpisodeResult>;
}

/** Predicted outcomes, and the digest of the file that they stand in. */
export interface PredictionsFile {
  readonly document: Predictions;
  readonly sha256: Digest;
}

/**
 * Turns a reading into `audit_input.json` and the lines of `episode_results.jsonl`.
 *
 * @throws WorldFluxError WF_NO_EPISODES when the reading holds none
 */
export function normalizeReading(
  adapter: string,
  reading: Reading,
  files: readonly SourceFile[],
  predictions?: PredictionsFile,
): NormalizedInput {
  const { tasks, counts, starts } = tabulateEpisodes(reading.episodes);
  const times = recordedTimes(reading.recorded_times, starts);
  if (tasks.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", "the file records no episode", {
      hint: "hand in the output of a run that finished at least one episode",
    });
  }
  return {
    auditInput: {
      schema_version: "worldflux.audit_input.v0_draft",
      source: {
        adapter,
        shape: reading.shape,
        evaluator: reading.evaluator,
        files: [...files],
      },
      metric_contract: reading.metric_contract,
      counts,
      episode_order: reading.episode_order,
      not_recorded: reading.not_recorded,
      notes: reading.notes,
      ...(times === undefined ? {} : { recorded_times: times }),
      asserted: reading.asserted,
      ...(predictions === undefined
        ? {}
        : {
            predictions: countPredictions(
              predictions.document,
              predictions.sha256,
              reading.episodes,
            ),
          }),
      tasks,
    },
    episodes: { [Symbol.iterator]: () => numbered(reading.episodes) },
  };
}

/**
 * With the earliest start of an episode: it is the start of the run where the run has one, or where every
 * episode has one. Otherwise an episode without one may have begun before.
 */
function recordedTimes(
  times: RecordedTimes | undefined,
  { first, every }: RecordedStarts,
): RecordedTimes | undefined {
  if (first === undefined) return times;
  return every || times?.started_at !== undefined
    ? { ...times, started_at: earliestTime([times?.started_at, first]) }
    : { ...times, other_at: earliestTime([times?.other_at, first]) };
}

function* numbered(episodes: Iterable<EpisodeRecord>): Generator<EpisodeResult> {
  let i = 0;
  for (const episode of episodes) yield { id: episodeId(i++), ...episode };
}

/** Id of the i-th recorded episode, counted from 0: `ep_000001` is the first. */
export function episodeId(i: number): string {
  return `ep_${String(i + 1).padStart(6, "0")}`;
}
