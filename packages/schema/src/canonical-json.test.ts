import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalBytes, canonicalJson } from "./canonical-json.ts";

test("RFC 8785 section 3.2.2 and 3.2.3: the specification's own example", () => {
  const input = JSON.parse(
    String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
  );
  expect(canonicalJson(input)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test("RFC 8785 section 3.2.3: keys are sorted by UTF-16 code units", () => {
  const keys = ["\u20ac", "\r", "\ufb33", "1", "\u{1f600}", "\u0080", "\u00f6"];
  const sorted = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\u{1f600}", "\ufb33"];
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
  expect(text).toBe(`{${sorted.map((key) => `${JSON.stringify(key)}:0`).join(",")}}`);
});

test("any order of keys gives the same text, and the text reads back as the value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = canonicalJson(value);
      const back = JSON.parse(text);
      expect(canonicalJson(reversed(back))).toBe(text);
    }),
  );
});

test("minus zero is zero, and a member ends with a line feed", () => {
  expect(canonicalJson(-0)).toBe("0");
  expect(new TextDecoder().decode(canonicalBytes({ b: 1, a: "é" }))).toBe('{"a":"é","b":1}\n');
});

test.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, "\ud800", { a: "\udc00" }])(
  "refuses what is not JSON: %j",
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  },
);

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}
