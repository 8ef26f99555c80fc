import { type EpisodeRecord, type Outcome, WorldFluxError } from "@worldflux/schema";
import { isNothing } from "./cell.ts";
import { type Repetitions, repetitions } from "./cells.ts";
import { videoOf } from "./episode.ts";
import type { Judgement } from "./judge.ts";
import type { Mapping } from "./mapping.ts";
import type { Row, Table } from "./row.ts";

/** Columns that programs write a crash into. What stands there is not read unless mapped. */
const ERROR_COLUMNS = [
  ...["error", "error_message", "error_type", "error_category", "errors", "exception"],
  ...["exception_type", "exception_message", "failure_reason", "failure_message", "traceback"],
  ...["crashed", "crash", "timed_out", "infra_error"],
];

/** Counts what the notes need. */
export function tally(mapping: Mapping, limit: number) {
  const { columns, constants = {} } = mapping;
  const numbered = columns.index === undefined && constants.index === undefined;
  const twice = repetitions(undefined, limit);
  const seeds = repetitions(({ seed, attempt }) => `${seed}/${attempt}`, limit);
  const outcomes: Partial<Record<Outcome, number>> = {};
  const used = new Set([columns.error, columns.outcome, ...Object.values(mapping.metadata ?? {})]);
  const watched =
    columns.error === undefined ? ERROR_COLUMNS.filter((name) => !used.has(name)) : [];
  const errorColumns = new Map<string, number>();
  const follows = seedFollower();
  const videos: { episode: number; path: string }[] = [];
  const count = { seeded: 0, withoutStart: 0, overruled: 0, onePercent: 0, videosLeftOut: 0 };

  return {
    /** @param position of the episode in the reading */
    see(
      row: Row,
      position: number,
      episode: EpisodeRecord,
      judged: Pick<Judgement, "overruled" | "onePercent">,
    ): void {
      outcomes[episode.outcome] = (outcomes[episode.outcome] ?? 0) + 1;
      if (episode.seed !== null) count.seeded++;
      if (episode.started_at === undefined && wasRun(episode)) count.withoutStart++;
      if (judged.overruled) count.overruled++;
      if (judged.onePercent) count.onePercent++;
      // Episodes that are numbered by their rows are never the same one.
      if (!numbered) twice.see(episode, row.number);
      else if (episode.seed !== null) seeds.see(episode, row.number);
      if (columns.index !== undefined && columns.seed !== undefined) follows.see(episode);
      const ran = episode.outcome === "success" || episode.outcome === "failure";
      for (const name of ran ? watched : []) {
        if (saysSomething(row.get(name))) errorColumns.set(name, (errorColumns.get(name) ?? 0) + 1);
      }
      if (columns.video === undefined) return;
      const path = videoOf(row, columns.video);
      if (path === null) count.videosLeftOut++;
      else if (path !== undefined) videos.push({ episode: position, path });
    },
    /** @throws WorldFluxError WF_EPISODE_DUPLICATED */
    result(file: string, table: Table) {
      const duplicates = twice.result();
      if (duplicates.total > 0) throw duplicated(file, table, duplicates);
      return {
        ...count,
        outcomes,
        seedsRepeated: numbered && count.seeded > 0 ? seeds.result() : undefined,
        duplicatesChecked: duplicates.complete && seeds.result().complete,
        errorColumns,
        indexFollowsSeed: follows.result(),
        videos,
      };
    },
  };
}

function wasRun({ outcome }: EpisodeRecord): boolean {
  return outcome !== "missing" && outcome !== "pending";
}

function saysSomething(cell: unknown): boolean {
  if (cell === false || cell === "False" || cell === "false" || isNothing(cell)) return false;
  return typeof cell !== "object" || cell === null || Object.keys(cell).length > 0;
}

/** Whether in every task with several episodes the seed is a start plus the index. */
function seedFollower() {
  const starts = new Map<string, number>();
  let several = false;
  let always = true;
  return {
    see({
      suite,
      task,
      seed,
      index,
    }: {
      suite: string | null;
      task: string | null;
      seed: number | null;
      index: number;
    }): void {
      if (!always) return;
      const key = JSON.stringify([suite, task]);
      const start = (seed ?? 0) - index;
      const before = starts.get(key);
      if (before === undefined) starts.set(key, start);
      else several = true;
      always = seed !== null && (before === undefined || before === start);
    },
    result: () => always && several,
  };
}

function duplicated(file: string, { unit }: Table, found: Repetitions): WorldFluxError {
  const pairs = found.examples.map(
    ({ first, again, opposite }) =>
      `${first} and ${again}${opposite ? " (opposite outcomes)" : ""}`,
  );
  const more = found.total > pairs.length ? ` and ${found.total - pairs.length} more` : "";
  const what =
    found.opposite > 0
      ? `${found.total} ${found.total === 1 ? "episode is" : "episodes are"} recorded again, ${found.opposite} of them with the opposite outcome: two runs were written into one file`
      : `${found.total} ${found.total === 1 ? "episode is" : "episodes are"} recorded again`;
  return new WorldFluxError(
    "WF_EPISODE_DUPLICATED",
    `${file}: ${what}; ${unit}s ${pairs.join(", ")}${more}`,
    {
      hint: "hand in the rows of one run, chosen before looking at the outcomes; if a repeated row is a retry, map attempt=<column>; if the rows are other tasks or seeds, map those",
    },
  );
}
