import type { FileClass } from "@worldflux/schema";
import { expect, test } from "vitest";
import { classify } from "./classify.ts";

const bytes = (content: string | readonly number[]) =>
  typeof content === "string"
    ? new TextEncoder().encode(content)
    : Uint8Array.from([...content, ...new Array(600 - content.length).fill(0)]);
const classOf = (path: string, content: string | readonly number[]) => {
  const start = bytes(content);
  return classify(path, start, start.length).class;
};
const tar = [...new Array(257).fill(0x61), ...bytes("ustar")];

test.each<[FileClass, string, string | readonly number[]]>([
  ["robot_recording", "a.bin", [0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a]],
  ["robot_recording", "x", [...bytes("#ROSBAG V2.0\n")]],
  ["robot_recording", "bag/a_0.db3", [...bytes("SQLite format 3\0")]],
  ["robot_recording", "bag/metadata.yaml", "rosbag2_bagfile_information:\n  version: 5\n"],
  ["tracker", "mlflow.db", [...bytes("SQLite format 3\0 experiments latest_metrics")]],
  ["episode_records", "rec.sqlite", [...bytes("SQLite format 3\0 eval_metadata episode_results")]],
  ["archive", "results.json", [0x1f, 0x8b, 8]],
  ["archive", "a", tar],
  ["archive", "a.zip", [0x50, 0x4b, 3, 4]],
  ["checkpoint", "a.pt", [0x50, 0x4b, 3, 4]],
  ["dataset", "a.npz", [0x50, 0x4b, 3, 4]],
  ["checkpoint", "episodes.jsonl", [0x80, 4, 0x95]],
  ["checkpoint", "m.safetensors", [8, 0, 0, 0, 0, 0, 0, 0, 0x7b]],
  ["dataset", "a", [...bytes("PAR1")]],
  ["dataset", "meta/episodes.jsonl", '{"episode_index": 0}\n'],
  ["video", "a", [0, 0, 0, 24, ...bytes("ftypisom")]],
  ["video", "a.mp4", [1, 2, 3, 0]],
  ["image", "a", [0x89, 0x50, 0x4e, 0x47]],
  ["secret", ".env", "A=1"],
  ["secret", "cfg/.aws/config", "x"],
  ["secret", "notes.txt", `-----BEGIN ${"RSA"} PRIVATE KEY-----`],
  ["config", ".hydra/config.yaml", "seed: 1"],
  ["config", "train_config.json", '{"lr": 0.1}'],
  ["tracker", "wandb/run-20260101_101010-ab12/files/config.yaml", "a: 1"],
  ["tracker", "logs/events.out.tfevents.1700.host", [1, 0, 2]],
  ["unusable", "results.json.tmp", '{"success": true}'],
  ["unusable", "empty.json", ""],
  ["unusable", "nothing.json", "{}"],
  ["unusable", "p.json", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"],
  ["unusable", "e.csv", "episode,success\n"],
  ["episode_records", "e.csv", "episode,success\n0,1\n"],
  ["other", "trajectory.csv", "t,x,y\n0,1,2\n"],
  ["aggregates", "s.csv", "task,success_rate\na,0.4\n"],
  ["aggregates", "eval_log.json", '{"test/mean_score": 0.9, "test/sim_max_reward_100": 0.887}'],
  [
    "aggregates",
    "results.json",
    '{"12": {"chain_sr": {"1": 0.7}, "task_info": {"a": {"success": 9, "total": 10}}}}',
  ],
  ["episode_records", "r.json", '{"a": [{"success": false}]}'],
  ["log", "train.log", "epoch 1"],
  ["log", "a.out", "hello"],
  ["other", "x.json", '{"a": 1}'],
  ["other", "x", [1, 2, 0, 3]],
])("%s: %s", (expected, path, content) => {
  expect(classOf(path, content)).toBe(expected);
});

test("a text that is cut at the limit is still a text", () => {
  const whole = bytes("épisode ".repeat(9));
  expect(classify("a.log", whole.subarray(0, 10), whole.length).class).toBe("log");
});
