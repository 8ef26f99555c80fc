import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jsonlBytes, parseJsonl } from "./jsonl.ts";

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
