import type { EpisodeRecord, ReadingNote } from "@worldflux/schema";
import { budget } from "./form.ts";
import type { ResultFile } from "./read-result-file.ts";
import { someOf } from "./show.ts";
import { failureTimes } from "./time-limits.ts";

/** What the notes are about. */
export interface Noted {
  readonly files: readonly ResultFile[];
  readonly episodes: readonly EpisodeRecord[];
  /** Tasks by `skill_type`. */
  readonly names: ReadonlyMap<string, string>;
  readonly leftovers: number;
}

/** What is odd about an evaluation that could still be read. */
export function notesOn(noted: Noted): ReadingNote[] {
  const details: [code: string, detail: string | undefined][] = [
    ["files_merged", filesMerged(noted)],
    ["crashes_stored_as_failures", crashes(noted)],
    ["crashes_unknown", crashesUnknown(noted)],
    ["pending", pending(noted)],
    ["unfinished_write", unfinishedWrite(noted)],
    ["early_stops", earlyStops(noted)],
    ["tasks_renamed", tasksRenamed(noted)],
    ["budget_absent", budgetAbsent(noted)],
  ];
  return details.flatMap(([code, detail]) => (detail === undefined ? [] : [{ code, detail }]));
}

function filesMerged({ files }: Noted): string | undefined {
  if (files.length === 1) return undefined;
  return `${files.length} files are read as one evaluation. They name no policy, so that one policy ran in all of them is taken from where they stood`;
}

function crashes({ episodes }: Noted): string | undefined {
  const classes = new Map<string, number>();
  for (const { metadata } of episodes) {
    const name = metadata?.["error"];
    if (typeof name === "string") classes.set(name, (classes.get(name) ?? 0) + 1);
  }
  const errors = count(episodes, "error");
  if (errors === 0) return undefined;
  const successes = count(episodes, "success");
  const evaluated = episodes.length - count(episodes, "pending");
  const common = [...classes].sort(([, a], [, b]) => b - a).map(([name, n]) => `${n} ${name}`);
  return `${errors} of ${evaluated} episodes crashed (${someOf(common)}). lbm_eval counts a crash as a failure: ${successes} of ${evaluated} with them, ${successes} of ${evaluated - errors} without`;
}

function crashesUnknown({ files }: Noted): string | undefined {
  if (files[0]?.form !== "R-min") return undefined;
  return "the rows have neither is_pending nor failure_message: nothing shows that no failure was a crash, or that no episode was pending. Simulated times are 0 or were not measured";
}

function pending({ episodes }: Noted): string | undefined {
  const still = count(episodes, "pending");
  if (still === 0) return undefined;
  return `${still} of ${episodes.length} episodes had not run when the file was saved; a run that was stopped, and a worker that was killed, leave them so for ever`;
}

function unfinishedWrite({ leftovers }: Noted): string | undefined {
  if (leftovers === 0) return undefined;
  return `lbm_eval was killed while it saved: ${leftovers} temporary files were left behind and are not read`;
}

/** Every failure runs to the limit of its task, so a shorter one was stopped by something else. */
function earlyStops({ episodes }: Noted): string | undefined {
  const tasks: string[] = [];
  let early = 0;
  for (const [task, times] of failureTimes(episodes)) {
    const longest = [...times.keys()].reduce((a, b) => Math.max(a, b));
    const total = [...times.values()].reduce((a, b) => a + b);
    const shorter = total - (times.get(longest) ?? 0);
    if (shorter > 0) tasks.push(`${shorter} in ${task}`);
    early += shorter;
  }
  if (early === 0) return undefined;
  return `${early} of the failures ended before the longest failure of their task (${someOf(tasks)}): not by the time limit, so find out what stopped them`;
}

function tasksRenamed({ names }: Noted): string | undefined {
  const changed = [...names].filter(([before, after]) => before !== after);
  if (changed.length === 0) return undefined;
  return `tasks are listed as TRI's released results spell them: ${someOf(changed.map(([before, after]) => `${before} as ${after}`))}`;
}

function budgetAbsent({ files }: Noted): string | undefined {
  if (files[0]?.form !== "R" && files[0]?.form !== "R-min") return undefined;
  if (files[0].budget !== undefined) return undefined;
  return `${budget} is absent: nothing says how many episodes were planned`;
}

function count(episodes: readonly EpisodeRecord[], wanted: EpisodeRecord["outcome"]): number {
  return episodes.filter(({ outcome }) => outcome === wanted).length;
}
