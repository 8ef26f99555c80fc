import { type Input, type InputFile, keysOf } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { isSqlite, latin1 } from "./sqlite.ts";

/** What of an input is read, and what is only looked at by name. */
export interface Files {
  readonly results: readonly InputFile[];
  readonly recordings: readonly InputFile[];
  /** How many JSON files and databases are passed over. */
  readonly others: number;
  /** Paths of the step logs: one an episode that reached its first step. */
  readonly episodeLogs: readonly string[];
  /** The `-wal` or `-journal` file of a recording, by the recording's path. */
  readonly logs: ReadonlyMap<string, InputFile>;
}

const lfs = "version https://git-lfs";
const episodeLog = /(?:^|\/)task\d{4,9}_ep\d{4,9}_(?:success|fail|error)\.jsonl$/;

/**
 * Picks the results and recordings of an input. In a folder, other files that are no result are
 * passed over: logs, videos, settings. A file that stands alone is always taken.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN for a folder without any
 */
export function findFiles({ name, files }: Input): Files {
  const logs = new Map(
    files
      .filter(({ path, size }) => /-(?:wal|journal)$/.test(path) && size > 0)
      .map((file): [string, InputFile] => [file.path.replace(/-[a-z]+$/, ""), file]),
  );
  const candidates = files.filter(
    ({ path }) => files.length === 1 || /\.(?:json|sqlite3?|db)$/i.test(path),
  );
  const likely = candidates.filter((file) => looksLikeRecording(file) || looksLikeResult(file));
  // Where nothing looks right, the first file gets its own refusal.
  const read = likely.length > 0 ? likely : candidates.slice(0, 1);
  if (read.length === 0) {
    const shown = keysOf(Object.fromEntries(files.slice(0, 9).map(({ path }) => [path, 0])));
    throw new WorldFluxError(
      "WF_SHAPE_UNKNOWN",
      `${name} holds no result of vla-eval; it has ${shown.replace(/^the keys? /, "")}`,
      { hint: "name the *.json result, the recording-<id>.sqlite, or the folder that holds them" },
    );
  }
  const episodeLogs = files.map(({ path }) => path).filter((path) => episodeLog.test(path));
  return {
    results: read.filter((file) => !isSqlite(file)),
    recordings: read.filter(isSqlite),
    others: candidates.length - read.length,
    episodeLogs,
    logs,
  };
}

/** The tables are described at the start of the file. */
export function looksLikeRecording(file: InputFile): boolean {
  if (!isSqlite(file)) return false;
  const head = latin1(file.head());
  return ["eval_metadata", "episode_results"].every((name) => head.includes(name));
}

/** A pointer is kept, so that it is refused: a shard that was not downloaded is a shard missing. */
function looksLikeResult(file: InputFile): boolean {
  const head = new TextDecoder().decode(file.head());
  return (
    head.trimStart().startsWith(lfs) || (/"benchmark"\s*:/.test(head) && /"tasks"\s*:/.test(head))
  );
}
