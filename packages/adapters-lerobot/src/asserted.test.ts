import { expect, test } from "vitest";
import { outcomes, perTask } from "../fixtures/build.ts";
import { codes, read } from "../fixtures/read.ts";

const run = perTask("L2", [{ group: "pusht", id: 0, episodes: outcomes("SF") }]);

test("a run_config is kept as assertions", () => {
  const reading = read({
    ...run,
    run_config: {
      policy_path: "lerobot/diffusion_pusht",
      env_type: "pusht",
      task: "PushT-v0",
      n_episodes: 2,
      batch_size: 1,
      seed: 3000,
      device: "cuda",
      task_ids: [5],
      rename_map: { a: "b" },
      eval_s_wall: 259.4,
    },
  });
  expect(reading.asserted).toEqual({
    "run_config.policy_path": "lerobot/diffusion_pusht",
    "run_config.env_type": "pusht",
    "run_config.task": "PushT-v0",
    "run_config.n_episodes": 2,
    "run_config.batch_size": 1,
    "run_config.seed": 3000,
    "run_config.device": "cuda",
  });
  expect(reading.notes).toEqual([
    {
      code: "sidecar_asserted",
      detail: "7 values are what the file says about its own run; nothing in it proves them",
    },
  ]);
  expect(reading.not_recorded).toContain("seed");
  expect(reading.evaluator.version).toBeNull();
});

test("so is the provenance object that LeRobot may get", () => {
  const reading = read({
    ...run,
    provenance: {
      tool: { name: "lerobot-eval", version: "0.7.0", git_commit: "7427f318" },
      policy: { path: "lerobot/act", type: "act", extra: { deep: 1 } },
      environment: { type: "aloha", task: "AlohaTransferCube-v0", fps: 50 },
      system: { os: "Linux", gpu: "A100" },
      eval_settings: { n_episodes: 2, batch_size: 2, seed: 1000, device: "cpu" },
      timestamp_utc: "2026-09-20T10:00:00Z",
    },
  });
  expect(Object.keys(reading.asserted)).toEqual([
    "provenance.tool.name",
    "provenance.tool.version",
    "provenance.tool.git_commit",
    "provenance.policy.path",
    "provenance.policy.type",
    "provenance.environment.type",
    "provenance.environment.task",
    "provenance.eval_settings.n_episodes",
    "provenance.eval_settings.batch_size",
    "provenance.eval_settings.seed",
    "provenance.eval_settings.device",
    "provenance.timestamp_utc",
  ]);
});

test("what is private, long, or not a plain value is left out", () => {
  const reading = read({
    ...run,
    run_config: {
      policy_path: "/home/someone/checkpoints/smolvla",
      policy_type: "x".repeat(513),
      policy_revision: "two\nlines",
      env_type: "",
      task: null,
      seed: Number.NaN,
      batch_size: [1],
      device: "gpu01.internal",
      checkpoint: `hf_${"a".repeat(30)}`,
    },
    provenance: "none",
  });
  expect(reading.asserted).toEqual({});
  expect(codes(reading)).toEqual([]);
});

test("at most 24 are kept", () => {
  const settings = { policy_path: "p", policy_type: "t", policy_revision: "r", checkpoint: "c" };
  const flat = { ...settings, env_type: "e", env_task: "t", task: "t", seed: 1, batch_size: 1 };
  const more = { n_episodes: 1, device: "d", tool: "t", git_commit: "g", timestamp: "now" };
  const reading = read({
    ...run,
    run_config: { ...flat, ...more },
    provenance: { ...flat, ...more },
  });
  expect(Object.keys(reading.asserted)).toHaveLength(24);
});
