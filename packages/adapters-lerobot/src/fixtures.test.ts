import { expect, test } from "vitest";
import { type Json, outcomes, perEpisode, perTask, pythonJson } from "../fixtures/build.ts";
import { letters, read, refusal } from "../fixtures/read.ts";

const tasks = [
  { group: "libero_spatial", id: 0, episodes: outcomes("SSSFF") },
  { group: "libero_spatial", id: 1, episodes: outcomes("SFSFS") },
  { group: "libero_10", id: 0, episodes: outcomes("SFSFS") },
];
const pusht = [
  { success: false, sum: 83.08573712462675, max: 0.9561136164116424 },
  { success: true, sum: 96.69120820529128, max: 1 },
  { success: false, sum: 141.53258539948843, max: 0.9875899666452714 },
  { success: true, sum: 62.27567665995557, max: 1 },
];
const l2 = perTask("L2", tasks, { videos: 3 });
const l3 = perTask("L3", [...tasks].reverse(), { videos: 3 });

function spoilt(file: Json, change: (file: Json) => void): Json {
  const copy = structuredClone(file);
  change(copy);
  return copy;
}

const accepted: Record<string, [file: unknown, letters: Record<string, string>]> = {
  "L1-seeds.json": [perEpisode(pusht, { videos: 4 }), { "/": "FSFS" }],
  "L1-no-seeds.json": [perEpisode(pusht, { startSeed: null }), { "/": "FSFS" }],
  "L2.json": [
    l2,
    { "libero_spatial/0": "SSSFF", "libero_spatial/1": "SFSFS", "libero_10/0": "SFSFS" },
  ],
  "L3-completion-order.json": [
    l3,
    { "libero_10/0": "SFSFS", "libero_spatial/1": "SFSFS", "libero_spatial/0": "SSSFF" },
  ],
  "L3-rewards-not-finite.json": [
    perTask("L3", [
      {
        group: "aloha",
        id: 0,
        episodes: [
          { success: true, sum: 4, max: 4 },
          { success: false, sum: Number.NaN, max: Number.NEGATIVE_INFINITY },
        ],
      },
    ]),
    { "aloha/0": "SF" },
  ],
  "L4.json": [
    perTask("L4", tasks),
    { "libero_spatial/0": "SSSFF", "libero_spatial/1": "SFSFS", "libero_10/0": "SFSFS" },
  ],
  "wrapped-with-run-config.json": [
    {
      results_of_tuesday: perTask("L2", tasks.slice(0, 1)),
      run_config: { policy_path: "lerobot/smolvla_libero", batch_size: 1, seed: 1000 },
    },
    { "libero_spatial/0": "SSSFF" },
  ],
};

const text = pythonJson(l2);
const refused: Record<string, [file: unknown, code: string]> = {
  "aggregates-alone.json": [{ overall: l2.overall }, "WF_AGGREGATE_ONLY"],
  "cut-off.json": [text.slice(0, 900), "WF_JSON_TRUNCATED"],
  "edited-outcome.json": [
    spoilt(l2, (file) => {
      file.per_task[0].metrics.successes[3] = true;
    }),
    "WF_AGGREGATE_MISMATCH",
  ],
  "edited-rate.json": [
    spoilt(l3, (file) => {
      file.overall.pc_success = 99;
    }),
    "WF_AGGREGATE_MISMATCH",
  ],
  "interval-does-not-follow.json": [
    spoilt(perTask("L4", tasks), (file) => {
      file.overall.pc_success_ci95 = [70, 95];
    }),
    "WF_AGGREGATE_MISMATCH",
  ],
  "lists-differ.json": [
    spoilt(l2, (file) => {
      file.per_task[1].metrics.sum_rewards.pop();
    }),
    "WF_EPISODES_INCONSISTENT",
  ],
  "micro-macro.json": [{ micro: [], macro: {} }, "WF_SHAPE_UNKNOWN"],
  "no-episodes.json": [perTask("L3", []), "WF_NO_EPISODES"],
  "per-task-object.json": [{ ...l2, per_task: { task_0: l2.overall } }, "WF_SHAPE_UNKNOWN"],
  "private-group.json": [
    perTask("L2", [{ group: "/home/someone/envs/pick", id: 0, episodes: outcomes("SF") }]),
    "WF_PRIVATE_TEXT",
  ],
  "task-twice.json": [perTask("L2", [...tasks, ...tasks.slice(0, 1)]), "WF_EPISODE_DUPLICATED"],
};

// The files are written by `npx vitest run --project unit packages/adapters-lerobot --update`.
test.each(Object.entries(accepted))("accepted/%s", async (name, [file, expected]) => {
  await expect(pythonJson(file)).toMatchFileSnapshot(`../fixtures/accepted/${name}`);
  expect(letters(read(file))).toEqual(expected);
});

test.each(Object.entries(refused))("refused/%s", async (name, [file, code]) => {
  const content = typeof file === "string" ? file : pythonJson(file);
  await expect(content).toMatchFileSnapshot(`../fixtures/refused/${name}`);
  expect(refusal(content).code).toBe(code);
});
