import {
  type AuditInput,
  type EpisodeResult,
  type Reading,
  type SourceFile,
  WorldFluxError,
} from "@worldflux/schema";
import { tabulateEpisodes } from "./tabulate.ts";

/** What an adapter's reading becomes in the package. */
export interface NormalizedInput {
  readonly auditInput: AuditInput;
  readonly episodes: EpisodeResult[];
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
): NormalizedInput {
  if (reading.episodes.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", "the file records no episode", {
      hint: "hand in the output of a run that finished at least one episode",
    });
  }
  const { tasks, counts } = tabulateEpisodes(reading.episodes);
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
      asserted: reading.asserted,
      tasks,
    },
    episodes: reading.episodes.map((episode, i) => ({ id: episodeId(i), ...episode })),
  };
}

/** Id of the i-th recorded episode, counted from 0: `ep_000001` is the first. */
export function episodeId(i: number): string {
  return `ep_${String(i + 1).padStart(6, "0")}`;
}
