import { WorldFluxError } from "@worldflux/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryInput } from "./memory-input.ts";
import { readJson } from "./read-json.ts";

function read(content: string | Uint8Array): unknown {
  const [file] = memoryInput({ "run.json": content }).files;
  if (file === undefined) throw new Error("no file");
  return readJson(file, "eval_info.json");
}

test("JSON is read as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!/__proto__|\\ud[89a-f]/i.test(text));
      expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("NaN and infinities are numbers where they stood, and null stays null", () => {
  expect(read('{"a": [1, NaN, {"": -Infinity}], "b/c~d": Infinity, "e": null}')).toEqual({
    a: [1, Number.NaN, { "": Number.NEGATIVE_INFINITY }],
    "b/c~d": Number.POSITIVE_INFINITY,
    e: null,
  });
  expect(read("NaN")).toBeNaN();
  expect(read('[{"constructor": {"prototype": NaN}}]')).toEqual([
    { constructor: { prototype: Number.NaN } },
  ]);
  expect(read('{"~1": NaN, "~0": 1, "/": 2}')).toEqual({ "~1": Number.NaN, "~0": 1, "/": 2 });
});

test("a byte order mark does not matter", () => expect(read('\uFEFF{"a": 1}')).toEqual({ a: 1 }));

test.each([
  ["nothing", "", "WF_INPUT_EMPTY", "eval_info.json"],
  ["a git-LFS pointer", "version https://git-lfs.github.com/spec/v1", "WF_LFS_POINTER", "lfs pull"],
  ["printed Python", "{'a': True}", "WF_PYTHON_REPR", "eval_info.json"],
  ["half a file", '{"a": [1, 2', "WF_JSON_TRUNCATED", "write the file again"],
  ["a web page", "<html>", "WF_JSON_INVALID", "the right file"],
  ["a key twice", '{"a": 1, "a": 2}', "WF_JSON_DUPLICATE_KEY", "the right file"],
  ["a key that objects have", '{"__proto__": {}}', "WF_JSON_INVALID", "the right file"],
  ["deep nesting", "[".repeat(1e6), "WF_JSON_TOO_DEEP", "the right file"],
  ["no text", Uint8Array.of(0xff, 0xfe), "WF_INPUT_ENCODING", "UTF-8"],
])("%s", (_, content, code, hint) => {
  expect(() => read(content)).toThrow(WorldFluxError);
  expect(() => read(content)).toThrow("run.json");
  expect(() => read(content)).toThrow(
    expect.objectContaining({ code, hint: expect.stringContaining(hint) }),
  );
});
