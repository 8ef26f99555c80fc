import {
  type Adapter,
  adapterApi,
  type Detection,
  detectBy,
  type Input,
  type ReadOptions,
  type Shape,
} from "@worldflux/adapter-kit";
import {
  BridgeEpisode,
  BridgeHeader,
  type EpisodeRecord,
  type Reading,
  WorldFluxError,
} from "@worldflux/schema";
import { factsOf } from "./facts.ts";
import { bridgeHint, findBridge } from "./find.ts";
import { parseRecord } from "./parse.ts";
import { type BridgeRecords, recordsOf } from "./records.ts";
import { type BridgeRules, isEnd, type Survey, survey } from "./survey.ts";
import { NameCheck, toRecord } from "./to-record.ts";

export { type BridgeRules, bridgeHint };

/** The shapes of the bridge format, for adapters that read it under another name. */
export const bridgeShapes: readonly Shape[] = [
  { id: "jsonl", description: "a header line, one line an episode, an end line" },
  { id: "json", description: "one object with the header's fields and a list episodes" },
];

/** Recognises a bridge file by the schema_version of its header. Never throws. */
export function detectBridge(input: Input): Detection {
  return detectBy(() => {
    const { file, shape } = findBridge(input);
    return { shape, why: `${file.path} has a header with schema_version worldflux.bridge` };
  });
}

/**
 * Reads a bridge file. Goes over all episodes once, keeping none, and again on each iteration of
 * `episodes`, so a JSONL file may be larger than the memory.
 *
 * @param rules what another adapter asks beyond the format
 * @throws WorldFluxError naming the file and the line
 */
export function readBridge(input: Input, options: ReadOptions, rules: BridgeRules = {}): Reading {
  const found = findBridge(input);
  const records = recordsOf(found);
  const { where } = records.header;
  const header = parseRecord(BridgeHeader, records.header);
  rules.header?.(header, where);
  const seen = survey(records, header, rules);
  const { path } = found.file;
  if (seen.episodes === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${path} has a header and no episode`, {
      hint: "hand in the file of a run that finished at least one episode",
    });
  }
  const unfinished = unfinishedBy(header, seen);
  if (unfinished !== undefined && !options.interim) {
    throw new WorldFluxError("WF_RUN_UNFINISHED", `${path}: ${unfinished}`, {
      hint: "run the evaluation to its end, or declare that you look at an interim state (--interim)",
    });
  }
  return {
    ...factsOf(found.shape, header, where, seen, unfinished),
    episodes: { [Symbol.iterator]: () => episodesOf(records, header) },
  };
}

/** Reads the bridge format, which any evaluation loop can write. */
export const bridge: Adapter = {
  api: adapterApi,
  name: "bridge",
  role: "bridge_episodes",
  shapes: bridgeShapes,
  detect: detectBridge,
  read: (input, options) => readBridge(input, options),
};

function* episodesOf(records: BridgeRecords, header: BridgeHeader): Generator<EpisodeRecord> {
  const names = new NameCheck();
  for (const raw of records.after()) {
    // Read on after the end line: only a file read to its last byte is compared with the first pass.
    if (isEnd(raw.value)) continue;
    yield toRecord(parseRecord(BridgeEpisode, raw), header, raw.where, names).record;
  }
}

/** Why a run counts as unfinished, in words; undefined when nothing says so. */
function unfinishedBy(header: BridgeHeader, { ended, open, counts }: Survey): string | undefined {
  const reasons = [
    header.end_line && !ended
      ? "there is no end line, and the header announces one: the writer was killed"
      : undefined,
    open,
    counts.pending > 0 ? `${counts.pending} episodes are pending` : undefined,
  ].filter((reason) => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons.join("; ");
}
