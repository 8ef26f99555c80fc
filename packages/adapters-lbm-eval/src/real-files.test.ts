import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import type { Outcome } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { lbmEval } from "./index.ts";

/** Published files of real evaluations; not ours to commit. */
const folder = join(import.meta.dirname, "../../../../shared/real/lbm_eval");
const absent = !existsSync(folder);

type Total = [episodes: number, successes: number, errors: number, pending: number, tasks: number];

/** Shape, totals and notes, as counted by an independent script. */
const accepted: Record<string, [shape: string, total: Total, notes: string[]]> = {
  "vla_foundry/OSS/Foundry-Qwen3VLA-2.1B": [
    "R",
    [3800, 2397, 15, 0, 19],
    ["files_merged", "crashes_stored_as_failures"],
  ],
  "vla_foundry/CS/LBM-FT": ["R-min", [3200, 2014, 0, 0, 16], ["files_merged", "crashes_unknown"]],
  "derived-by-writer/results-2025-11-07T14:02:11.481-08:00.json": [
    "U",
    [10, 7, 0, 0, 1],
    ["tasks_renamed"],
  ],
  "dashboard_fixtures/aggregate_and_compare_equal_rollouts/model_a": [
    "R",
    [6, 3, 0, 0, 2],
    ["files_merged"],
  ],
  "dashboard_fixtures/aggregate_and_compare_equal_rollouts/model_b": [
    "R",
    [6, 4, 0, 0, 2],
    ["files_merged"],
  ],
  "dashboard_fixtures/crashed_episodes": [
    "R",
    [3, 1, 2, 0, 1],
    ["crashes_stored_as_failures", "tasks_renamed"],
  ],
  "dashboard_fixtures/no_max_sample_size": [
    "R",
    [2, 1, 0, 0, 1],
    ["tasks_renamed", "budget_absent"],
  ],
};

/** Read only when the run is declared as interim; refused with WF_RUN_UNFINISHED otherwise. */
const interim: Record<string, [shape: string, total: Total]> = {
  "derived-by-writer/results-2025-11-07T15:40:02.004-08:00.json": ["U", [20, 4, 2, 4, 2]],
  "derived-by-writer/results-2025-11-07T16:00:00.000-08:00.json": ["U", [10, 0, 0, 10, 1]],
  "dashboard_fixtures/mixed_pending_crashed_success": ["R", [5, 2, 1, 1, 1]],
};

const refused: Record<string, [code: string, words: string]> = {
  "dashboard_fixtures/empty_evaluations": ["WF_NO_EPISODES", "empty list of evaluations"],
  "dashboard_fixtures/exceeds_max_sample_size": ["WF_EPISODES_INCONSISTENT", "which is 2"],
  "dashboard_fixtures/stale_overlapping_runs": ["WF_EPISODE_DUPLICATED", "2 of them with opposite"],
};

/** Folders that hold more than one evaluation. */
const mixtures: Record<string, [code: string, words: string]> = {
  vla_foundry: ["WF_RUNS_MIXED", "two simulators, CS and OSS"],
  "dashboard_fixtures/aggregate_and_compare_equal_rollouts": [
    "WF_RUNS_MIXED",
    '2 models: "model_a", "model_b"',
  ],
  "derived-by-writer": ["WF_EPISODE_DUPLICATED", 'scenario 0 of "PutMugOnSaucer"'],
};

async function read(name: string, declared: boolean) {
  const input = openInput([join(folder, name)]);
  const raw = await lbmEval.read(input, { interim: declared });
  const reading = checkReading("lbm_eval", raw);
  const episodes = [...reading.episodes];
  const count = (wanted: Outcome) => episodes.filter(({ outcome }) => outcome === wanted).length;
  const total: Total = [
    episodes.length,
    count("success"),
    count("error"),
    count("pending"),
    new Set(episodes.map(({ task }) => task)).size,
  ];
  const detected = lbmEval.detect(input).shape;
  return { reading, total, detected, files: input.sources().length };
}

describe.skipIf(absent)("real files (../shared/real/lbm_eval)", () => {
  test("each has a verdict here", () => {
    const verdicts = [accepted, interim, refused].flatMap(Object.keys);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const without = files.filter(
      (file) => !verdicts.some((name) => file === name || file.startsWith(`${name}/`)),
    );
    expect(without).toEqual([]);
  });

  test.each(Object.entries(accepted))("%s is read", async (name, [shape, total, notes]) => {
    const { reading, total: found, detected } = await read(name, false);
    expect([reading.shape, detected, found]).toEqual([shape, shape, total]);
    expect(reading.notes.map(({ code }) => code)).toEqual(notes);
  });

  test.each(Object.entries(interim))("%s is read as interim", async (name, [shape, total]) => {
    const { reading, total: found } = await read(name, true);
    expect([reading.shape, found]).toEqual([shape, total]);
    await expect(read(name, false)).rejects.toMatchObject({ code: "WF_RUN_UNFINISHED" });
  });

  test.each(Object.entries({ ...refused, ...mixtures }))("%s is refused", async (name, due) => {
    const [code, words] = due;
    const message = expect.stringContaining(words);
    await expect(read(name, true)).rejects.toMatchObject({ code, message });
  });

  test("every crash has a class, and its text is gone", async () => {
    const { reading, files } = await read("vla_foundry/OSS/Foundry-Qwen3VLA-2.1B", false);
    expect(files).toBe(19);
    const classes = new Map<unknown, number>();
    for (const { outcome, metadata, duration_seconds } of reading.episodes) {
      if (outcome !== "error") continue;
      expect(duration_seconds).toBeUndefined();
      const name = metadata?.["error"];
      classes.set(name, (classes.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(classes)).toEqual({
      SimFailure: 6,
      KeyError: 4,
      OSError: 3,
      RuntimeError: 2,
    });
  });
});
