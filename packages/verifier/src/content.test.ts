import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canonicalJson, WorldFluxError } from "@worldflux/schema";
import { expect, onTestFinished, test } from "vitest";
import { smallPackage } from "../test/attacked-package.ts";
import { type Content, contentDigest, inMemory, intoMemory } from "./content.ts";
import { storePlainFile } from "./plain-file.ts";
import { readPackageFolder } from "./read-folder.ts";
import { rehashed } from "./self-test/package-in-memory.ts";
import { verifyPackage } from "./verify.ts";

const lines = [
  "episode_results.jsonl",
  "failure_evidence_index.jsonl",
  "failure_replay_manifest.jsonl",
];

function written(files: ReadonlyMap<string, Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-content-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** The folder with all JSON Lines left in their files. */
const leftInFiles = (folder: string) => readPackageFolder(folder, { keptBytes: 0 });

const stored = (content: Content | undefined) => {
  if (content === undefined || content instanceof Uint8Array) throw new Error("it is in memory");
  return content;
};

const codeOf = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return error instanceof WorldFluxError ? error.code : error;
  }
};

test("JSON Lines that stay in their files are judged as those in memory", () => {
  const files = smallPackage();
  const folder = written(files);
  const left = leftInFiles(folder);
  expect([...left.files.keys()].filter((path) => !inMemory(left.files).has(path))).toEqual(
    expect.arrayContaining(lines),
  );
  expect(verifyPackage(left)).toEqual(verifyPackage({ files, refused: [] }));
  expect(intoMemory(left.files)).toEqual(intoMemory(readPackageFolder(folder).files));
  for (const path of lines) {
    const content = files.get(path) ?? new Uint8Array();
    expect(contentDigest(stored(left.files.get(path)))).toBe(contentDigest(content));
  }
});

test.each(lines)("an edit of %s is found there as in memory", (path) => {
  const before = smallPackage();
  const [first = "", ...more] = new TextDecoder().decode(before.get(path)).split("\n");
  const edits = [
    [canonicalJson({ ...JSON.parse(first), task: "another" }), ...more],
    more, // the first record left out
    [first, first, ...more],
    [`${first} `, ...more], // the same in another spelling
    [first.slice(1), ...more],
    [first, ...more].slice(0, -1), // without the last line feed
    ["", first, ...more],
    [`${first}\r`, ...more].slice(0, -1), // one byte more and one less
  ];
  for (const edit of edits) {
    const changed = new Map(before).set(path, new TextEncoder().encode(edit.join("\n")));
    for (const files of [changed, rehashed(changed, [path])]) {
      const left = verifyPackage(leftInFiles(written(files)));
      expect(left.ok).toBe(false);
      expect(left).toEqual(verifyPackage({ files, refused: [] }));
    }
  }
});

test("bytes that changed after they were hashed are an error, never a result", () => {
  const folder = written(smallPackage());
  const path = join(folder, "episode_results.jsonl");
  const { atime, mtime, size } = statSync(path);
  const files = leftInFiles(folder);
  expect(verifyPackage(files).ok).toBe(true);
  writeFileSync(path, Buffer.alloc(size, "x"));
  utimesSync(path, atime, mtime);
  expect(codeOf(() => verifyPackage(files))).toBe("WF_INPUT_CHANGED");
  rmSync(path);
  expect(codeOf(() => verifyPackage(files))).toBe("WF_INPUT_CHANGED");
});

test("bytes that change while they are read again are an error", () => {
  const folder = written(smallPackage());
  const path = join(folder, "episode_results.jsonl");
  const content = stored(leftInFiles(folder).files.get("episode_results.jsonl"));
  const read = () => {
    for (const piece of content.pieces()) writeFileSync(path, piece.slice().reverse());
  };
  expect(codeOf(read)).toBe("WF_INPUT_CHANGED");
});

test.each([
  ["other bytes of the same length", (size: number) => Buffer.alloc(size, "x")],
  ["fewer bytes", () => Buffer.from("{")],
])("a piece that became %s is never given to whoever reads", (_, other) => {
  const folder = mkdtempSync(join(tmpdir(), "worldflux-pieces-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "episodes.jsonl");
  const bytes = Buffer.from(`${JSON.stringify({ id: "ep", outcome: "success" })}\n`.repeat(5000));
  writeFileSync(path, bytes);
  const content = storePlainFile(path, lstatSync(path, { bigint: true }), () => {});
  expect(content.sha256).toBe(contentDigest(bytes));
  expect([...content.pieces()].length).toBeGreaterThan(1);
  const given: Buffer[] = [];
  const read = () => {
    for (const piece of content.pieces()) {
      given.push(Buffer.from(piece));
      if (given.length === 1) writeFileSync(path, other(bytes.length));
    }
  };
  expect(codeOf(read)).toBe("WF_INPUT_CHANGED");
  expect(bytes.subarray(0, given[0]?.length)).toEqual(given[0]);
  expect(given).toHaveLength(1);
});
