import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { checkReading, openInput } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { mapped, parseMapping } from "./index.ts";

/** Published files of real evaluations; not ours to commit. */
const folder = join(import.meta.dirname, "../../../../shared/real");
const absent = !existsSync(folder);

const read = (name: string, mapping: string) => {
  const adapter = mapped(parseMapping(mapping, "--map"));
  const reading = checkReading(
    "mapped",
    adapter.read(openInput([join(folder, name)]), { interim: false }) as never,
  );
  return { reading, episodes: [...reading.episodes] };
};

const pr957 = "openpi/derived/derived_pr957_results.jsonl";
const paired = "run-folders/per-episode-paired-json/data";
const cells =
  "records=/cells/*/per_episode,keyed_by=cell,task=cell,seed=ep_seed,index:=0,success=success,sum_reward=reward,steps=steps,contract=unknown";
const rows = "suite=suite,task=task_name,index=init_state_id,seed=seed,success=success,steps=steps";

/** File, mapping, shape, episodes, successes, errors, tasks, note codes. */
const accepted: [string, string, string, number, number, number, number, string[]][] = [
  // What its owner counts: the flag alone, so the lost connection is a failure, and is noted.
  [pr957, `${rows},contract=any_step`, "jsonl", 3, 1, 0, 1, ["error_column_unmapped"]],
  // The same rows with the column that says that the connection was lost.
  [pr957, `${rows},error=exception,contract=any_step`, "jsonl", 3, 1, 1, 1, []],
  [`${paired}/atomic/atomic_T1_Pick.json`, `${cells},suite:=T1_Pick`, "json", 480, 480, 0, 16, []],
  [
    `${paired}/atomic/atomic_T6_TwoArmPegInHole.json`,
    `${cells},suite:=T6_TwoArmPegInHole`,
    "json",
    480,
    62,
    0,
    16,
    [],
  ],
  // Only because the user says which score is enough.
  [
    "openpi/derived/derived_droid_eval_03:42PM_June_05_2026.csv",
    "task:=fold,success=success,success.at_least=0.5,steps=duration,video=video_filename",
    "csv",
    5,
    3,
    0,
    1,
    ["index_counted", "scores_of_one_percent"],
  ],
];

/** File, mapping, code, words. */
const refused: [string, string, string, string][] = [
  [pr957, "task=instruction,success=success,seed=seeds", "WF_MAPPING_INVALID", '"seeds"'],
  [
    "openpi/derived/derived_droid_eval_03:42PM_June_05_2026.csv",
    "task:=fold,success=success",
    "WF_SUCCESS_UNDECLARED",
    '"0.01", "0.0", "0.5", "1.0", "1.5"',
  ],
  ...["base_libero", "finetuned_libero", "finetuned_random", "random"].map(
    (name): [string, string, string, string] => [
      `openpi/pr694_eval_${name}_logs_summary.csv`,
      "task=env_num,success=success_rate,success.at_least=1",
      "WF_AGGREGATE_ONLY",
      '"success_rate"',
    ],
  ),
  [
    "openpi/derived/derived_openpi_libero_stderr.log",
    "task=task,success=success",
    "WF_PYTHON_REPR",
    "printed",
  ],
  [
    "openpi/lerobot_issue955_openpi_style_log_excerpt.log",
    "task=task,success=success",
    "WF_MAPPING_INVALID",
    'no row has the column "task"',
  ],
  [
    `${paired}/algo_compare/algo_compare_v2.json`,
    "records=/sweep,task=task,success=success",
    "WF_MAPPING_INVALID",
    "list of rows",
  ],
];

describe.skipIf(absent)("real files (../shared/real)", () => {
  test("each has a verdict here", () => {
    const files = ["openpi", "run-folders/per-episode-paired-json"].flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
    );
    const known = new Set([...accepted, ...refused].map(([name]) => name));
    expect(files.sort()).toEqual([...known].sort());
  });

  test.each(accepted)("accepts %s by %s", (name, mapping, shape, n, k, e, tasks, notes) => {
    const { reading, episodes } = read(name, mapping);
    const of = (outcome: string) => episodes.filter((episode) => episode.outcome === outcome);
    expect(reading.shape).toBe(shape);
    expect(episodes).toHaveLength(n);
    expect(of("success")).toHaveLength(k);
    expect(of("error")).toHaveLength(e);
    expect(of("failure")).toHaveLength(n - k - e);
    expect(new Set(episodes.map(({ suite, task }) => `${suite}/${task}`)).size).toBe(tasks);
    const codes = reading.notes.map(({ code }) => code);
    expect(codes.filter((code) => !/^(mapped_by_hand|success_rule_.*)$/.test(code))).toEqual(notes);
    expect(JSON.stringify([reading, episodes])).not.toContain("received 1011");
  });

  test.each(refused)("refuses %s by %s", (name, mapping, code, words) => {
    const attempt = () => read(name, mapping);
    expect(attempt).toThrow(WorldFluxError);
    expect(attempt).toThrow(expect.objectContaining({ code }));
    expect(attempt).toThrow(words);
  });

  test("keeps the class of the lost connection and nothing of its text", () => {
    const { episodes } = read(pr957, `${rows},error=exception`);
    expect(episodes.map(({ metadata }) => metadata)).toEqual([
      undefined,
      undefined,
      { error: "ConnectionClosedError" },
    ]);
  });
});
