import type { Input, InputFile } from "@worldflux/adapter-kit";
import { decodeUtf8, parseJson } from "@worldflux/schema";

/**
 * Files that hold one JSON object each, as the one JSON Lines file that a reader of rows wants. What is
 * read of it is read of the files, which stay the sources.
 */
export function joinEpisodeFiles({ name, files }: Input): Input {
  const encoder = new TextEncoder();
  const line = (file: InputFile) => {
    // Checked as JSON first: a key twice, a torn end.
    const text = decodeUtf8(file.bytes(), file.path);
    const { value } = parseJson(text, { source: file.path, dialect: "python" });
    return encoder.encode(`${JSON.stringify(value)}\n`);
  };
  function* chunks() {
    for (const file of files) yield line(file);
  }
  const joined: InputFile = {
    // The name says the format.
    path: "episode-files.jsonl",
    size: files.reduce((sum, { size }) => sum + size, 0),
    head: () => {
      const [first] = files;
      return first === undefined ? new Uint8Array() : line(first).subarray(0, 64 * 1024);
    },
    bytes: () => {
      const lines = files.map((file) => new TextDecoder().decode(line(file)));
      return encoder.encode(lines.join(""));
    },
    chunks,
  };
  return { name, files: [joined] };
}
