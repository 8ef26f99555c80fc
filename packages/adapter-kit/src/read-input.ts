import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { sha256, WorldFluxError } from "@worldflux/schema";
import type { InputFile } from "./adapter.ts";

/** Largest file that is read whole, in bytes: 256 MiB. */
export const maxInputBytes = 256 * 2 ** 20;

/**
 * Reads one file that the user named. Opens nothing but a regular file and never blocks on a pipe.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND, WF_INPUT_UNREADABLE or WF_INPUT_TOO_LARGE
 */
export function readInput(path: string, maxBytes: number = maxInputBytes): InputFile {
  const fd = open(path);
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) {
      throw new WorldFluxError("WF_INPUT_UNREADABLE", `${path} is a folder, not a file`, {
        hint: "name the file inside it",
      });
    }
    if (!stat.isFile()) {
      throw new WorldFluxError("WF_INPUT_UNREADABLE", `${path} is not a regular file`);
    }
    if (stat.size > maxBytes) throw tooLarge(path, maxBytes);
    const bytes = readAll(fd, stat.size, maxBytes, path);
    return { name: basename(path), bytes, sha256: sha256(bytes) };
  } finally {
    closeSync(fd);
  }
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new WorldFluxError("WF_INPUT_NOT_FOUND", `there is no file ${path}`, {
        hint: "check the path; it is relative to the folder that you are in",
        cause,
      });
    }
    throw new WorldFluxError("WF_INPUT_UNREADABLE", `${path} cannot be opened (${code})`, {
      cause,
    });
  }
}

/** A file may grow while it is read; what counts is what was read, and that is what is hashed. */
function readAll(fd: number, size: number, maxBytes: number, path: string): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(Math.max(64 * 1024, size - total + 1));
    const read = readChunk(fd, chunk, path);
    if (read === 0) break;
    total += read;
    if (total > maxBytes) throw tooLarge(path, maxBytes);
    chunks.push(chunk.subarray(0, read));
  }
  return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
}

function readChunk(fd: number, chunk: Uint8Array, path: string): number {
  try {
    return readSync(fd, chunk);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new WorldFluxError("WF_INPUT_UNREADABLE", `${path} cannot be read (${code})`, { cause });
  }
}

function tooLarge(path: string, maxBytes: number): WorldFluxError {
  const limit = maxBytes < 2 ** 20 ? `${maxBytes} bytes` : `${Math.round(maxBytes / 2 ** 20)} MiB`;
  return new WorldFluxError("WF_INPUT_TOO_LARGE", `${path} is larger than ${limit}`);
}
