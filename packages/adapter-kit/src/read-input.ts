import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { WorldFluxError } from "@worldflux/schema";
import { maxInputBytes, tooLarge } from "./source-log.ts";

/**
 * Reads one file whole. Opens nothing but a regular file and never blocks on a pipe.
 *
 * @param hint what to do about a file that is too large, where it is no evaluator's result file
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_INPUT_UNREADABLE or WF_INPUT_TOO_LARGE
 */
export function readInput(
  path: string,
  maxBytes: number = maxInputBytes,
  hint?: string,
): Uint8Array {
  const fd = openFile(path);
  try {
    const { size } = fstatSync(fd);
    if (size > maxBytes) throw tooLarge(path, maxBytes, hint);
    return readAll(fd, size, maxBytes, path, hint);
  } finally {
    closeSync(fd);
  }
}

/** Opens a regular file and nothing else. */
export function openFile(path: string, shown = path): number {
  const fd = open(path, shown);
  const stat = fstatSync(fd);
  if (stat.isFile()) return fd;
  closeSync(fd);
  if (stat.isDirectory()) {
    throw new WorldFluxError("WF_INPUT_UNREADABLE", `${shown} is a folder, not a file`, {
      hint: "name the file inside it",
    });
  }
  throw new WorldFluxError("WF_INPUT_UNREADABLE", `${shown} is not a regular file`, {
    hint: "save the content to a file and name that",
  });
}

function open(path: string, shown: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no file ${shown}`, {
        hint: "check the path; it is relative to the folder that you are in",
        cause,
      });
    }
    throw unreadable(shown, cause, "opened");
  }
}

/** A file may grow while it is read; what counts is what was read, and that is what is hashed. */
function readAll(
  fd: number,
  size: number,
  maxBytes: number,
  path: string,
  hint: string | undefined,
): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(Math.max(64 * 1024, size - total + 1));
    const read = readChunk(fd, chunk, path);
    if (read === 0) break;
    total += read;
    if (total > maxBytes) throw tooLarge(path, maxBytes, hint);
    chunks.push(chunk.subarray(0, read));
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

/** Reads into a buffer; 0 at the end of the file. */
export function readChunk(fd: number, chunk: Uint8Array, path: string): number {
  try {
    return readSync(fd, chunk);
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

export function unreadable(path: string, cause: unknown, done = "read"): WorldFluxError {
  const code = (cause as NodeJS.ErrnoException).code;
  return new WorldFluxError("WF_INPUT_UNREADABLE", `${path} cannot be ${done} (${code})`, {
    hint: "check the path and its permissions",
    cause,
  });
}
