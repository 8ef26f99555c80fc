import { readSync } from "node:fs";
import { WorldFluxError } from "@worldflux/schema";

/**
 * Reads standard input to its end.
 *
 * @throws WorldFluxError WF_INPUT_TOO_LARGE, or WF_INPUT_UNREADABLE when there is none
 */
export function readStdin(maxBytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const chunk = new Uint8Array(64 * 1024);
    const read = readChunk(chunk);
    if (read === 0) return Buffer.concat(chunks);
    total += read;
    if (total > maxBytes) {
      throw new WorldFluxError(
        "WF_INPUT_TOO_LARGE",
        `standard input holds more than ${maxBytes} bytes`,
        { hint: "give the part that is to be checked" },
      );
    }
    chunks.push(chunk.subarray(0, read));
  }
}

/** Blocks until something comes; a pipe whose writer is not ready yet says EAGAIN. */
function readChunk(chunk: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code === "EAGAIN") {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
        continue;
      }
      throw new WorldFluxError("WF_INPUT_UNREADABLE", `standard input cannot be read (${code})`, {
        hint: "pipe the text in, or name a file",
        cause,
      });
    }
  }
}
