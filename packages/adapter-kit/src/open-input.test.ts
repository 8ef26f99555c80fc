import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { sha256, WorldFluxError } from "@worldflux/schema";
import { afterAll, describe, expect, test } from "vitest";
import { openInput } from "./open-input.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "worldflux-open-")));
afterAll(() => rmSync(root, { recursive: true }));

const windows = process.platform === "win32";
const linux = process.platform === "linux";
const asRoot = process.getuid?.() === 0;

let made = 0;
/** A new folder with these files. */
function folder(files: Record<string, string> = {}): string {
  const path = join(root, `run${made++}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

const pathsOf = (...paths: string[]) => openInput(paths).files.map(({ path }) => path);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function refusal(...paths: string[]): WorldFluxError {
  try {
    openInput(paths);
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error(`${paths.join()} was opened`);
}

describe("a file", () => {
  test("is known by its name, and becomes a source when it is read", () => {
    const input = openInput([join(folder({ "run.json": "{}" }), "run.json")]);
    expect(input.name).toBe("run.json");
    expect(input.files.map(({ path, size }) => [path, size])).toEqual([["run.json", 2]]);
    expect(text(input.files[0]?.head() ?? new Uint8Array())).toBe("{}");
    expect(input.sources()).toEqual([]);
    expect(text(input.files[0]?.bytes() ?? new Uint8Array())).toBe("{}");
    expect(input.sources()).toEqual([{ path: "run.json", sha256: sha256("{}"), size_bytes: 2 }]);
  });

  test("comes in pieces, and its head is at most 64 KiB", () => {
    const content = "0123456789".repeat(60_000);
    const [file] = openInput([join(folder({ a: content }), "a")]).files;
    const chunks = [...(file?.chunks() ?? [])];
    expect(chunks.length).toBeGreaterThan(1);
    expect(text(Buffer.concat(chunks))).toBe(content);
    expect(text(file?.head() ?? new Uint8Array())).toBe(content.slice(0, 65_536));
  });

  test("may be empty", () => {
    const input = openInput([join(folder({ a: "" }), "a")]);
    expect(input.files[0]?.head()).toHaveLength(0);
    expect([...(input.files[0]?.chunks() ?? [])]).toEqual([]);
    expect(input.sources()).toEqual([{ path: "a", sha256: sha256(""), size_bytes: 0 }]);
  });

  test.skipIf(windows)("may be named by a link", () => {
    const at = folder({ a: "x" });
    symlinkSync(join(at, "a"), join(at, "link"));
    expect(pathsOf(join(at, "link"))).toEqual(["link"]);
  });

  test("may be named relative to the folder that one is in", () => {
    const at = folder({ a: "x" });
    expect(pathsOf(relative(process.cwd(), join(at, "a")))).toEqual(["a"]);
  });
});

describe("a folder", () => {
  test("gives every file below it, sorted, with / between the steps", () => {
    const at = folder({ "b.json": "", "videos/t/1.mp4": "", "B.json": "", ".hidden/x": "", a: "" });
    const input = openInput([`${at}/`]);
    expect(input.name).toBe(at.slice(root.length + 1));
    expect(input.files.map(({ path }) => path)).toEqual([
      ".hidden/x",
      "B.json",
      "a",
      "b.json",
      "videos/t/1.mp4",
    ]);
    expect(input.sources()).toEqual([]);
  });

  test("only what was read is a source", () => {
    const input = openInput([folder({ b: "2", a: "1", c: "3" })]);
    input.files[1]?.bytes();
    [...(input.files[0]?.chunks() ?? [])];
    input.files[2]?.head();
    expect(input.sources().map(({ path }) => path)).toEqual(["a", "b"]);
  });

  test.skipIf(windows)("links in it are not followed, pipes and sockets are left out", () => {
    const at = folder({ a: "x", "sub/b": "y" });
    const outside = folder({ secret: "s" });
    symlinkSync(outside, join(at, "linked-folder"));
    symlinkSync(join(outside, "secret"), join(at, "linked-file"));
    symlinkSync(at, join(at, "sub/loop"));
    symlinkSync("/dev/zero", join(at, "zero"));
    execFileSync("mkfifo", [join(at, "pipe")]);
    expect(pathsOf(at)).toEqual(["a", "sub/b"]);
  });

  test.skipIf(windows)("a result that is a link out of it, or to nothing, is refused", () => {
    const outside = folder({ "b.json": "{}" });
    const linked = folder({ "a/results.json": "{}" });
    symlinkSync(join(outside, "b.json"), join(linked, "results.json"));
    const refusal = (what: string) =>
      expect.objectContaining({
        code: "WF_INPUT_UNREADABLE",
        message: expect.stringContaining(what),
        hint: expect.stringContaining("cp -rL"),
      });
    expect(() => openInput([linked])).toThrow(refusal("results.json is a link that leads out"));
    const dangling = folder({ a: "x" });
    symlinkSync(join(outside, "gone"), join(dangling, "run.log"));
    expect(() => openInput([dangling])).toThrow(refusal("to a file that is not there"));
    const inside = folder({ "a/results.json": "{}" });
    symlinkSync(join(inside, "a/results.json"), join(inside, "latest.json"));
    expect(pathsOf(inside)).toEqual(["a/results.json"]);
    const snapshot = folder({});
    symlinkSync(join(outside, "b.json"), join(snapshot, "blob"));
    expect(() => openInput([snapshot])).toThrow("holds links and no file");
  });

  test.skipIf(windows)("a link to a folder is opened when the user names it", () => {
    const at = folder({ "sub/b": "y" });
    symlinkSync(at, join(root, "named-link"));
    expect(pathsOf(join(root, "named-link"))).toEqual(["sub/b"]);
  });

  test.skipIf(windows)("names may hold line ends, quotes and other alphabets", () => {
    const odd = ["a\nb", "a\u001b[2Jb", "a\rb"];
    const names = [...odd, "評価 結果.json", "with 'quotes' \"", "__proto__"];
    const at = folder(Object.fromEntries(names.map((name) => [name, name] as const)));
    const { files } = openInput([at]);
    expect(files.map(({ path }) => path).sort()).toEqual([...names].sort());
    for (const file of files) {
      if (!odd.includes(file.path)) expect(text(file.bytes())).toBe(file.path);
      else {
        // Evidence and messages name what was read, so these cannot be.
        const unreadable = expect.objectContaining({
          code: "WF_INPUT_UNREADABLE",
          message: expect.stringMatching(/^"a\\.*b" is no path/),
        });
        expect(() => file.bytes()).toThrow(unreadable);
        expect(() => [...file.chunks()]).toThrow(unreadable);
      }
    }
  });

  test("without a file", () => {
    const at = folder();
    mkdirSync(join(at, "deep/er"), { recursive: true });
    const error = refusal(at);
    expect(error.code).toBe("WF_INPUT_EMPTY");
    expect(error.message).toBe(`the folder ${at} holds no file`);
    expect(error.hint).toContain("the evaluator wrote");
  });

  test("of 16 levels is read, one of 17 is refused", () => {
    const at = folder({ [`${"d/".repeat(15)}x`]: "" });
    expect(pathsOf(at)).toHaveLength(1);
    mkdirSync(join(at, "d/".repeat(16)));
    const error = refusal(at);
    expect(error.code).toBe("WF_INPUT_FOLDER");
    expect(error.message).toBe(`${at} nests deeper than 16 folders`);
    expect(error.hint).toContain("one evaluation");
  });

  test("of too many files, folders and links is refused", () => {
    const at = folder({ a: "", "b/c": "" });
    expect(openInput([at], 3).files).toHaveLength(2);
    mkdirSync(join(at, "d"));
    const attempt = () => openInput([at], 3);
    expect(attempt).toThrow(expect.objectContaining({ code: "WF_INPUT_FOLDER" }));
    expect(attempt).toThrow(`${at} has more than 3 entries`);
  });
});

describe("several", () => {
  test("files are known by their paths below the folder that holds them all", () => {
    const at = folder({ "a/1/x.json": "1", "a/2/x.json": "2", "ab/x.json": "3" });
    const input = openInput([join(at, "a/2/x.json"), join(at, "a/1/x.json")]);
    expect(input.name).toBe("2 inputs");
    expect(input.files.map(({ path }) => path)).toEqual(["1/x.json", "2/x.json"]);
    expect(pathsOf(join(at, "a/1"), join(at, "ab/x.json"))).toEqual(["a/1/x.json", "ab/x.json"]);
    expect(pathsOf(join(at, "a/1"), join(at, "a/2"))).toEqual(["1/x.json", "2/x.json"]);
    expect(pathsOf(join(at, "a"), join(at, "ab/x.json"))).toHaveLength(3);
  });

  test("a file that is named twice, or also by its folder, is one file", () => {
    const at = folder({ a: "1", b: "2" });
    const again = relative(process.cwd(), join(at, "a"));
    expect(pathsOf(join(at, "a"), join(at, "a"), again)).toEqual(["a"]);
    expect(pathsOf(at, join(at, "a"), `${at}/`)).toEqual(["a", "b"]);
  });

  test.skipIf(windows)("a file and a link to it are one file", () => {
    const at = folder({ "runs/a": "1" });
    symlinkSync(join(at, "runs/a"), join(at, "latest"));
    symlinkSync(join(at, "runs"), join(at, "all"));
    expect(pathsOf(join(at, "runs/a"), join(at, "latest"))).toEqual(["runs/a"]);
    expect(pathsOf(join(at, "latest"), join(at, "all"))).toEqual(["latest"]);
    // Two names of one inode cannot be told from two files, as with a copy.
    linkSync(join(at, "runs/a"), join(at, "runs/b"));
    expect(pathsOf(join(at, "runs"))).toEqual(["a", "b"]);
  });

  test("the one that is wrong is named as the user named it", () => {
    const at = folder({ a: "1" });
    const gone = relative(process.cwd(), join(at, "gone"));
    const error = refusal(join(at, "a"), join(at, "a"), gone);
    expect(error.code).toBe("WF_INPUT_NOT_FOUND");
    expect(error.message).toBe(`there is no file ${gone}`);
  });
});

describe("what cannot be opened", () => {
  test.each(["gone", "a/inside-a-file"])("%s is not there", (name) => {
    expect(refusal(join(folder({ a: "" }), name)).code).toBe("WF_INPUT_NOT_FOUND");
  });

  test.each(["a\0b", "x".repeat(5000)])("a name that no file can have: %#", (name) => {
    expect(refusal(name).code).toBe("WF_INPUT_UNREADABLE");
  });

  test.skipIf(windows)("a pipe, a device, a loop of links", () => {
    const at = folder();
    execFileSync("mkfifo", [join(at, "pipe")]);
    symlinkSync(join(at, "loop"), join(at, "loop"));
    for (const path of [join(at, "pipe"), "/dev/zero", join(at, "loop")]) {
      expect(refusal(path).code).toBe("WF_INPUT_UNREADABLE");
    }
  });

  test.skipIf(windows || asRoot)("a folder without permission", () => {
    const at = folder({ "locked/a": "" });
    execFileSync("chmod", ["000", join(at, "locked")]);
    const error = refusal(at);
    execFileSync("chmod", ["700", join(at, "locked")]);
    expect(error.code).toBe("WF_INPUT_UNREADABLE");
    expect(error.message).toContain("(EACCES)");
  });
});

describe("files that change", () => {
  const changed = expect.objectContaining({
    code: "WF_INPUT_CHANGED",
    message: "log.txt was changed while it was being read",
    hint: expect.stringContaining("nothing writes to it"),
  });

  test("between two passes are refused", () => {
    const path = join(folder({ "log.txt": "one\n" }), "log.txt");
    const input = openInput([path]);
    const [file] = input.files;
    expect([...(file?.chunks() ?? [])]).toHaveLength(1);
    expect([...(file?.chunks() ?? [])]).toHaveLength(1);
    appendFileSync(path, "two\n");
    expect(() => [...(file?.chunks() ?? [])]).toThrow(changed);
    expect(() => file?.bytes()).toThrow(changed);
  });

  test("of the same size are refused, too", () => {
    const path = join(folder({ "log.txt": "one\n" }), "log.txt");
    const [file] = openInput([path]).files;
    file?.bytes();
    writeFileSync(path, "two\n");
    expect(() => file?.bytes()).toThrow(changed);
  });

  test("that vanish are not there any more", () => {
    const path = join(folder({ "log.txt": "one\n" }), "log.txt");
    const [file] = openInput([path]).files;
    rmSync(path);
    const gone = expect.objectContaining({ code: "WF_INPUT_NOT_FOUND" });
    expect(() => file?.bytes()).toThrow(gone);
    expect(() => [...(file?.chunks() ?? [])]).toThrow(gone);
    expect(() => file?.head()).toThrow(gone);
  });
});

test.skipIf(!linux)("files are closed, also when only their start was wanted", () => {
  const input = openInput([folder({ a: "x".repeat(600_000), b: "y" })]);
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  for (let i = 0; i < 50; i++) {
    for (const file of input.files) {
      file.head();
      file.bytes();
      for (const _ of file.chunks()) break;
    }
  }
  expect(open()).toBe(before);
});

test.skipIf(windows)("links to folders elsewhere are counted, those inside are not", () => {
  const elsewhere = folder({ "results.json": "{}" });
  const at = folder({ "Task1/results.json": "{}" });
  symlinkSync(elsewhere, join(at, "Task2"));
  symlinkSync(join(at, "Task1"), join(at, "latest"));
  const input = openInput([at]);
  expect(input.files.map(({ path }) => path)).toEqual(["Task1/results.json"]);
  expect(input.linksLeftOut).toBe(1);
});
