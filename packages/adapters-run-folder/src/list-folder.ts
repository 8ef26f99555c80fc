import { type Dirent, lstatSync, opendirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ImportReport, printable, type SkippedKind, WorldFluxError } from "@worldflux/schema";
import type { Limits } from "./limits.ts";
import { nameTrick, shownPath } from "./name-trick.ts";

/** A regular file below the root. */
export interface ListedFile {
  /** With `/`, relative to the root. */
  readonly path: string;
  readonly size: number;
}

/** An entry that is not opened; its path as it may be shown. */
type SkippedEntry = ImportReport["skipped"][number];

/** What lies in a folder. Sorted by path. */
export interface Listing {
  readonly files: readonly ListedFile[];
  readonly skipped: readonly SkippedEntry[];
  readonly folders: number;
  /** True when the limit of entries or depth was met. */
  readonly cutShort: boolean;
  /** False when anything of the folder could not be listed. */
  readonly complete: boolean;
  /** Which limits were met, in words. */
  readonly met: readonly string[];
}

/**
 * Lists a folder without opening a file and without following any link below it.
 *
 * @param onEntry told how many entries were seen, now and then
 * @throws WorldFluxError WF_INPUT_NOT_FOUND or WF_INPUT_UNREADABLE when the root is no folder
 */
export function listFolder(
  root: string,
  limits: Limits,
  onEntry: (seen: number) => void = () => {},
): Listing {
  refuseOther(root);
  const files: ListedFile[] = [];
  const skipped: SkippedEntry[] = [];
  let seen = 0;
  let folders = 0;
  let tooMany = false;
  let tooDeep = 0;
  const skip = (path: string, what: SkippedKind, reason: string) =>
    void skipped.push({ path: shownPath(path), what, reason });

  const take = (path: string, depth: number, entry: Dirent) => {
    const trick = nameTrick(path);
    const stat = trick === undefined ? kindOf(join(root, path), entry) : undefined;
    if (trick !== undefined) skip(path, "name", trick);
    else if (typeof stat === "string") skip(path, stat, skipReasons[stat]);
    else if (stat?.isDirectory()) {
      if (depth < limits.depth) open.push({ path, depth: depth + 1 });
      else {
        tooDeep++;
        skip(path, "too_deep", `below ${limits.depth} folders`);
      }
    } else files.push({ path, size: stat?.size ?? 0 });
  };

  const open = [{ path: "", depth: 0 }];
  for (let at = open.pop(); at !== undefined && !tooMany; at = open.pop()) {
    folders++;
    try {
      const folder = opendirSync(join(root, at.path));
      try {
        for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
          if (++seen > limits.entries) {
            tooMany = true;
            break;
          }
          if (seen % 512 === 0) onEntry(seen);
          take(at.path === "" ? entry.name : `${at.path}/${entry.name}`, at.depth, entry);
        }
      } finally {
        folder.closeSync();
      }
    } catch (cause) {
      if (at.path === "") throw unreadable(root, cause);
      skip(at.path, "unreadable", `the folder cannot be listed (${codeOf(cause)})`);
    }
  }
  const met = [
    ...(tooMany ? [`more than ${limits.entries} entries: the rest was not looked at`] : []),
    ...(tooDeep > 0
      ? [`${tooDeep} folders lie deeper than ${limits.depth} and were not looked into`]
      : []),
  ];
  const unlisted = skipped.some(({ what }) => what === "unreadable");
  return {
    files: files.sort(byPath),
    skipped: skipped.sort(byPath),
    folders: folders - 1,
    cutShort: met.length > 0,
    complete: met.length === 0 && !unlisted,
    met: [...met, ...(unlisted ? ["some entries cannot be read with these permissions"] : [])],
  };
}

const skipReasons = {
  symlink: "links are not followed",
  fifo: "a pipe, which is no file",
  device: "a device, which is no file",
  socket: "a socket, which is no file",
  unreadable: "it cannot be looked at",
  not_a_file: "neither file nor folder",
} as const;

/** What an entry is: its stat for a file or folder, otherwise why it is skipped. */
function kindOf(full: string, entry: Dirent) {
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isFIFO()) return "fifo";
  if (entry.isSocket()) return "socket";
  if (entry.isBlockDevice() || entry.isCharacterDevice()) return "device";
  try {
    // Some file systems do not say in a listing what an entry is.
    const stat = lstatSync(full);
    if (stat.isSymbolicLink()) return "symlink";
    return stat.isFile() || stat.isDirectory() ? stat : "not_a_file";
  } catch {
    return "unreadable";
  }
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function refuseOther(root: string): void {
  let isFolder: boolean;
  try {
    isFolder = statSync(root).isDirectory();
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(cause))) {
      throw new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no folder ${printable(root)}`, {
        hint: "check the path; it is relative to the folder that you are in",
        cause,
      });
    }
    throw unreadable(root, cause);
  }
  if (isFolder) return;
  throw new WorldFluxError("WF_INPUT_UNREADABLE", `${printable(root)} is a file, not a folder`, {
    hint: "extract an archive first and name the folder; a single result file is read by `worldflux audit run <source>`",
  });
}

function unreadable(root: string, cause: unknown): WorldFluxError {
  return new WorldFluxError(
    "WF_INPUT_UNREADABLE",
    `the folder ${printable(root)} cannot be read (${codeOf(cause)})`,
    { hint: "check the path and its permissions", cause },
  );
}

function codeOf(cause: unknown): string {
  return String((cause as NodeJS.ErrnoException).code);
}
