import * as fc from "fast-check";
import { expect, test } from "vitest";
import { WorldFluxError } from "./error.ts";
import { decodeUtf8, parseJson } from "./parse-json.ts";

const read = (text: string, dialect: "strict" | "python" = "strict") =>
  parseJson(text, { source: "x.json", dialect });

function failure(action: () => unknown): WorldFluxError {
  try {
    action();
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("did not throw");
}

test("reads what JSON.parse reads", () => {
  fc.assert(
    fc.property(fc.json({ noUnicodeString: false }), (text) => {
      fc.pre(!text.includes("__proto__"));
      expect(read(text)).toEqual({ value: JSON.parse(text), bareNumbers: [] });
    }),
  );
});

test("accepts exactly what JSON.parse accepts, but for what is refused on purpose", () => {
  const soup = fc.array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"b"',
      "1",
      "-0.5e3",
      "01",
      "true",
      "nul",
      " ",
      '"\\x"',
      '"\\u00e9"',
      "'",
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(soup, (tokens) => {
      const text = tokens.join("");
      const mine = (() => {
        try {
          return { value: read(text).value };
        } catch (error) {
          const { code } = error as WorldFluxError;
          return code === "WF_JSON_DUPLICATE_KEY" || code === "WF_JSON_NUMBER"
            ? "on purpose"
            : null;
        }
      })();
      if (mine === "on purpose") return;
      const theirs = (() => {
        try {
          return { value: JSON.parse(text) as unknown };
        } catch {
          return null;
        }
      })();
      expect(mine).toEqual(theirs);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['{"a":1,"a":2}', "WF_JSON_DUPLICATE_KEY", "x.json:1:8"],
  ['{"a":1,"\\u0061":2}', "WF_JSON_DUPLICATE_KEY", "x.json:1:8"],
  ['{"a":{"b":1,\n "b":2}}', "WF_JSON_DUPLICATE_KEY", "x.json:2:2"],
  ['{"__proto__":1}', "WF_JSON_INVALID", "x.json:1:2"],
  ['["\\ud800"]', "WF_JSON_INVALID", "x.json:1:10"],
  ['["\\udc00\\ud800"]', "WF_JSON_INVALID", "surrogate"],
  ["[1,]", "WF_JSON_INVALID", "x.json:1:4: expected a value, found `]`"],
  ["[NaN]", "WF_JSON_NUMBER", "NaN is not JSON"],
  ["[9007199254740993]", "WF_JSON_NUMBER", "9007199254740993"],
  ["[1e999]", "WF_JSON_NUMBER", "too large"],
  ["[1] 2", "WF_JSON_INVALID", "something follows"],
  ['["a\tb"]', "WF_JSON_INVALID", "U+0009"],
  ["", "WF_INPUT_EMPTY", "x.json is empty"],
  [" \n ", "WF_INPUT_EMPTY", "x.json is empty"],
  ['{"a": [1, 2', "WF_JSON_TRUNCATED", "x.json:1:12"],
  ['{"a": tr', "WF_JSON_TRUNCATED", "x.json:1:7"],
  ['{"a', "WF_JSON_TRUNCATED", "x.json:1:4"],
  ['{"a":"\\u00', "WF_JSON_TRUNCATED", "x.json:1:11"],
  [`${"[".repeat(65)}${"]".repeat(65)}`, "WF_JSON_TOO_DEEP", "64 levels"],
] as const)("refuses %j with %s", (text, code, message) => {
  const error = failure(() => read(text));
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
});

test("a hundred thousand brackets are an error, not a crash", () => {
  expect(failure(() => read("[".repeat(100_000))).code).toBe("WF_JSON_TOO_DEEP");
});

test("Python's bare numbers become null with their places, in value position only", () => {
  const { value, bareNumbers } = read(
    '{"a/b":[NaN,1,-Infinity],"c":Infinity,"NaN":"NaN"}',
    "python",
  );
  expect(value).toEqual({ "a/b": [null, 1, null], c: null, NaN: "NaN" });
  expect(bareNumbers.map(({ pointer, token }) => [pointer, token])).toEqual([
    ["/a~1b/0", "NaN"],
    ["/a~1b/2", "-Infinity"],
    ["/c", "Infinity"],
  ]);
  expect(failure(() => read("{NaN:1}", "python")).code).toBe("WF_JSON_INVALID");
  expect(failure(() => read("[1NaN]", "python")).code).toBe("WF_JSON_INVALID");
});

test("Python's large integers are read as floats", () => {
  expect(read("[1758000000000000001]", "python").value).toEqual([1.758e18]);
});

test("every number that we can write, we can read", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      expect(read(JSON.stringify([number])).value).toEqual([number + 0]);
    }),
  );
});

test("texts over the limit are refused before they are read", () => {
  const error = failure(() => parseJson("[1,2,3]", { source: "x.json", maxLength: 5 }));
  expect(error.code).toBe("WF_INPUT_TOO_LARGE");
});

test("any bytes give a value or a WorldFluxError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        read(decodeUtf8(bytes, "x.json"), "python");
      } catch (error) {
        expect(error).toBeInstanceOf(WorldFluxError);
      }
    }),
  );
});

test("a byte order mark is dropped, other encodings are refused", () => {
  expect(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x31]), "x.json")).toBe("1");
  const utf16 = new Uint8Array([0xff, 0xfe, 0x31, 0x00]);
  expect(failure(() => decodeUtf8(utf16, "x.json")).code).toBe("WF_INPUT_ENCODING");
});
