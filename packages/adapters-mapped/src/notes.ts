import type { ReadingNote, Unrecorded } from "@worldflux/schema";
import type { Mapping } from "./mapping.ts";
import type { Survey } from "./survey.ts";

/** What a reader of the evidence should know about a mapping and what it met. */
export function notesOn(mapping: Mapping, line: string, seen: Survey): ReadingNote[] {
  const notes: ReadingNote[] = [{ code: "mapped_by_hand", detail: line }];
  const note = (when: boolean, code: string, detail: string) => {
    if (when) notes.push({ code, detail });
  };
  const { columns, constants = {}, contract, success } = mapping;
  const numbered = columns.index === undefined && constants.index === undefined;
  const repeated = seen.seedsRepeated;
  note(
    contract === undefined && success?.at_least === undefined,
    "success_rule_undeclared",
    "nobody said when the evaluator calls an episode a success: at any step, at the end, by a person",
  );
  note(
    numbered,
    "index_counted",
    "the mapping names no index, so episodes are numbered in the order of the rows, within task and seed",
  );
  note(
    repeated !== undefined && repeated.total > 0,
    "seeds_repeated",
    `${repeated?.total} rows have the task and seed of an earlier row, ${repeated?.opposite} of them with the opposite outcome: several episodes a seed, or two runs in one file`,
  );
  note(
    seen.indexFollowsSeed,
    "index_follows_seed",
    "every episode of a task has a seed of its own, and index runs along with it: a protocol with seeds asks for index 0 of each seed, so index:=0 is probably meant",
  );
  for (const [column, rows] of seen.errorColumns) {
    note(
      true,
      "error_column_unmapped",
      `${rows} of ${seen.rows} rows count as success or failure with a value in ${column}, which the mapping does not read: a crash in there is no error`,
    );
  }
  note(
    seen.overruled > 0,
    "success_overruled",
    `${seen.overruled} rows say success and do not count as one, because the error or outcome column says otherwise`,
  );
  note(
    seen.onePercent > 0,
    "scores_of_one_percent",
    `${seen.onePercent} scores are exactly 0.01, which the DROID clients also write when the operator types y for a success`,
  );
  note(
    seen.unended,
    "last_line_unended",
    "the last line has no line end: its last cell may be cut off",
  );
  note(
    !seen.duplicatesChecked,
    "duplicates_not_checked",
    "there are more episodes than are remembered to find those that are recorded twice",
  );
  note(
    seen.videosLeftOut > 0,
    "videos_left_out",
    `${seen.videosLeftOut} entries of the video column are no path that may be written down`,
  );
  return notes;
}

/** What the rows cannot tell under a mapping. */
export function notRecorded(mapping: Mapping, seen: Survey): Unrecorded[] {
  const { columns, constants = {}, outcome } = mapping;
  const missing: Unrecorded[] = [];
  if (columns.task === undefined && constants.task === undefined) missing.push("task_identity");
  if (seen.seeded === 0) missing.push("seed");
  missing.push("initial_state", "checkpoint", "evaluator_version", "max_steps");
  if (columns.error === undefined && outcome?.error === undefined) missing.push("harness_errors");
  missing.push("episode_order");
  if (seen.withoutStart > 0) missing.push("time");
  return missing;
}
