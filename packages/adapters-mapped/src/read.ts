import { type Input, onlyFile, type ReadOptions } from "@worldflux/adapter-kit";
import { type EpisodeRecord, type Reading, WorldFluxError } from "@worldflux/schema";
import { maxCells, numbering } from "./cells.ts";
import { contractOf, mappingLine } from "./contract.ts";
import { episodeReader } from "./episode.ts";
import type { Mapping } from "./mapping.ts";
import { notesOn, notRecorded } from "./notes.ts";
import { isTyped, type Table } from "./row.ts";
import { survey } from "./survey.ts";
import { openTable } from "./table.ts";

/**
 * Reads a home-made file by a mapping. The rows are read once here and again whenever the episodes
 * are iterated.
 *
 * @param limit how many cells are remembered; for tests
 * @throws WorldFluxError see `survey`; WF_RUN_UNFINISHED for pending episodes of a run that was not
 * declared interim
 */
export function read(
  input: Input,
  mapping: Mapping,
  { interim }: ReadOptions,
  limit = maxCells,
): Reading {
  const file = onlyFile(input, "result file");
  const line = mappingLine(mapping, file.path);
  const table = openTable(file, mapping);
  const seen = survey(file.path, table, mapping, limit);
  const pending = seen.outcomes.pending ?? 0;
  if (pending > 0 && !interim) {
    throw new WorldFluxError(
      "WF_RUN_UNFINISHED",
      `${file.path}: ${pending} of ${seen.rows} episodes are pending: the run had not finished`,
      {
        hint: "hand in the file of the finished run, or declare that you look at an interim state (--interim)",
      },
    );
  }
  return {
    shape: table.format,
    evaluator: { name: "unknown", version: null },
    metric_contract: contractOf(mapping),
    episodes: { [Symbol.iterator]: () => episodes(file.path, table, mapping, limit) },
    episode_order: "unknown",
    not_recorded: notRecorded(mapping, seen),
    notes: notesOn(mapping, line, seen),
    asserted: {},
    references: seen.videos.map((video) => ({ ...video, kind: "video" as const })),
  };
}

function* episodes(
  file: string,
  table: Table,
  mapping: Mapping,
  limit: number,
): Generator<EpisodeRecord> {
  const read = episodeReader(mapping, file, isTyped(table));
  const number = numbering(file, limit);
  for (const row of table.rows()) yield number(read(row));
}
