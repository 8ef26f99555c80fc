import type { InputFile, ReadOptions } from "@worldflux/adapter-kit";
import {
  type EpisodeRecord,
  type RawReference,
  type ReadingNote,
  textLines,
  WorldFluxError,
} from "@worldflux/schema";
import { LiberoRun } from "./libero-run.ts";
import { messagesIn } from "./messages.ts";
import { notesOn } from "./notes.ts";

/** The log of one run of LIBERO's evaluation loop. */
export interface LiberoLog {
  /** From `Task suite:`; null when the log does not have that line. */
  readonly suite: string | null;
  /** Tasks that began. They are numbered "0", "1", ... in the order of the log. */
  readonly tasks: number;
  readonly episodes: readonly EpisodeRecord[];
  /** Videos that the log names, by position in `episodes`; openpi names none. */
  readonly videos: readonly RawReference[];
  readonly notes: readonly ReadingNote[];
  /** False for an interim look at a run that was stopped or goes on. */
  readonly finished: boolean;
}

/**
 * Reads the log of LIBERO's evaluation loop, as openpi and, in its footsteps, GR00T N1.5 write it.
 * Progress bars, terminal escapes and other programs' lines may stand in between.
 *
 * An episode is a success when `# successes` grew. One that ended in `Caught exception` is `error`.
 * Every counter, percentage and rate is checked against the episodes before it. `index` is the
 * number of the episode in its task, from 0; `metadata.instruction` the text of the task and
 * `metadata.error` the class of an exception: `timeout`, `connection_closed` or `exception`.
 *
 * @param dialect `openpi` ends with `Total success rate` and `Total episodes`; `gr00t` has no such
 * lines and is taken as finished when the rates of its last task are there
 * @throws WorldFluxError WF_RUN_UNFINISHED unless the look is declared interim; WF_RUNS_MIXED for
 * two runs in one file; WF_EPISODES_INCONSISTENT or WF_AGGREGATE_MISMATCH for lines that contradict
 * each other, with the line; WF_NO_EPISODES; WF_PRIVATE_TEXT; as `textLines` does
 */
export function readLiberoLog(
  file: InputFile,
  dialect: "openpi" | "gr00t",
  { interim }: ReadOptions,
): LiberoLog {
  const run = new LiberoRun(file.path);
  for (const { line, text, ended } of textLines(file.chunks(), file.path)) {
    for (const message of messagesIn(text)) {
      // The last line of a process that was killed may be cut off.
      if (message.kind === "garbled" && !ended) continue;
      run.take(message, line);
    }
  }
  const finished = dialect === "openpi" ? run.ended : run.betweenTasks;
  if (!finished) run.stop();
  if (run.episodes.length === 0) {
    throw new WorldFluxError("WF_NO_EPISODES", `${file.path} logs no episode`, {
      hint: "hand in the log of a run that got as far as its first episode",
    });
  }
  if (!finished && !interim) throw unfinished(file.path, run, dialect);
  const { suite, tasks, episodes, videos } = run;
  return { suite, tasks, episodes, videos, notes: notesOn(run, finished), finished };
}

function unfinished(file: string, run: LiberoRun, dialect: string): WorldFluxError {
  const n = run.episodes.length;
  const last = dialect === "openpi" ? "Total episodes" : "Current total success rate";
  return new WorldFluxError(
    "WF_RUN_UNFINISHED",
    `${file} stops after ${n} ${n === 1 ? "episode" : "episodes"}, before its last line (${last})`,
    {
      hint: "hand in the log of a run that finished, or declare that you look at an interim state (--interim)",
    },
  );
}
