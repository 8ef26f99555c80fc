import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WorldFluxError } from "@worldflux/schema";
import { afterAll, expect, test } from "vitest";
import { readInput } from "./read-input.ts";
import { maxInputBytes } from "./source-log.ts";

const folder = mkdtempSync(join(tmpdir(), "worldflux-kit-"));
afterAll(() => rmSync(folder, { recursive: true }));

const windows = process.platform === "win32";

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function refusal(path: string, maxBytes = maxInputBytes): WorldFluxError {
  try {
    readInput(path, maxBytes);
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error(`${path} was read`);
}

test("a file is read whole", () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
  expect(Buffer.compare(readInput(file("run.bin", bytes)), bytes)).toBe(0);
});

test("an empty file is a file", () => {
  expect(readInput(file("empty.json", ""))).toHaveLength(0);
});

test("a file of exactly the limit is read, one byte more is refused", () => {
  const path = file("ten", "0123456789");
  expect(readInput(path, 10)).toHaveLength(10);
  const error = refusal(path, 9);
  expect(error.code).toBe("WF_INPUT_TOO_LARGE");
  expect(error.message).toBe(`${path} is larger than 9 bytes`);
  expect(refusal(file("large", new Uint8Array(2 ** 20 + 1)), 2 ** 20).message).toMatch(/1 MiB$/);
});

test.each(["absent.json", "ten/eval_info.json"])("there is no %s", (name) => {
  file("ten", "0123456789");
  const error = refusal(join(folder, name));
  expect(error.code).toBe("WF_INPUT_NOT_FOUND");
  expect(error.message).toContain(name);
  expect(error.hint).toContain("check the path");
});

test("a folder", () => {
  const path = join(folder, "outputs");
  mkdirSync(path);
  const error = refusal(path);
  expect(error.code).toBe("WF_INPUT_UNREADABLE");
  expect(error.message).toContain("is a folder");
  expect(error.hint).toBe("name the file inside it");
});

test.skipIf(windows)("a pipe that nobody writes to does not block", () => {
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  expect(refusal(path).message).toContain("is not a regular file");
});

test.skipIf(windows)("a device", () => {
  expect(refusal("/dev/null").code).toBe("WF_INPUT_UNREADABLE");
});

test.skipIf(process.platform !== "linux")("a regular file whose reading fails", () => {
  const error = refusal("/proc/self/mem");
  expect(error.code).toBe("WF_INPUT_UNREADABLE");
  expect(error.message).toContain("/proc/self/mem cannot be read (EIO)");
});

test("a path that no file can have", () => {
  expect(refusal("a\0b").code).toBe("WF_INPUT_UNREADABLE");
});

test.skipIf(windows)("a link to a file is followed, a link to nowhere is not there", () => {
  symlinkSync(file("target.json", "{}"), join(folder, "link.json"));
  expect(new TextDecoder().decode(readInput(join(folder, "link.json")))).toBe("{}");
  symlinkSync(join(folder, "gone"), join(folder, "dangling"));
  expect(refusal(join(folder, "dangling")).code).toBe("WF_INPUT_NOT_FOUND");
});
