import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WorldFluxError } from "./error.ts";
import { textLines } from "./text-lines.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const lines = (...chunks: Uint8Array[]) => [...textLines(chunks, "run.log")];
const texts = (text: string) => lines(utf8(text)).map((at) => at.text);

function failure(...chunks: Uint8Array[]): WorldFluxError {
  try {
    lines(...chunks);
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("did not throw");
}

/** Cuts bytes where the numbers say; a number twice gives an empty piece. */
function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [...at.map((n) => n % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.map((to, i) => bytes.subarray(places[i - 1] ?? 0, to));
}

const anyText = fc
  .array(fc.constantFrom("a", " ", "\n", "\r", "\r\n", "é", "世", "🤖", "\uFEFF", "\u2028", "\0"))
  .map((parts) => parts.join(""));
const anyCuts = fc.array(fc.nat(200), { maxLength: 12 });

test("however a text is cut, its lines are those of the whole text", () => {
  fc.assert(
    fc.property(anyText, anyCuts, (text, cuts) => {
      const parts = text.replace(/^\uFEFF/, "").split("\n");
      const last = parts.pop() ?? "";
      const expected = parts.map((part, i) => ({
        line: i + 1,
        text: part.replace(/\r$/, ""),
        ended: true,
      }));
      if (last !== "") expected.push({ line: parts.length + 1, text: last, ended: false });
      expect(lines(...cut(utf8(text), cuts))).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test("however bytes are cut, they give the same lines or the same error", () => {
  const soup = fc.array(
    fc.constantFrom(0x61, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xc3, 0xa9, 0xff, 0xf0, 0x9f),
    { maxLength: 30 },
  );
  const outcome = (chunks: Uint8Array[]) => {
    const got: unknown[] = [];
    try {
      for (const line of textLines(chunks, "x")) got.push(line);
    } catch (error) {
      got.push((error as Error).message);
    }
    return got;
  };
  fc.assert(
    fc.property(soup, anyCuts, (values, cuts) => {
      const bytes = Uint8Array.from(values);
      expect(outcome(cut(bytes, cuts))).toEqual(outcome([bytes]));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["nothing", "", []],
  ["one line feed", "\n", [""]],
  ["blank lines", "a\n\n\nb\n", ["a", "", "", "b"]],
  ["carriage returns inside a line", "a\rb\r\r\nc\r", ["a\rb\r", "c\r"]],
  ["other separators", "a\u2028b\u0085c\u000bd\n", ["a\u2028b\u0085c\u000bd"]],
  ["a byte order mark alone", "\uFEFF", []],
  ["one at the start and one later", "\uFEFFa\n\uFEFFb\n", ["a", "\uFEFFb"]],
])("%s", (_, text, expected) => expect(texts(text)).toEqual(expected));

test("a last line without a line feed is marked, with its number", () => {
  expect(lines(utf8("a\nb"))).toEqual([
    { line: 1, text: "a", ended: true },
    { line: 2, text: "b", ended: false },
  ]);
});

test("lines come as soon as they are there", () => {
  function* chunks() {
    yield utf8("a\nb");
    throw new Error("read too far");
  }
  expect(textLines(chunks(), "x").next().value).toEqual({ line: 1, text: "a", ended: true });
});

test("a buffer that is filled again does not change a line", () => {
  const buffer = new Uint8Array(4);
  function* chunks() {
    for (const part of ["ab\nc", "defg", "h\nij"]) {
      buffer.set(utf8(part));
      yield buffer;
    }
  }
  expect([...textLines(chunks(), "x")].map(({ text }) => text)).toEqual(["ab", "cdefgh", "ij"]);
});

describe("text that is not UTF-8", () => {
  test.each([
    ["a byte of Latin-1", [0x61, 0x0a, 0x62, 0xe9, 0x63, 0x0a], 2],
    ["half a character before a line feed", [0x61, 0x0a, 0x0a, 0xe4, 0xb8, 0x0a], 3],
    ["UTF-16", [0xff, 0xfe, 0x61, 0x00], 1],
    ["a surrogate", [0xed, 0xa0, 0x80, 0x0a], 1],
    ["an overlong form", [0x0a, 0xc0, 0x8a, 0x0a], 2],
  ])("%s", (_, bytes, line) => {
    const error = failure(Uint8Array.from(bytes));
    expect(error.code).toBe("WF_INPUT_ENCODING");
    expect(error.message).toBe(`run.log is not UTF-8 text (line ${line})`);
    expect(error.hint).toContain("UTF-8");
  });

  test("the lines before it are given first", () => {
    const reader = textLines([utf8("a\n"), Uint8Array.of(0xff, 0x0a)], "x");
    expect(reader.next().value?.text).toBe("a");
    expect(() => reader.next()).toThrow("line 2");
  });

  test("a character that the end cuts in two is dropped: its writer was killed", () => {
    for (const end of [1, 2, 3]) {
      const bytes = utf8("a\nb🤖").subarray(0, 3 + end);
      expect(lines(bytes)[1]).toEqual({ line: 2, text: "b", ended: false });
    }
  });
});

describe("long lines", () => {
  const limit = 2 ** 20;
  const long = (length: number, end: string) => utf8(`a\n${"x".repeat(length)}${end}`);
  const inPieces = (bytes: Uint8Array) =>
    cut(
      bytes,
      Array.from({ length: 20 }, (_, i) => i * 65_536 + 3),
    );

  test.each(["", "\n", "\r\n"])("exactly the limit, then %j", (end) => {
    const bytes = long(limit, end);
    expect(lines(bytes)[1]?.text).toHaveLength(limit);
    expect(lines(...inPieces(bytes))[1]?.text).toHaveLength(limit);
    expect(lines(bytes.subarray(0, limit + 3), bytes.subarray(limit + 3))).toHaveLength(2);
  });

  test.each(["", "\n", "\r\n", "\r"])("one more, then %j", (end) => {
    const bytes = long(limit + 1, end);
    for (const chunks of [[bytes], inPieces(bytes)]) {
      const error = failure(...chunks);
      expect(error.code).toBe("WF_INPUT_TOO_LARGE");
      expect(error.message).toBe("run.log:2: the line has more than 1048576 bytes");
      expect(error.hint).toContain("one record a line");
    }
  });

  test("endless ones are refused before they are read", () => {
    let given = 0;
    function* endless() {
      for (;;) {
        given++;
        yield new Uint8Array(65_536).fill(0x20);
      }
    }
    expect(() => [...textLines(endless(), "x")]).toThrow("x:1: the line has more than");
    expect(given).toBe(17);
  });

  test("one byte at a time is no slower than it must be", () => {
    const bytes = long(300_000, "\n");
    function* single() {
      for (let i = 0; i < bytes.length; i++) yield bytes.subarray(i, i + 1);
    }
    expect([...textLines(single(), "x")][1]?.text).toHaveLength(300_000);
  });
});
