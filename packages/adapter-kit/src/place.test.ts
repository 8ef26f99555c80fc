import { expect, test } from "vitest";
import { inconsistent, isObject, keysOf, placeOf, quote } from "./place.ts";

test.each([
  [["per_task", 3, "metrics", "successes", 0], "per_task[3].metrics.successes[0]"],
  [["per_group", "libero_10", "n_episodes"], "per_group.libero_10.n_episodes"],
  [["per_group", "a b", "pc_success"], 'per_group["a b"].pc_success'],
  [["per_group", ""], 'per_group[""]'],
])("place %j", (place, written) => expect(placeOf(place)).toBe(written));

test.each([
  [undefined, "nothing"],
  [null, "null"],
  [Number.NaN, "NaN"],
  [[1, 2], "a list of 2"],
  [{ a: 1 }, "an object"],
  ["x", '"x"'],
  ["\u001b[31m\u009b\u202e\u2028", '"\\u001b[31m\\u{9b}\\u{202e}\\u{2028}"'],
  ["y".repeat(1000), `"${"y".repeat(60)}"…`],
])("quote %j", (value, written) => expect(quote(value)).toBe(written));

test.each([
  [{}, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  ["x", false],
  [undefined, false],
])("an object: %j %s", (value, expected) => expect(isObject(value)).toBe(expected));

test.each([
  [{}, "no keys"],
  [{ a: 1 }, 'the key "a"'],
  [{ a: 1, "b\n": 2 }, 'the keys "a", "b\\n"'],
  [
    Object.fromEntries([..."abcdefghij"].map((key) => [key, 1])),
    'the keys "a", "b", "c", "d", "e", "f", "g", "h" and 2 more',
  ],
])("keys of %j", (value, written) => expect(keysOf(value)).toBe(written));

test("keys of any length give a short text", () => {
  const long = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`${n}`.repeat(1e5), 1]));
  expect(keysOf(long).length).toBeLessThan(700);
});

test("a place that is as deep as files may be stays short", () => {
  expect(placeOf(Array.from({ length: 3 }, () => "\u202e".repeat(1e5))).length).toBeLessThan(1500);
});

test("inconsistent names the file, the place and what to do", () => {
  expect(inconsistent("run.json", ["a", 0], "expected a list")).toMatchObject({
    code: "WF_EPISODES_INCONSISTENT",
    message: "run.json: a[0]: expected a list",
    hint: "hand in the file as the evaluator wrote it",
  });
});
