// Writes examples/lerobot-libero/eval_info.json: a synthetic run in the shape of LeRobot 0.6.
// The outcomes are drawn from a fixed seed; no policy was run.
import { writeFileSync } from "node:fs";

const suites = { libero_spatial: 0.93, libero_object: 0.97, libero_goal: 0.9, libero_10: 0.76 };
const EPISODES = 10;

/** mulberry32: a small generator, so that this script gives the same file everywhere. */
let state = 20261122;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const per_task = Object.entries(suites).flatMap(([task_group, rate]) =>
  Array.from({ length: 10 }, (_, task_id) => {
    const successes = Array.from({ length: EPISODES }, () => random() < rate);
    const rewards = successes.map((success) => (success ? 1 : 0));
    const video_paths = successes
      .slice(0, 2)
      .map((_, k) => `outputs/eval/videos/${task_group}_${task_id}/eval_episode_${k}.mp4`);
    const metrics = {
      sum_rewards: rewards,
      max_rewards: rewards,
      successes,
      video_paths,
      predicted_video_paths: [],
    };
    return { task_group, task_id, metrics };
  }),
);

function aggregate(tasks) {
  const all = tasks.flatMap((task) => task.metrics.sum_rewards);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  return {
    avg_sum_reward: mean,
    avg_max_reward: mean,
    pc_success: mean * 100,
    n_episodes: all.length,
    video_paths: tasks.flatMap((task) => task.metrics.video_paths),
    predicted_video_paths: [],
  };
}

const per_group = Object.fromEntries(
  Object.keys(suites).map((suite) => [
    suite,
    aggregate(per_task.filter((t) => t.task_group === suite)),
  ]),
);
const overall = { ...aggregate(per_task), eval_s: 5127.25, eval_ep_s: 12.818125 };
const path = new URL("../examples/lerobot-libero/eval_info.json", import.meta.url);
writeFileSync(path, `${JSON.stringify({ per_task, per_group, overall }, null, 1)}\n`);
