import type { ImportReport } from "@worldflux/schema";
import { earlyByPath, lateByPath } from "./by-path.ts";
import { groupBy } from "./group-by.ts";
import { folderOf } from "./path.ts";
import type { Proposal } from "./proposal.ts";

/** An entry that was not opened. */
type Skipped = ImportReport["skipped"][number];

/**
 * Finds entries beside the files of a candidate that were not opened and may hold more of it: a link, a
 * misleading name, what cannot be read. For a candidate of several files, all that lies below its
 * folder counts. Pipes and devices hold no records; trackers link to their last run, and what is named
 * as a video or as weights is passed over.
 *
 * @returns a function that gives it in words, or undefined
 */
export function unseenBeside(
  skipped: readonly Skipped[],
): (candidate: Pick<Proposal, "directory" | "files">) => string | undefined {
  const telling = skipped.filter(mayHoldRecords);
  const byFolder = groupBy(telling, ({ path }) => folderOf(path));
  return ({ directory, files }) => {
    const folders = new Set([directory, ...files.map(({ path }) => folderOf(path))]);
    const below = directory === "." ? "" : `${directory}/`;
    const found =
      files.length > 1
        ? telling.filter(({ path }) => path.startsWith(below))
        : [...folders].flatMap((folder) => byFolder.get(folder) ?? []);
    if (found.length === 0) return undefined;
    const reasons = [...new Set(found.map(({ reason }) => reason))].slice(0, 3).join("; ");
    const what = found.length === 1 ? "an entry" : `${found.length} entries`;
    return `${what} beside its files ${found.length === 1 ? "was" : "were"} not opened and may hold more of the run (${reasons}): make a copy of the folder in which all of it can be read`;
  };
}

function mayHoldRecords({ what, path }: Skipped): boolean {
  if (what === "fifo" || what === "device" || what === "socket") return false;
  if (earlyByPath(path)?.class === "tracker" || /(?:^|\/)wandb\//.test(path)) return false;
  const is = lateByPath(path)?.class;
  return is !== "video" && is !== "image" && is !== "checkpoint";
}
