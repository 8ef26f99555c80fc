import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { join } from "node:path";
import { WorldFluxError } from "@worldflux/schema";

/** The files of a package in memory, and what stands in the folder that is not a plain file. */
export interface PackageFiles {
  /** Bytes by path, with `/` between folders. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Links, devices and the like, by path: never opened. */
  readonly refused: readonly string[];
}

/** Most files that a package folder may hold. */
const MAX_FILES = 10_000;
/** Most bytes that are read in all: 1 GiB. */
const MAX_BYTES = 2 ** 30;
/** How deep folders may nest. */
const MAX_DEPTH = 8;

/**
 * Reads a package folder without following any link.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_PACKAGE_INVALID for a path that is no folder, or
 * WF_INPUT_TOO_LARGE
 */
export function readPackageFolder(folder: string): PackageFiles {
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
  const files = new Map<string, Uint8Array>();
  const refused: string[] = [];
  let bytes = 0;

  function walk(prefix: string, depth: number): void {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = `${prefix}${entry.name}`;
      if (files.size + refused.length >= MAX_FILES) throw tooLarge(folder, `${MAX_FILES} files`);
      if (entry.isDirectory() && depth < MAX_DEPTH) walk(`${path}/`, depth + 1);
      else if (entry.isFile()) {
        const content = readPlainFile(join(folder, path), MAX_BYTES - bytes);
        if (content === null) throw tooLarge(folder, "1 GiB");
        bytes += content.length;
        files.set(path, content);
      } else refused.push(path);
    }
  }

  walk("", 1);
  return { files, refused };
}

function readPlainFile(path: string, limit: number): Uint8Array | null {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  let fd: number;
  try {
    fd = openSync(path, flags);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new WorldFluxError("WF_INPUT_UNREADABLE", `${path} cannot be opened (${code})`, {
      cause,
    });
  }
  try {
    return fstatSync(fd).size > limit ? null : readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

function tooLarge(folder: string, limit: string): WorldFluxError {
  return new WorldFluxError("WF_INPUT_TOO_LARGE", `${folder} holds more than ${limit}`, {
    hint: "check that this is the package folder",
  });
}
