import { publicReference } from "@worldflux/adapter-kit";
import { Line, privateReason, type RawReference } from "@worldflux/schema";
import type { Task } from "./task.ts";

/**
 * Videos that belong to an episode beyond doubt: the k-th path, named after episode k. LeRobot
 * renders only the first few episodes of a task, so most episodes have none.
 */
export function videosOf(tasks: readonly Task[]): RawReference[] {
  let first = 0;
  return tasks.flatMap((task) => {
    const references = videosOfTask(task, first);
    first += task.episodes.length;
    return references;
  });
}

function videosOfTask(task: Task, firstEpisode: number): RawReference[] {
  // The folder that LeRobot makes; any other may be named after a person or a machine.
  const folder = task.suite === null ? "videos" : `videos/${task.suite}_${task.task}`;
  return task.videoPaths.slice(0, task.episodes.length).flatMap((path, k) => {
    const reference = publicReference(path, "videos");
    const name = reference.slice(reference.lastIndexOf("/") + 1);
    if (/^eval_episode_(\d+)\.\w{1,8}$/.exec(name)?.[1] !== String(k)) return [];
    const shown = reference === `${folder}/${name}` ? reference : name;
    if (!Line.safeParse(shown).success || privateReason(shown) !== undefined) return [];
    return [{ episode: firstEpisode + k, kind: "video" as const, path: shown }];
  });
}
