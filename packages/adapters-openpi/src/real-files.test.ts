import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { openpi } from "./index.ts";

/** Published files of real evaluations, and some made by following the client; not ours to commit. */
const folder = join(import.meta.dirname, "../../../../shared/real/openpi");

/** Outcomes by letter, and notes. */
const accepted: Record<string, [string, string[]]> = {
  derived: ["ssssfe", ["harness_errors_counted", "suite_not_complete", "other_files_not_read"]],
  "derived/derived_openpi_libero_stderr.log": [
    "ssssfe",
    ["harness_errors_counted", "suite_not_complete"],
  ],
};

const refused: Record<string, [string, string]> = {
  "": ["WF_INPUT_FOLDER", "2 files are logs"],
  // Its own counters agree with each other, but 98 of its 100 episodes are not in the excerpt.
  "lerobot_issue955_openpi_style_log_excerpt.log": [
    "WF_EPISODES_INCONSISTENT",
    "begins with episode 9",
  ],
  "derived/derived_droid_eval_03:42PM_June_05_2026.csv": ["WF_SCORE_ONLY", "1 at 0.01"],
  "derived/derived_pr957_results.jsonl": ["WF_SHAPE_UNKNOWN", "is JSON"],
  "pr694_eval_base_libero_logs_summary.csv": ["WF_AGGREGATE_ONLY", "50 success rates"],
  "pr694_eval_finetuned_libero_logs_summary.csv": ["WF_AGGREGATE_ONLY", "50 success rates"],
  "pr694_eval_finetuned_random_logs_summary.csv": ["WF_AGGREGATE_ONLY", "success rates"],
  "pr694_eval_random_logs_summary.csv": ["WF_AGGREGATE_ONLY", "line 51 holds"],
};

describe.skipIf(!existsSync(folder))("real files of openpi", () => {
  test("are all listed here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "SOURCES.tsv")
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const listed = [...Object.keys(accepted), ...Object.keys(refused)];
    expect(listed.filter((name) => name.includes(".")).sort()).toEqual(files.sort());
  });

  test.each(Object.entries(accepted))("%s is read", async (name, [outcomes, notes]) => {
    const input = openInput([join(folder, name)]);
    expect(openpi.detect(input).shape).toBe("libero-log");
    const reading = checkReading("openpi", await openpi.read(input, { interim: false }));
    const letters = [...reading.episodes].map(({ outcome }) => outcome[0]).join("");
    expect(letters).toBe(outcomes);
    expect(reading.notes.map(({ code }) => code)).toEqual(notes);
  });

  test.each(Object.entries(refused))("%s is refused", async (name, [code, message]) => {
    const read = async () => openpi.read(openInput([join(folder, name)]), { interim: false });
    await expect(read()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
