import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFolder } from "./write-folder.ts";

let base: string;
let target: string;
const files = new Map([
  ["a.json", new TextEncoder().encode("1\n")],
  ["b.json", new TextEncoder().encode("2\n")],
]);

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "worldflux-write-"));
  target = join(base, "nested", "pkg");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test("writes every file and leaves nothing else", () => {
  writeFolder(target, files);
  expect(readFileSync(join(target, "b.json"), "utf8")).toBe("2\n");
  expect(readdirSync(join(base, "nested"))).toEqual(["pkg"]);
});

test("an empty folder may be there, a full one is refused and stays", () => {
  mkdirSync(target, { recursive: true });
  writeFolder(target, files);
  expect(() => writeFolder(target, new Map())).toThrow(
    expect.objectContaining({ code: "WF_OUTPUT_EXISTS" }),
  );
  expect(existsSync(join(target, "a.json"))).toBe(true);
});

test("force replaces a folder of such files", () => {
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "a.json"), "old");
  writeFolder(target, files, { force: true });
  expect(readFileSync(join(target, "a.json"), "utf8")).toBe("1\n");
  expect(readdirSync(target).sort()).toEqual(["a.json", "b.json"]);
  expect(readdirSync(join(base, "nested"))).toEqual(["pkg"]);
});

test("force keeps away from everything else", () => {
  const kept = (folder: string, options = {}) => {
    const before = readdirSync(folder || ".");
    expect(() => writeFolder(folder, files, { force: true, ...options })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^WF_OUTPUT/) }),
    );
    expect(readdirSync(folder || ".")).toEqual(before);
  };
  mkdirSync(join(base, "run/videos"), { recursive: true });
  writeFileSync(join(base, "run/eval_info.json"), "");
  kept(join(base, "run"));
  mkdirSync(join(base, "claim"));
  writeFileSync(join(base, "claim/a.json"), "");
  kept(join(base, "claim"), { inputs: [join(base, "claim/a.json")] });
  mkdirSync(join(base, "named", "a.json"), { recursive: true });
  writeFileSync(join(base, "named", "a.json", "mine.txt"), "");
  kept(join(base, "named"));
  kept(".");
  kept("");
  kept("..");
});

test("a file, or a link to a folder, is never replaced", () => {
  writeFileSync(join(base, "file"), "");
  symlinkSync(base, join(base, "link"));
  for (const name of ["file", "link"]) {
    expect(() => writeFolder(join(base, name), files, { force: true })).toThrow(
      expect.objectContaining({ code: "WF_OUTPUT_EXISTS" }),
    );
  }
});

test("a failure leaves nothing behind and says why", () => {
  writeFileSync(join(base, "file"), "");
  expect(() => writeFolder(join(base, "file", "pkg"), files)).toThrow(
    expect.objectContaining({ code: "WF_OUTPUT_UNWRITABLE" }),
  );
  const twice = new Map([...files, ["a.json/c", new Uint8Array()]] as [string, Uint8Array][]);
  expect(() => writeFolder(target, twice)).toThrow("cannot be written");
  expect(readdirSync(join(base, "nested"))).toEqual([]);
});

test.skipIf(process.platform === "win32")("a secret is for its owner alone", () => {
  writeFolder(target, files, { secret: (path) => path === "b.json" });
  expect(statSync(join(target, "b.json")).mode & 0o777).toBe(0o600);
  expect(statSync(join(target, "a.json")).mode & 0o077).not.toBe(0);
});
