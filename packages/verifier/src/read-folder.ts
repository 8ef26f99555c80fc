import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from "node:fs";
import { sep } from "node:path";
import { memberFolders, WorldFluxError } from "@worldflux/schema";

/** The files of a package in memory, and what stands in the folder that is not a plain file. */
export interface PackageFiles {
  /** Bytes by file name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Folders, links, devices and the like, by name: never opened. */
  readonly refused: readonly string[];
}

/** Most entries that a package folder may have. */
const MAX_ENTRIES = 10_000;
/** Most bytes that are read in all: 4 GiB. */
const MAX_BYTES = 2 ** 32;
/** Bytes that are read at a time. */
const CHUNK = 64 * 2 ** 20;

/**
 * Reads a package folder without following any link.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_PACKAGE_INVALID for a path that is no folder,
 * WF_INPUT_UNREADABLE or WF_INPUT_TOO_LARGE
 */
export function readPackageFolder(folder: string): PackageFiles {
  const entries = listFolder(folder);
  if (entries.length > MAX_ENTRIES) throw tooLarge(folder, `${MAX_ENTRIES} files`);
  const files = new Map<string, Uint8Array>();
  const refused: string[] = [];
  let bytes = 0;
  const read = (path: string) => {
    const content = readPlainFile(within(folder, path), MAX_BYTES - bytes);
    if (content === null) throw tooLarge(folder, "4 GiB");
    bytes += content.length;
    files.set(path, content);
  };
  for (const entry of entries) {
    if (entry.isFile()) read(entry.name);
    else if (entry.isDirectory() && memberFolders.includes(entry.name)) {
      const inside = listFolder(within(folder, entry.name));
      if (inside.length > MAX_ENTRIES) throw tooLarge(folder, `${MAX_ENTRIES} files`);
      for (const { name, ...at } of inside.map((e) => ({ name: e.name, file: e.isFile() }))) {
        if (at.file) read(`${entry.name}/${name}`);
        else refused.push(`${entry.name}/${name}`);
      }
    } else refused.push(entry.name);
  }
  return { files, refused };
}

/** Not `join`: that takes `link/..` for nothing, and would read another folder than was listed. */
function within(folder: string, path: string): string {
  return `${folder}${sep}${path}`;
}

function listFolder(folder: string): Dirent[] {
  try {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat === undefined) {
      throw new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no folder ${folder}`, {
        hint: "give the folder that `worldflux audit run --output` wrote",
      });
    }
    if (!stat.isDirectory()) {
      throw new WorldFluxError("WF_PACKAGE_INVALID", `${folder} is not a folder`, {
        hint: "give the package folder itself, not a file in it and not a link to it",
      });
    }
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function readPlainFile(path: string, limit: number): Uint8Array | null {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  try {
    const fd = openSync(path, flags);
    try {
      const { size } = fstatSync(fd);
      return size > limit ? null : readWhole(fd, size);
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** In pieces: one call reads no more than 2 GiB. */
function readWhole(fd: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const read = readSync(fd, bytes, at, Math.min(CHUNK, size - at), null);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}

function unreadable(path: string, cause: unknown): WorldFluxError {
  if (cause instanceof WorldFluxError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  return new WorldFluxError("WF_INPUT_UNREADABLE", `${path} cannot be read (${code})`, {
    hint: "check the path and its permissions",
    cause,
  });
}

function tooLarge(folder: string, limit: string): WorldFluxError {
  return new WorldFluxError("WF_INPUT_TOO_LARGE", `${folder} holds more than ${limit}`, {
    hint: "check that this is the package folder",
  });
}
