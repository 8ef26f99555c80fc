import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { codesOf, refusalOf } from "../fixtures/read.ts";
import { vlaEval } from "./index.ts";

/** Published results and others made by the evaluator's own writer; not ours to commit. */
const folder = join(import.meta.dirname, "../../../../shared/real/vla-eval");
const absent = !existsSync(folder);

const g0 = "g0-v0.0.4dev";
const derived = "derived-by-writer";
const shard = (k: number) => `${derived}/g1_v0.1.0__LIBEROBenchmark_libero_goal_shard${k}of3.json`;
const aggregate = "LIBEROBenchmark_libero_goal_aggregate.json";

type Accepted = [
  paths: string | string[],
  shape: string,
  counts: [episodes: number, successes: number, errors: number, missing: number],
  notes: string[],
  interim?: boolean,
];

/** As counted by an independent script. */
const accepted: Accepted[] = [
  [`${g0}/oft-joint/merged_libero_goal.json`, "G0", [500, 489, 0, 0], []],
  [`${g0}/oft-joint/merged_libero_spatial.A.json`, "G0", [500, 486, 0, 0], []],
  [`${g0}/oft-joint/merged_libero_spatial.B.json`, "G0", [500, 486, 0, 0], []],
  [
    `${g0}/pi0-libero/merged_libero_spatial.json`,
    "G0",
    [500, 463, 30, 0],
    ["harness_errors", "errors_in_one_task"],
  ],
  [
    `${derived}/g1_v0.1.0__LIBEROBenchmark_libero_goal_sync_1775400000.json`,
    "G1",
    [10, 8, 2, 0],
    ["harness_errors"],
  ],
  [`${derived}/g1_v0.1.0__merged_complete.json`, "G1", [10, 7, 0, 0], []],
  [[shard(0), shard(1), shard(2)], "G1", [10, 7, 0, 0], []],
  [shard(0), "G1", [10, 3, 0, 6], ["unfinished"], true],
  [`${derived}/g2_run_clean`, "G2-sqlite", [10, 6, 1, 0], ["harness_errors", "plan_unknown"]],
  [`${derived}/g2_run_clean/${aggregate}`, "G2", [10, 6, 1, 0], ["harness_errors", "plan_unknown"]],
  [
    `${derived}/g2_run_clean/recording-9f1c2d3e-clean.sqlite`,
    "G2-sqlite",
    [10, 6, 1, 0],
    ["harness_errors", "plan_unknown"],
  ],
  [`${derived}/g2_run_calvin`, "G2-sqlite", [10, 6, 1, 0], ["harness_errors", "plan_unknown"]],
  [
    `${derived}/g2_run_calvin/CALVINBenchmark_aggregate.json`,
    "G2",
    [10, 6, 1, 0],
    ["harness_errors", "plan_unknown"],
  ],
  [
    `${derived}/g2_run_calvin/recording-9f1c2d3e-calvin.sqlite`,
    "G2-sqlite",
    [10, 6, 1, 0],
    ["harness_errors", "plan_unknown"],
  ],
  [
    `${derived}/g2_run_died_midway_NO_partial_flag`,
    "G2-sqlite",
    [10, 3, 0, 3],
    ["unfinished", "plan_unknown"],
    true,
  ],
];

const duplicated = "5 records repeat an episode, 1 with another outcome";
const empty = `${derived}/g2_run_EMPTY_issue84`;
const twice = `${derived}/g2_run_duplicated_episodes_rerun_same_eval_id`;
const died = `${derived}/g2_run_died_midway_NO_partial_flag`;

const refused: [paths: string | string[], code: string, words: string][] = [
  [
    `${derived}/g0_v0.0.3__LIBEROBenchmark_libero_goal_partial_1774300000.json`,
    "WF_RUN_UNFINISHED",
    "says partial",
  ],
  [
    `${derived}/g0_v0.0.3__LIBEROBenchmark_libero_goal_shard0of2.json`,
    "WF_RUN_UNFINISHED",
    "shard 1 of the run is missing",
  ],
  [
    `${derived}/g0.5_dev0efccf9_errors-EXCLUDED__LIBEROBenchmark_libero_goal_sync_1775350000.json`,
    "WF_AGGREGATE_MISMATCH",
    "errors excluded",
  ],
  [shard(0), "WF_RUN_UNFINISHED", "shards 1, 2 of the run are missing"],
  [shard(1), "WF_RUN_UNFINISHED", "shards 0, 2"],
  [shard(2), "WF_RUN_UNFINISHED", "shards 0, 1"],
  [[shard(0), shard(2)], "WF_RUN_UNFINISHED", "shard 1 of the run is missing"],
  [
    `${derived}/g1_v0.1.0__merged_MISSING_SHARD_partial.json`,
    "WF_RUN_UNFINISHED",
    "shard 2 of the run is missing",
  ],
  [died, "WF_RUN_UNFINISHED", "3 of the planned episodes are not recorded"],
  [`${died}/${aggregate}`, "WF_RUN_UNFINISHED", "3 of the planned episodes"],
  [`${died}/recording-9f1c2d3e-partial.sqlite`, "WF_RUN_UNFINISHED", "3 of the planned episodes"],
  [twice, "WF_EPISODE_DUPLICATED", duplicated],
  [`${twice}/${aggregate}`, "WF_EPISODE_DUPLICATED", duplicated],
  [`${twice}/recording-9f1c2d3e-dup.sqlite`, "WF_EPISODE_DUPLICATED", duplicated],
  [empty, "WF_NO_EPISODES", "no episode at all"],
  [`${empty}/${aggregate}`, "WF_NO_EPISODES", "no episode at all"],
  [`${empty}/recording-9f1c2d3e-empty.sqlite`, "WF_NO_EPISODES", "no episode at all"],
  ["look-alikes/leaderboard.first40.json", "WF_LEADERBOARD", "copied from papers"],
  ["look-alikes/lfs_pointer_merged_libero_spatial.json", "WF_LFS_POINTER", "never downloaded"],
  ["look-alikes/rc365_adapter_qualification_parity.json", "WF_SHAPE_UNKNOWN", '"overall_pass"'],
  [`${g0}/oft-joint`, "WF_RUNS_MIXED", "merged_libero_spatial.A.json"],
  [derived, "WF_NO_EPISODES", "recording-9f1c2d3e-empty.sqlite"],
  ["look-alikes", "WF_LFS_POINTER", "lfs_pointer"],
];

const inputOf = (paths: string | string[]) =>
  openInput([paths].flat().map((path) => join(folder, path)));

describe.skipIf(absent)("real files (../shared/real/vla-eval)", () => {
  test("each has a verdict here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".jsonl"))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const named = [...accepted, ...refused].flatMap(([paths]) => paths);
    expect(files.filter((file) => !named.includes(file))).toEqual([]);
  });

  test.each(accepted)("accepts %s", async (paths, shape, counts, notes, interim = false) => {
    const input = inputOf(paths);
    expect(vlaEval.detect(input).shape).toBe(shape);
    const reading = checkReading("vla-eval", await vlaEval.read(inputOf(paths), { interim }));
    const outcomes = [...reading.episodes].map(({ outcome }) => outcome);
    const count = (of: string) => outcomes.filter((outcome) => outcome === of).length;
    expect([outcomes.length, count("success"), count("error"), count("missing")]).toEqual(counts);
    expect(reading.shape).toBe(shape);
    expect(codesOf(reading)).toEqual(notes);
    expect(JSON.stringify([...reading.episodes])).not.toMatch(/timeout=|code=|Traceback/);
  });

  test.each(refused)("refuses %s", async (paths, code, words) => {
    const error = await refusalOf(
      Promise.resolve(vlaEval.read(inputOf(paths), { interim: false })),
    );
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(words)]);
    expect(error.hint).toBeTruthy();
  });
});
