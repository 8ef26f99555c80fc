import { sha256 } from "@worldflux/schema";
import { expect, test } from "vitest";
import { memoryInput } from "./memory-input.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test("texts and bytes by path, sorted; what was read is a source", () => {
  const input = memoryInput({ "b.json": "é", "a/x.bin": Uint8Array.of(1, 2, 3) });
  expect(input.name).toBe("b.json");
  expect(input.files.map(({ path, size }) => [path, size])).toEqual([
    ["a/x.bin", 3],
    ["b.json", 2],
  ]);
  expect(input.sources()).toEqual([]);
  expect(text(input.files[1]?.bytes())).toBe("é");
  expect(input.sources()).toEqual([{ path: "b.json", sha256: sha256("é"), size_bytes: 2 }]);
  expect([...(input.files[0]?.chunks() ?? [])]).toEqual([Uint8Array.of(1, 2, 3)]);
  expect(input.sources().map(({ path }) => path)).toEqual(["a/x.bin", "b.json"]);
});

test("a head is 64 KiB at most and makes no source", () => {
  const input = memoryInput({ a: "x".repeat(70_000), b: "" });
  expect(input.files.map((file) => file.head().length)).toEqual([65_536, 0]);
  expect(input.sources()).toEqual([]);
});

test("the name can be given, and there may be no file", () => {
  expect(memoryInput({ a: "" }, "outputs").name).toBe("outputs");
  expect(memoryInput({})).toMatchObject({ name: "input", files: [] });
});

test("bytes that somebody changes while they are read are noticed", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const [file] = memoryInput({ a: bytes }).files;
  file?.bytes();
  bytes[0] = 9;
  expect(() => file?.bytes()).toThrow(expect.objectContaining({ code: "WF_INPUT_CHANGED" }));
});

test("files over 256 MiB can only be read in pieces", () => {
  const bytes = new Uint8Array(2 ** 28 + 1);
  const [file] = memoryInput({ "large.json": bytes }).files;
  expect(() => file?.bytes()).toThrow(
    expect.objectContaining({
      code: "WF_INPUT_TOO_LARGE",
      message: "large.json is larger than 256 MiB",
      hint: expect.stringMatching(/./),
    }),
  );
  expect(file?.chunks()[Symbol.iterator]().next().value).toHaveLength(bytes.length);
});
