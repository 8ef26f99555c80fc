import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { gr00t } from "./index.ts";

/** Logs made by the evaluator's own writer code; not ours to commit. */
const folder = join(import.meta.dirname, "../../../../shared/real/gr00t");
const absent = !existsSync(folder);

/** Shape, tasks in the order of the log, outcomes as letters, notes. */
const accepted: Record<string, [string, string[], string, string[]]> = {
  "derived/derived_n1.6_rollout_policy_stdout.log": [
    "rollout",
    ["libero_sim/KITCHEN_SCENE3_turn_on_the_stove_and_put_the_moka_pot_on_it"],
    "SSSSFSSFSSS",
    ["completion_order", "early_stop_bias", "more_than_planned", "libero_states_not_fixed"],
  ],
  "derived/derived_n1.7_rollout_policy_stdout.log": [
    "rollout",
    ["robocasa_panda_omron/OpenDrawer_PandaOmron_Env"],
    "SSFS",
    ["completion_order", "early_stop_bias", "length_unit_unknown"],
  ],
  "derived/derived_n1.5_libero_eval_libero_goal.log": [
    "libero_log",
    ["libero_goal/0", "libero_goal/1"],
    "SSFS",
    ["suite_not_complete"],
  ],
};

const refused: Record<string, [code: string, words: string]> = {
  "derived/derived_n1.5_simulation_service_stdout.log": ["WF_AGGREGATE_ONLY", "two decimals"],
  "derived/derived_open_loop_eval.log": ["WF_SCORE_ONLY", "MSE"],
};

describe.skipIf(absent)("real files (../shared/real/gr00t)", () => {
  test("each has a verdict here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(files.sort()).toEqual([...Object.keys(accepted), ...Object.keys(refused)].sort());
  });

  test.each(Object.entries(accepted))("accepts %s", async (name, [shape, tasks, all, notes]) => {
    const input = openInput([join(folder, name)]);
    const reading = checkReading("gr00t", await gr00t.read(input, { interim: false }));
    const episodes = [...reading.episodes];
    expect(reading.shape).toBe(shape);
    expect(gr00t.detect(input).shape).toBe(shape);
    expect([...new Set(episodes.map(({ suite, task }) => `${suite}/${task}`))]).toEqual(tasks);
    expect(episodes.map(({ outcome }) => outcome[0]?.toUpperCase()).join("")).toBe(all);
    expect(reading.notes.map(({ code }) => code)).toEqual(notes);
    expect(JSON.stringify({ ...reading, episodes })).not.toMatch(/\/data|sim_eval_videos/);
  });

  test.each(Object.entries(refused))("refuses %s", async (name, [code, words]) => {
    const input = openInput([join(folder, name)]);
    expect(gr00t.detect(input).shape).toBeNull();
    const attempt = () => gr00t.read(input, { interim: false });
    expect(attempt).toThrow(expect.objectContaining({ code }));
    expect(attempt).toThrow(words);
  });
});
