import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldDifferences } from "./field-differences.ts";

describe("fieldDifferences", () => {
  test("names each place by its JSON pointer, with ~ and / escaped (RFC 6901)", () => {
    const left = { a: { "b/c": 1, "d~e": [1, 2] }, same: "x" };
    const right = { a: { "b/c": 2, "d~e": [1, 3, 4] }, same: "x", more: null };
    expect(fieldDifferences(left, right)).toEqual({
      differences: [
        { pointer: "/a/b~1c", left: "1", right: "2" },
        { pointer: "/a/d~0e/1", left: "2", right: "3" },
        { pointer: "/a/d~0e/2", left: "absent", right: "4" },
        { pointer: "/more", left: "absent", right: "null" },
      ],
      more: 0,
    });
  });

  test("a list is not an object", () => {
    expect(fieldDifferences({ a: [] }, { a: {} }).differences).toEqual([
      { pointer: "/a", left: "a list of 0", right: "an object" },
    ]);
  });

  test("lists fifty and counts on, up to ten thousand", () => {
    const list = (value: number, length: number) => Array.from({ length }, () => value);
    const { differences, more } = fieldDifferences(list(1, 120), list(2, 120));
    expect(differences).toHaveLength(50);
    expect(more).toBe(70);
    expect(fieldDifferences(list(1, 20_000), list(2, 20_000)).more).toBe(9_950);
  });

  test("long and hostile keys and values are cut, and no character in two", () => {
    const key = `${"😀".repeat(2_000)}\u202e`;
    const [found] = fieldDifferences({ [key]: "😀".repeat(99) }, {}).differences;
    expect(found?.pointer.length).toBeLessThanOrEqual(1_025);
    const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
    expect(`${found?.pointer}${found?.left}`).not.toMatch(lone);
  });

  test("nothing differs from itself, and sides swap", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(fieldDifferences(a, structuredClone(a)).differences).toEqual([]);
        const there = fieldDifferences(a, b);
        const back = fieldDifferences(b, a);
        expect(back.more).toBe(there.more);
        expect(
          back.differences.map(({ left, right, ...at }) => ({ ...at, left: right, right: left })),
        ).toEqual(there.differences);
      }),
    );
  });
});
