import fc from "fast-check";
import { expect, test } from "vitest";
import { cutOff, elided, type PythonValue, readPythonLiteral } from "./python-literal.ts";

const refuse = (what: string, offset: number): never => {
  throw new Error(`${offset}: ${what}`);
};
const read = (text: string) => readPythonLiteral(text, 0, refuse).value;

test.each<[string, PythonValue]>([
  ["True", true],
  ["np.False_", false],
  ["np.bool_(True)", true],
  ["np.bool(True)", true],
  ["None", null],
  ["-12", -12],
  ["1.", 1],
  [".5", 0.5],
  ["1.5e-07", 1.5e-7],
  ["nan", Number.NaN],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["np.float64(nan)", Number.NaN],
  ["np.float32(0.25)", 0.25],
  ["np.str_('a')", "a"],
  ["'a\"b'", 'a"b'],
  [`"it's"`, "it's"],
  [String.raw`'\'\\\n\x41\u00e9\U0001f916'`, "'\\\nAé🤖"],
  [String.raw`'\U00110000'`, "\ufffd"],
  ["[]", []],
  ["()", []],
  ["(True,)", [true]],
  ["[1, [2, (3, 4)], ]", [1, [2, [3, 4]]]],
  ["{1, 2}", [1, 2]],
  ["{}", new Map()],
  [
    "{'a': [True], 'b': {}}",
    new Map<string, PythonValue>([
      ["a", [true]],
      ["b", new Map()],
    ]),
  ],
  ["{'__proto__': 1}", new Map([["__proto__", 1]])],
  ["array([ True, False])", [true, false]],
  [
    "array([[1., 2.],\n       [3., 4.]], dtype=float32)",
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["np.array([1], dtype='<U4')", [1]],
  ["array(1.)", 1],
  ["array([0, ..., 9])", [0, elided, 9]],
])("%s", (text, value) => {
  expect(read(text)).toEqual(value);
  expect(read(` \n${text}`)).toEqual(value);
});

test("says where the value ends", () => {
  expect(readPythonLiteral("xx(True, 'a') rest", 2, refuse).end).toBe(13);
});

test.each([
  ["tru", cutOff],
  ["[True, Fal", cutOff],
  ["[True", cutOff],
  ["[True,", cutOff],
  ["('a", cutOff],
  ["{'a': ", cutOff],
  ["array([1.]", cutOff],
  ["np.float64(", cutOff],
  ["[Tru]", "a name that is no value"],
  ["[exit()]", "a name that is no value"],
  ["np.fromfile('x')", "a name that is no value"],
  ["__import__('os')", "a name that is no value"],
  ["[lambda: 1]", "a name that is no value"],
  ["[float64]", "a name that is no value"],
  ["array([1.], copy=True)", "a call that is not numpy's"],
  ["[1 2]", "is not printed Python"],
  ["[1 + 2]", "is not printed Python"],
  ["['a\n']", "is not printed Python"],
  ["[1.2.3]", "is not printed Python"],
  ["[0x10]", "is not printed Python"],
  ["{'a': 1, 'a': 2}", "a key twice"],
  ["{'a': 1, 'b'}", "mixes a dict with a set"],
  ["[@]", "is not printed Python"],
])("refuses %j", (text, what) => {
  expect(() => read(text)).toThrow(what);
});

test("refuses what no evaluator prints, without running out of stack, memory or time", () => {
  expect(() => read("[".repeat(1e6))).toThrow("nests deeper than 16");
  expect(() => read("{".repeat(1e6))).toThrow("nests deeper than 16");
  expect(() => read("np.float64(".repeat(1e5))).toThrow("nests deeper than 16");
  expect(() => read(`[${"1,".repeat(2 ** 20)}1]`)).toThrow("more than 1048576 values");
  expect(() => read(`'${"a".repeat(1e7)}'`)).toThrow();
  expect(() => read(`[${"1".repeat(1e7)}]`)).toThrow("is not printed Python");
  expect(() => read(`[${"a.".repeat(1e7)}]`)).toThrow("a name that is no value");
  expect(() => read(`[1${" ".repeat(1e7)}`)).toThrow(cutOff);
});

const value: fc.Arbitrary<PythonValue> = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true }),
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.string({ maxLength: 5 }), tie("value")), { maxLength: 4 })
      .map((entries) => new Map<PythonValue, PythonValue>(entries)),
  ),
})).value;

test("reads back whatever is printed", () => {
  fc.assert(
    fc.property(value, (printed) => {
      expect(read(print(printed))).toEqual(printed);
    }),
    { numRuns: 500 },
  );
});

function print(value: PythonValue): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null) return "None";
  if (typeof value === "number")
    return Number.isFinite(value) ? numeral(value) : `${value}`.replace("Infinity", "inf");
  if (typeof value === "string") return quoteAll(value);
  if (value instanceof Map) {
    return `{${[...value].map(([key, at]) => `${print(key)}: ${print(at)}`).join(", ")}}`;
  }
  return `[${(value as PythonValue[]).map(print).join(", ")}]`;
}

function numeral(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}

/** Every character by its code, as `ascii()` may print it. */
function quoteAll(text: string): string {
  const code = (character: string) =>
    `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, "0")}`;
  return `'${[...text].map(code).join("")}'`;
}
