import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
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
  ["sub/b.json", new TextEncoder().encode("2\n")],
]);

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "worldflux-write-"));
  target = join(base, "nested", "pkg");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test("writes every file and leaves nothing else", () => {
  writeFolder(target, files);
  expect(readFileSync(join(target, "sub/b.json"), "utf8")).toBe("2\n");
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

test("force replaces the folder and keeps nothing of the old one", () => {
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "old"), "");
  writeFolder(target, files, { force: true });
  expect(readdirSync(target).sort()).toEqual(["a.json", "sub"]);
  expect(readdirSync(join(base, "nested"))).toEqual(["pkg"]);
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
