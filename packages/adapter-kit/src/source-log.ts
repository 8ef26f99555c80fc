import { type Digest, digester, Line, WorldFluxError } from "@worldflux/schema";
import type { SourceRead } from "./input.ts";
import { quote } from "./place.ts";

/** Largest file that is read whole, in bytes: 256 MiB. */
export const maxInputBytes = 256 * 2 ** 20;

/** How much of a file `head` gives, in bytes. */
export const headBytes = 64 * 1024;

/** Which files were read, with the digest of the bytes that were handed out. */
export class SourceLog {
  readonly #read = new Map<string, SourceRead>();
  /** Files of which only a part was taken so far. */
  readonly #begun = new Map<string, () => Iterable<Uint8Array>>();

  /** Passes chunks through and notes their digest when the last one was taken. */
  *pass(path: string, open: () => Iterable<Uint8Array>): Generator<Uint8Array> {
    checkPath(path);
    if (!this.#read.has(path)) this.#begun.set(path, open);
    const hash = digester();
    let size = 0;
    for (const chunk of open()) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
    this.note(path, hash.digest(), size);
  }

  /**
   * @throws WorldFluxError WF_INPUT_CHANGED when the file was another one the last time, or
   * WF_INPUT_UNREADABLE for a path that evidence cannot hold
   */
  note(path: string, sha256: Digest, size: number): void {
    checkPath(path);
    const before = this.#read.get(path);
    if (before !== undefined && before.sha256 !== sha256) {
      throw new WorldFluxError("WF_INPUT_CHANGED", `${path} was changed while it was being read`, {
        hint: "wait until nothing writes to it any more, then try again",
      });
    }
    this.#read.set(path, { path, sha256, size_bytes: size });
    this.#begun.delete(path);
  }

  /** The files read, sorted by path. One that was read in part is read to its end for its digest. */
  sources(): readonly SourceRead[] {
    for (const [path, open] of [...this.#begun]) {
      const rest = this.pass(path, open);
      while (!rest.next().done);
    }
    return [...this.#read.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** The evidence names its sources, each on a line of its own. */
function checkPath(path: string): void {
  if (Line.safeParse(path).success) return;
  throw new WorldFluxError(
    "WF_INPUT_UNREADABLE",
    `${quote(path)} is no path of at most 512 characters on one line`,
    { hint: "rename the file, or name a folder closer to it" },
  );
}

/** What to do about a file that is not read whole, where it should have been a result file. */
const CHECK_RESULT = "check that this is the evaluator's result file";

/** The error for a file that is not read whole. */
export function tooLarge(
  path: string,
  maxBytes = maxInputBytes,
  hint = CHECK_RESULT,
): WorldFluxError {
  const limit = maxBytes < 2 ** 20 ? `${maxBytes} bytes` : `${Math.round(maxBytes / 2 ** 20)} MiB`;
  return new WorldFluxError("WF_INPUT_TOO_LARGE", `${path} is larger than ${limit}`, {
    hint,
  });
}
