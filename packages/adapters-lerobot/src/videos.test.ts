import { expect, test } from "vitest";
import { outcomes, perEpisode, perTask } from "../fixtures/build.ts";
import { read } from "../fixtures/read.ts";

const tasks = [
  { group: "libero_goal", id: 0, episodes: outcomes("SFS") },
  { group: "libero_10", id: 7, episodes: outcomes("FFS") },
];

function pathsOf(videoPaths: unknown[]) {
  const file = perTask("L2", tasks);
  file.per_task[1].metrics.video_paths = videoPaths;
  return read(file).references.map(({ episode, path }) => [episode, path]);
}

test("belong to episodes by position in the whole file", () => {
  const reading = read(perTask("L3", tasks, { videos: 2 }));
  expect(reading.references).toEqual([
    { episode: 0, kind: "video", path: "videos/libero_goal_0/eval_episode_0.mp4" },
    { episode: 1, kind: "video", path: "videos/libero_goal_0/eval_episode_1.mp4" },
    { episode: 3, kind: "video", path: "videos/libero_10_7/eval_episode_0.mp4" },
    { episode: 4, kind: "video", path: "videos/libero_10_7/eval_episode_1.mp4" },
  ]);
});

test("of L1 stand beside the episodes", () => {
  const reading = read(perEpisode(outcomes("SFS"), { videos: 1 }));
  expect(reading.references).toEqual([
    { episode: 0, kind: "video", path: "videos/eval_episode_0.mp4" },
  ]);
});

test("are cut down to LeRobot's own folder", () => {
  expect(
    pathsOf([
      "/home/someone/runs/videos/libero_10_7/eval_episode_0.mp4",
      "C:\\Users\\someone\\videos\\libero_10_7\\eval_episode_1.mp4",
    ]),
  ).toEqual([
    [3, "videos/libero_10_7/eval_episode_0.mp4"],
    [4, "videos/libero_10_7/eval_episode_1.mp4"],
  ]);
});

test("lose a folder that LeRobot did not make, which may be a name", () => {
  expect(pathsOf(["/data/videos/someone/eval_episode_0.mp4", "eval_episode_1.mp4"])).toEqual([
    [3, "eval_episode_0.mp4"],
    [4, "eval_episode_1.mp4"],
  ]);
});

test.each([
  ["another episode's number", ["videos/libero_10_7/eval_episode_1.mp4"]],
  ["no number", ["videos/libero_10_7/rollout.mp4", "", "/", "videos/"]],
  ["a number among others", ["videos/eval_episode_0_of_9.mp4"]],
  ["a leading zero", ["videos/eval_episode_00.mp4"]],
  ["a signed URL", ["https://x/videos/eval_episode_0.mp4?sig=abc"]],
])("with %s belong to no episode", (_, paths) => expect(pathsOf(paths)).toEqual([]));

test("more videos than episodes, or none, is no error", () => {
  const names = Array.from({ length: 5 }, (_, k) => `videos/libero_10_7/eval_episode_${k}.mp4`);
  expect(pathsOf(names)).toHaveLength(3);
  const file = perTask("L2", tasks);
  file.per_task[0].metrics.video_paths = null;
  delete file.per_task[1].metrics.video_paths;
  expect(read(file).references).toEqual([]);
});
