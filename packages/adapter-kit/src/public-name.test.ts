import { describe, expect, test } from "vitest";
import { assertable, publicName } from "./public-name.ts";

const named = (name: string) => () => publicName(name, "run.json: tasks[0].name");

describe("publicName", () => {
  test.each(["libero_10", "pick up the cup", "x".repeat(512), "評価 1", "a/b", " ", "constructor"])(
    "%s is kept unchanged",
    (name) => expect(publicName(name, "x")).toBe(name),
  );

  test.each(["/home/someone/envs/pick", "someone@example.org", "C:\\Users\\someone\\task"])(
    "%s names a person or a machine",
    (name) => {
      expect(named(name)).toThrow(
        expect.objectContaining({
          code: "WF_PRIVATE_TEXT",
          message: expect.stringMatching(/^run\.json: tasks\[0\]\.name holds (?!.*someone)/),
          hint: expect.stringContaining("rename the task"),
        }),
      );
    },
  );

  test.each([
    ["", 'found 0 in ""'],
    ["x".repeat(513), `found 513 in "${"x".repeat(60)}"…`],
    ["two\nlines", 'found 9 in "two\\nlines"'],
    ["\u001b[2J", 'found 4 in "\\u001b[2J"'],
  ])("%j is no name", (name, words) => {
    expect(named(name)).toThrow(
      expect.objectContaining({
        code: "WF_EPISODES_INCONSISTENT",
        message: `run.json: tasks[0].name: expected 1 to 512 characters on one line, ${words}`,
        hint: expect.stringMatching(/./),
      }),
    );
  });
});

describe("assertable", () => {
  test.each<unknown>(["lerobot/act", 0, -1.5, true, false])("%j", (value) => {
    expect(assertable(value)).toBe(true);
  });

  test.each<unknown>([
    ...["", "a\nb", "x".repeat(513), "/home/someone/model", `hf_${"a".repeat(30)}`],
    ...[Number.NaN, Number.POSITIVE_INFINITY, null, undefined, [1], { a: 1 }, 1n, Symbol("s")],
  ])("not %#", (value) => expect(assertable(value)).toBe(false));
});
