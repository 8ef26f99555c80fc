import { folderOf, nameOf } from "./path.ts";
import type { Proposal } from "./proposal.ts";
import type { SeenFile } from "./seen-file.ts";

type Detail = string | undefined;

/** What a program is still writing, or was when it was killed. Editors leave `.swp` and `~`. */
const half = /\.(?:tmp|part|partial|progress|crdownload)$/i;
const lock = /\.lock$/i;

/**
 * Finds what says that the run behind a candidate had not finished: a status without a result, a file
 * that is half written, a lock of one of its own files. Locks of other names are of package managers.
 *
 * @param statuses files that hold a status and no result
 * @returns a function that gives it in words, or undefined
 */
export function unfinishedBeside(
  files: readonly SeenFile[],
  statuses: readonly SeenFile[],
): (candidate: Pick<Proposal, "directory" | "files">) => Detail {
  const stopped = new Set(statuses.map(({ path }) => folderOf(path)));
  const named = files.filter(
    ({ path, class: is }) => is === "unusable" && /\.\w{3,10}$/.test(path),
  );
  const halves = new Set(
    named.filter(({ path }) => half.test(path)).map(({ path }) => folderOf(path)),
  );
  const locked = new Set(
    named.filter(({ path }) => lock.test(path)).map(({ path }) => lockedBy(path)),
  );
  return ({ directory, files: own }) => {
    const folders = [directory, ...new Set(own.map(({ path }) => folderOf(path)))];
    if (folders.some((folder) => stopped.has(folder))) {
      return "a status beside it says that the run had not finished";
    }
    if (folders.some((folder) => halves.has(folder))) {
      return "a half-written file beside it says that its writer had not finished";
    }
    return own.some(({ path }) => locked.has(path) || locked.has(path.replace(/\.[^./]*$/, "")))
      ? "a lock of its file says that its writer had not finished"
      : undefined;
  };
}

/** `run/.a.json.lock` and `run/a.json.lock` are of `run/a.json`. */
function lockedBy(path: string): string {
  const name = nameOf(path).replace(lock, "").replace(/^\./, "");
  const folder = folderOf(path);
  return folder === "." ? name : `${folder}/${name}`;
}
