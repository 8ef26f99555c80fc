import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { type Digest, digester } from "@worldflux/schema";
import { inWords, type Limits } from "./limits.ts";
import type { ListedFile } from "./list-folder.ts";

/** How much of each file is looked at to say what it is, in bytes: 1 MiB. */
const lookBytes = 2 ** 20;

/** A file as it was found when it was opened. */
export interface Look {
  readonly size: number;
  /** The first MiB. Only good until the next file is looked at. */
  readonly start: Uint8Array;
  readonly sha256: Digest | null;
  /** Why there is no hash. */
  readonly unhashed: string | null;
}

/**
 * Looks at files one after the other: their start, and their hash as long as the limits allow.
 * Opens nothing but regular files and never waits for a pipe.
 *
 * @returns a function that gives the look, or in words why there is none
 */
export function fileLooker(root: string, limits: Limits): (file: ListedFile) => Look | string {
  const start = new Uint8Array(lookBytes);
  const rest = new Uint8Array(lookBytes);
  let left = limits.hashedInAll;

  const look = (fd: number): Look | string => {
    const stat = fstatSync(fd);
    if (!stat.isFile()) return "it is no file any more";
    const tooLarge = stat.size > limits.hashedFile;
    const hash = tooLarge || stat.size > left ? undefined : digester();
    const length = fill(fd, start);
    const seen = start.subarray(0, length);
    if (hash === undefined) {
      const limit = tooLarge ? inWords(limits.hashedFile) : `${inWords(limits.hashedInAll)} in all`;
      return { size: stat.size, start: seen, sha256: null, unhashed: `larger than ${limit}` };
    }
    hash.update(seen);
    let size = length;
    for (let n = length; n > 0; size += n) {
      n = readSync(fd, rest);
      hash.update(rest.subarray(0, n));
      // A file that grows while it is read would never end.
      if (size > limits.hashedFile) {
        return { size, start: seen, sha256: null, unhashed: "it grew while it was read" };
      }
    }
    left -= size;
    return { size, start: seen, sha256: hash.digest(), unhashed: null };
  };

  return ({ path }) => {
    let fd: number | undefined;
    try {
      const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
      fd = openSync(join(root, path), flags);
      return look(fd);
    } catch (cause) {
      return `it cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  };
}

function fill(fd: number, buffer: Uint8Array): number {
  let length = 0;
  while (length < buffer.length) {
    const n = readSync(fd, buffer, length, buffer.length - length, null);
    if (n === 0) break;
    length += n;
  }
  return length;
}
