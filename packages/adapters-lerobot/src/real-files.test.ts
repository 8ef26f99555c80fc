import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { letters } from "../fixtures/read.ts";
import { lerobot } from "./index.ts";

/** Published files of real evaluations; not ours to commit. */
const folder = join(import.meta.dirname, "../../../../shared/real/lerobot");
const absent = !existsSync(folder);

/** Shape, episodes, successes, tasks, notes; as counted by an independent script. */
const accepted: Record<string, [string, number, number, number, string[]]> = {
  "sharon99054930216_task2_smolvla_eval_info.json": ["L3", 400, 323, 40, ["wrapped"]],
  "r2021147571_full400_h1_parent_spatial_eval_info.json": ["L3", 100, 87, 10, []],
  "kyh99_libero_spatial_task05_eval_info.json": [
    "L3",
    50,
    0,
    1,
    ["all_failed_and_fast", "sidecar_asserted"],
  ],
  "derived/derived_L1_per_episode_aggregated_v0.3.3.json": ["L1", 10, 5, 1, []],
  "derived/derived_L1_seed_null.json": ["L1", 10, 5, 1, []],
  "derived/derived_L1a_no_video_paths.json": ["L1", 10, 5, 1, []],
  "derived/derived_L2_per_task_v0.4.0-v0.5.1.json": ["L2", 15, 9, 3, []],
  "derived/derived_L3_per_task_predicted_v0.6.0.json": ["L3", 15, 11, 3, []],
  "derived/derived_L3_recording_true_no_videos.json": ["L3", 15, 11, 3, []],
  "derived/derived_L3_parallel_completion_order.json": ["L3", 15, 8, 3, []],
  "derived/derived_L3_NaN_Infinity_in_rewards.json": ["L3", 15, 8, 3, ["rewards_not_finite"]],
  "derived/derived_L4_counts_and_wilson_main_2026-09.json": ["L4", 20, 16, 2, []],
};

const refused: Record<string, [code: string, words: string]> = {
  "hwihwa_cartpole_NOT_LEROBOT_eval_info.json": ["WF_SHAPE_UNKNOWN", '"env_id", "algorithm"'],
  "issue_pr3235_lerobot-eval_stdout_excerpt.log": ["WF_PYTHON_REPR", "Python, not JSON"],
  "derived/derived_L4_interval_does_not_follow.json": [
    "WF_AGGREGATE_MISMATCH",
    "overall.pc_success_ci95[0] is 70",
  ],
  "derived/derived_L3_NaN_zero_tasks.json": ["WF_NO_EPISODES", "no episode"],
  "derived/derived_L3_overall_disagrees.json": [
    "WF_AGGREGATE_MISMATCH",
    "overall.pc_success is 99",
  ],
  "derived/derived_L0_micro_macro_2024-03-22.json": ["WF_SHAPE_UNKNOWN", "March 2024"],
  "derived/derived_WRONG_per_task_as_object.json": ["WF_SHAPE_UNKNOWN", '"per_task"'],
  "derived/derived_L3_truncated_write.json": ["WF_JSON_TRUNCATED", "ends in the middle"],
  "derived/lfs_pointer_instead_of_json.json": ["WF_LFS_POINTER", "git-LFS pointer"],
};

async function readOut(name: string) {
  const raw = await lerobot.read(openInput([join(folder, name)]), { interim: false });
  const reading = checkReading("lerobot", raw);
  return { reading, episodes: [...reading.episodes] };
}

describe.skipIf(absent)("real files (../shared/real/lerobot)", () => {
  test("each has a verdict here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(files.sort()).toEqual([...Object.keys(accepted), ...Object.keys(refused)].sort());
  });

  test.each(Object.entries(accepted))("accepts %s", async (name, [shape, n, k, tasks, notes]) => {
    const { reading, episodes } = await readOut(name);
    expect(reading.shape).toBe(shape);
    expect(episodes).toHaveLength(n);
    expect(episodes.filter(({ outcome }) => outcome === "success")).toHaveLength(k);
    expect(Object.keys(letters(reading))).toHaveLength(tasks);
    const libero = episodes.some(({ suite }) => suite?.startsWith("libero_"));
    expect(reading.notes.map(({ code }) => code)).toEqual([
      ...notes,
      ...(libero ? ["initial_state_by_version"] : []),
    ]);
    expect(JSON.stringify({ ...reading, episodes })).not.toMatch(
      /\/home|\/root|inc-kyh|autodl|eval_results_400/,
    );
  });

  test.each(Object.entries(refused))("refuses %s", async (name, [code, words]) => {
    const error = await readOut(name).catch((error) => error);
    expect(error).toBeInstanceOf(WorldFluxError);
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  test("a folder that holds several is refused, naming them", async () => {
    const error = await readOut("").catch((error) => error);
    expect(error.code).toBe("WF_INPUT_FOLDER");
    expect(error.message).toContain("kyh99_libero_spatial_task05_eval_info.json");
  });

  test("keeps the alternating outcomes of libero_goal 3 in order", async () => {
    const [name] = Object.keys(accepted);
    const { reading } = await readOut(name ?? "");
    expect(letters(reading)["libero_goal/3"]).toBe("FSFSFSFSFS");
  });
});
