import { checkStored, isObject } from "@worldflux/adapter-kit";
import {
  BridgeEnd,
  BridgeEpisode,
  type BridgeHeader,
  type Outcome,
  type RawReference,
  WorldFluxError,
} from "@worldflux/schema";
import { parseRecord, wrong } from "./parse.ts";
import { Plan } from "./plan.ts";
import type { BridgeRecords, RawRecord } from "./records.ts";
import { Repeats } from "./repeats.ts";
import { NameCheck, toRecord } from "./to-record.ts";

/** Most paths of videos that are kept, as they are held in memory. */
export const maxReferences = 100_000;

/** What one adapter asks of a bridge file beyond the format. */
export interface BridgeRules {
  /** @throws WorldFluxError for a header that it does not take */
  header?(header: BridgeHeader, where: string): void;
  /** @throws WorldFluxError for an episode that it does not take */
  episode?(episode: BridgeEpisode, where: string): void;
}

/** What a first pass over all episodes finds out, in memory that does not grow with their number. */
export interface Survey {
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly episodes: number;
  /** Episodes without a seed, and without an initial state in their metadata. */
  readonly withoutSeed: number;
  readonly withoutInitialState: number;
  /** Episodes without a start of their own. */
  readonly withoutStart: number;
  /** Private metadata values and videos that are left out. */
  readonly metadataWithheld: number;
  readonly videosWithheld: number;
  readonly references: readonly RawReference[];
  /** Videos beyond the first `maxReferences`. */
  readonly referencesCut: number;
  /** Whether a repeated cell may have escaped; see `Repeats`. */
  readonly repeatsUnsure: boolean;
  /** Whether there is an end line. */
  readonly ended: boolean;
  /** Whether the header says how many episodes were planned. */
  readonly planned: boolean;
  /** What of the plan has no record; undefined when all has, or nothing was planned. */
  readonly open: string | undefined;
}

/** True for the record that closes a run. */
export function isEnd(value: unknown): boolean {
  return isObject(value) && Object.hasOwn(value, "end");
}

/** Reads every episode once and checks what is said about all of them. */
export function survey(records: BridgeRecords, header: BridgeHeader, rules: BridgeRules): Survey {
  const names = new NameCheck();
  const repeats = new Repeats();
  const plan = new Plan(header, records.header.where);
  const counts = noOutcomes();
  const written = noOutcomes();
  const references: RawReference[] = [];
  let episodes = 0;
  let withoutSeed = 0;
  let withoutInitialState = 0;
  let withoutStart = 0;
  let metadataWithheld = 0;
  let videos = 0;
  let videosWithheld = 0;
  let end: RawRecord | undefined;

  for (const raw of records.after()) {
    refuseHeader(raw);
    if (end !== undefined) {
      throw wrong(raw.where, "something follows after the end line", "keep one run a file");
    }
    if (isEnd(raw.value)) {
      end = raw;
      continue;
    }
    const episode = parseRecord(BridgeEpisode, raw);
    rules.episode?.(episode, raw.where);
    const converted = toRecord(episode, header, raw.where, names);
    const { record, withheld, video } = converted;
    repeats.add(record, raw.where);
    plan.add(record, raw.where);
    counts[record.outcome]++;
    written[converted.written]++;
    if (record.seed === null) withoutSeed++;
    if (!Object.hasOwn(record.metadata ?? {}, "initial_state")) withoutInitialState++;
    if (record.started_at === undefined && wasRun(record.outcome)) withoutStart++;
    metadataWithheld += withheld;
    if (video !== undefined) {
      videos++;
      if (videos <= maxReferences)
        references.push({ episode: episodes, kind: "video", path: video });
    } else if (typeof episode.video === "string") videosWithheld++;
    episodes++;
  }
  if (end !== undefined) checkEnd(end, episodes, written);
  return {
    ...{ counts, episodes, withoutSeed, withoutInitialState, metadataWithheld, videosWithheld },
    ...{
      withoutStart,
      references,
      referencesCut: videos - references.length,
      repeatsUnsure: repeats.forgot,
    },
    ...{ ended: end !== undefined, planned: plan.known, open: plan.open() },
  };
}

function noOutcomes(): Record<Outcome, number> {
  return { success: 0, failure: 0, error: 0, pending: 0, missing: 0, not_applicable: 0 };
}

/** Two runs appended to one file. */
function refuseHeader({ where, value }: RawRecord): void {
  if (!isObject(value) || !Object.hasOwn(value, "schema_version")) return;
  throw new WorldFluxError("WF_RUNS_MIXED", `${where}: a second header starts another run`, {
    hint: "keep each run in a file of its own",
  });
}

function checkEnd(
  raw: RawRecord,
  episodes: number,
  counts: Readonly<Record<Outcome, number>>,
): void {
  const { end, ...others } = raw.value as { readonly end: unknown };
  if (Object.keys(others).length > 0) throw wrong(raw.where, "the end line has other fields too");
  const stored = parseRecord(BridgeEnd, { where: `${raw.where}: end`, value: end });
  for (const [name, value] of Object.entries(stored)) {
    if (value === null || value === undefined) continue;
    const recomputed = name === "episodes" ? episodes : counts[name as Outcome];
    checkStored(raw.where, { where: `end.${name}`, stored: value, recomputed, tolerance: 0 });
  }
}

function wasRun(outcome: Outcome): boolean {
  return outcome !== "missing" && outcome !== "pending";
}
