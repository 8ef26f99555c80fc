import { sha256, WorldFluxError } from "@worldflux/schema";
import { expect, test } from "vitest";
import { maxInputBytes, SourceLog, tooLarge } from "./source-log.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const source = (path: string, text: string) => ({
  path,
  sha256: sha256(text),
  size_bytes: utf8(text).length,
});

test("chunks go through unchanged; the digest is of all of them", () => {
  const log = new SourceLog();
  const chunks = ["ab", "", "cd"].map(utf8);
  expect([...log.pass("b", () => chunks)]).toEqual(chunks);
  log.note("a", sha256("1"), 1);
  expect(log.sources()).toEqual([source("a", "1"), source("b", "abcd")]);
});

test("a file of which only the start was taken is a source as a whole", () => {
  const log = new SourceLog();
  let opened = 0;
  const open = () => {
    opened++;
    return ["head", "er\n", "rest"].map(utf8);
  };
  for (const _ of log.pass("a", open)) break;
  expect(log.sources()).toEqual([source("a", "header\nrest")]);
  expect(log.sources()).toEqual([source("a", "header\nrest")]);
  expect(opened).toBe(2);
});

test("a file that nobody began to read is none", () => {
  const log = new SourceLog();
  log.pass("a", () => [utf8("x")]);
  expect(log.sources()).toEqual([]);
});

test("two digests of one path are refused, whichever way it was read", () => {
  const log = new SourceLog();
  log.note("a", sha256("1"), 1);
  const changed = expect.objectContaining({ code: "WF_INPUT_CHANGED" });
  expect(() => [...log.pass("a", () => [utf8("2")])]).toThrow(changed);
  expect(() => log.note("a", sha256("2"), 1)).toThrow(changed);
  log.note("a", sha256("1"), 1);
  expect(log.sources()).toEqual([source("a", "1")]);
});

test("a path that evidence cannot hold is refused before anything is read", () => {
  const log = new SourceLog();
  const refused = expect.objectContaining({
    code: "WF_INPUT_UNREADABLE",
    hint: "rename the file, or name a folder closer to it",
  });
  for (const path of ["", "a\nb", "a/".repeat(257)]) {
    expect(() => log.note(path, sha256("1"), 1)).toThrow(refused);
    expect(() => [...log.pass(path, () => [])]).toThrow(refused);
  }
  expect(log.sources()).toEqual([]);
});

test("the limit is told in units that people read", () => {
  expect(maxInputBytes).toBe(268_435_456);
  expect(tooLarge("a").message).toBe("a is larger than 256 MiB");
  expect(tooLarge("a", 9).message).toBe("a is larger than 9 bytes");
  expect(tooLarge("a")).toBeInstanceOf(WorldFluxError);
});
