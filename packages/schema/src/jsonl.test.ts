import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WorldFluxError } from "./error.ts";
import { jsonLines, jsonlBytes, parseJsonl } from "./jsonl.ts";

const read = (text: string) => parseJsonl(text, { source: "x.jsonl" });

test("what is written reads back, with line numbers", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ a: fc.string(), b: fc.integer() })), (values) => {
      const text = new TextDecoder().decode(jsonlBytes(values));
      expect(read(text)).toEqual(values.map((value, i) => ({ line: i + 1, value })));
    }),
  );
});

test("the last line may end without a line feed", () => {
  expect(read('{"a":1}\n{"a":2}')).toEqual([
    { line: 1, value: { a: 1 } },
    { line: 2, value: { a: 2 } },
  ]);
});

test.each([
  ['{"a":1}\n{"a":1,"a":2}\n', "x.jsonl:2:8"],
  ['{"a":1}\n{"a":\n', "x.jsonl:2:6: the JSON ends in the middle"],
  ['{"a":1}\n\n{"a":2}\n', "x.jsonl:2: the line is blank"],
  ['{"a":1} {"a":2}\n', "x.jsonl:1:9"],
])("an error names the line: %j", (text, message) => {
  expect(() => read(text)).toThrow(message);
});

describe("jsonLines", () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const lines = (text: string | Uint8Array) => [
    ...jsonLines([typeof text === "string" ? utf8(text) : text], "x.jsonl"),
  ];
  const failure = (text: string | Uint8Array): WorldFluxError => {
    try {
      lines(text);
    } catch (error) {
      if (error instanceof WorldFluxError) return error;
      throw error;
    }
    throw new Error("did not throw");
  };
  const record = fc.dictionary(
    fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__"),
    fc.jsonValue({ noUnicodeString: false }),
    { minKeys: 1 },
  );
  const clean = (value: unknown) => !/__proto__|\\ud[89a-f]/i.test(JSON.stringify(value));

  test("reads what was written, in pieces of any size", () => {
    fc.assert(
      fc.property(fc.array(record.filter(clean)), fc.integer({ min: 1, max: 50 }), (all, size) => {
        const bytes = utf8(all.map((value) => `${JSON.stringify(value)}\n`).join(""));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const expected = all.map((value, i) => ({
          line: i + 1,
          value: JSON.parse(JSON.stringify(value)),
        }));
        expect([...jsonLines(pieces, "x.jsonl")]).toEqual(expected);
      }),
    );
  });

  test("blank lines are skipped, and counted", () => {
    expect(lines('\uFEFF\n{"a":1}\r\n \t\r\n\n{"a":2}')).toEqual([
      { line: 2, value: { a: 1 } },
      { line: 5, value: { a: 2 } },
    ]);
    expect(lines("")).toEqual([]);
    expect(lines("\n\n  ")).toEqual([]);
  });

  test("what Python writes for no number is null", () => {
    expect(lines('{"a": NaN, "b": [-Infinity]}\n')[0]?.value).toEqual({ a: null, b: [null] });
  });

  test("a last line that is cut off anywhere is torn, with its number", () => {
    fc.assert(
      fc.property(record.filter(clean), fc.nat(), (value, at) => {
        const last = utf8(JSON.stringify(value));
        const start = utf8('{"a":1}\n\n');
        // At least the brace, at most all but the last byte.
        const torn = last.subarray(0, 1 + (at % (last.length - 1)));
        const error = failure(Uint8Array.from([...start, ...torn]));
        expect(error.code).toBe("WF_JSONL_TORN");
        expect(error.message).toBe(
          "x.jsonl:3: the last line stops in the middle: its writer was killed",
        );
        expect(error.hint).toContain("a run that finished");
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["a line cut off in the middle of the file", '{"a":\n{"b":1}\n', "WF_JSON_TRUNCATED", "1:6"],
    ["a last line cut off, but ended", '{"a":1}\n{"b":\n', "WF_JSON_TRUNCATED", "2:6"],
    ["a last line that is no JSON", '{"a":1}\n{b', "WF_JSON_INVALID", "2:2"],
    ["two values in a line", '{"a":1} {"b":2}\n', "WF_JSON_INVALID", "1:9"],
    ["a key twice", '\n{"a":1,"a":2}\n', "WF_JSON_DUPLICATE_KEY", "2:8"],
    ["deep nesting", `${"[".repeat(100)}\n`, "WF_JSON_TOO_DEEP", "1:65"],
  ])("%s", (_, text, code, place) => {
    const error = failure(text);
    expect(error.code).toBe(code);
    expect(error.message).toContain(`x.jsonl:${place}: `);
    expect(error.hint).toBeTruthy();
  });

  test("the records before a bad one are given first", () => {
    const reader = jsonLines([utf8('{"a":1}\nno')], "x");
    expect(reader.next().value).toEqual({ line: 1, value: { a: 1 } });
    expect(() => reader.next()).toThrow("x:2:1");
  });

  test("bytes that are no text, and lines without an end", () => {
    expect(failure(Uint8Array.of(0x7b, 0xff, 0x0a)).code).toBe("WF_INPUT_ENCODING");
    expect(failure(`"${"x".repeat(2 ** 20)}"\n`).code).toBe("WF_INPUT_TOO_LARGE");
  });
});
