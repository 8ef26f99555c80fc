import { expect, test } from "vitest";
import { defaultLimitOf } from "./default-limit.ts";

test.each([
  [0, 5000],
  [1, 5000],
  [400 * 2 ** 10, 5000],
  [8 * 2 ** 20, 256],
  [18 * 2 ** 20, 113],
  [2 ** 30, 100],
])("of a package of %i bytes %i mutants are tried", (length, mutants) => {
  // A view of no memory: only the length counts.
  const half = { length: length / 2 } as Uint8Array;
  expect(
    defaultLimitOf(
      new Map([
        ["a", half],
        ["b", half],
      ]),
    ),
  ).toBe(mutants);
});
