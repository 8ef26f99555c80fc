import { sha256 } from "@worldflux/schema";
import type { InputFile, TrackedInput } from "./input.ts";
import { headBytes, maxInputBytes, SourceLog, tooLarge } from "./source-log.ts";

/** An input that was never on disk: contents by path. For tests, browsers and pipes. */
export function memoryInput(
  contents: Readonly<Record<string, string | Uint8Array>>,
  name = Object.keys(contents)[0] ?? "input",
): TrackedInput {
  const log = new SourceLog();
  const files = Object.entries(contents)
    .map(([path, content]) => {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return fileOf(path, bytes, log);
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { name, files, linksLeftOut: 0, sources: () => log.sources() };
}

function fileOf(path: string, bytes: Uint8Array, log: SourceLog): InputFile {
  return {
    path,
    size: bytes.length,
    bytes: () => {
      if (bytes.length > maxInputBytes) throw tooLarge(path);
      log.note(path, sha256(bytes), bytes.length);
      return bytes;
    },
    chunks: () => log.pass(path, () => [bytes]),
    head: () => bytes.subarray(0, headBytes),
  };
}
