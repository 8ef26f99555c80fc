import { expect, test } from "vitest";
import { placeOf, quote } from "./place.ts";

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
