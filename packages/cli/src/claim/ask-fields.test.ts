import { readFileSync } from "node:fs";
import { Claim, Protocol } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { askFields } from "./ask-fields.ts";
import { answersOf, claimFields } from "./fields.ts";
import type { Terminal } from "./terminal.ts";

const read = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../templates/lerobot-libero/${name}`, import.meta.url), "utf8"),
  );
const template = {
  claim: Claim.parse(read("claim.json")),
  protocol: Protocol.parse(read("protocol.json")),
};

/** Somebody who types these lines and leaves. */
function typing(lines: readonly string[]): Terminal & { readonly said: string[] } {
  const left = [...lines];
  const said: string[] = [];
  return {
    said,
    ask: async (question) => {
      said.push(question);
      return left.shift();
    },
    say: (text) => void said.push(text),
    close: () => undefined,
  };
}

const asked = claimFields.filter(({ question }) => question !== undefined);
const keepAll = asked.map(() => "");

test("empty lines keep the template", async () => {
  const terminal = typing(keepAll);
  expect(await askFields(claimFields, template, terminal)).toEqual({});
  expect(terminal.said.join("\n")).toContain(
    "[libero_spatial, libero_object, libero_goal, libero_10]",
  );
});

test("an answer is read as the option of the same name is", async () => {
  for (const field of asked) {
    const draft = field.draft(template);
    const typed = keepAll.map((_, i) => (asked[i] === field ? draft : ""));
    const answer = await askFields(claimFields, template, typing(typed));
    const option = field.option === "task" ? draft.split(", ") : draft;
    expect(answer, field.option).toEqual(answersOf({ [field.option]: option }));
  }
});

describe("a wrong answer is explained and asked again", () => {
  test.each([
    ["threshold", ["80", "-1", "1e9", "0.8.1", "８０%", "null", "80 %"], { rate: 0.8 }],
    ["episodes", ["1e9", "0", "-3", "5.5", "99999999999", "50"], { episodes: 50 }],
    ["seeds", ["a", "3-1", "0-1e9", "1,1", "0-999999", "0-2"], { seeds: [0, 1, 2] }],
    ["alpha", ["0.95", "95%", "0", "0.1"], { alpha: 0.1 }],
    ["margin", ["0.9", "0.02"], { margin: 0.02 }],
    ["denominator-policy", ["yes", "errors_excluded"], { denominator: "errors_excluded" }],
    ["subject", ["a\u202eb", "x".repeat(600), "acme/p"], { subject: "acme/p" }],
  ])("%s", async (option, lines, wanted) => {
    const typed = asked.flatMap((field) => (field.option === option ? lines : [""]));
    const terminal = typing(typed);
    expect(await askFields(claimFields, template, terminal)).toEqual(wanted);
    const questions = terminal.said.filter((text) => text.startsWith("  ["));
    expect(questions).toHaveLength(asked.length + lines.length - 1);
  });
});

test("whoever leaves is told that nothing was written", async () => {
  await expect(askFields(claimFields, template, typing(["acme/p", ""]))).rejects.toMatchObject({
    code: "WF_NOT_ANSWERED",
    message: expect.stringContaining("question 3 of"),
  });
});

test("whatever never answers right is not asked for ever", async () => {
  const terminal = typing(Array.from({ length: 10_000 }, () => "\u0007"));
  await expect(askFields(claimFields, template, terminal)).rejects.toMatchObject({
    code: "WF_NOT_ANSWERED",
  });
});

test("no option of the claim is no answer at all, which leaves room for questions", () => {
  expect(answersOf({ template: "custom", output: "o", json: false })).toBeUndefined();
});

test.each([
  [{ threshold: "80" }, "write 0.8 or 80%"],
  [{ alpha: "0.95" }, "write 0.05"],
  [{ operator: "=>" }, "use >=, >, <=, <"],
  [{ task: [""] }, "write a name"],
  [{ "max-steps": "many" }, "digits"],
])("the options %j are refused with the fix", (options, hint) => {
  expect(() => answersOf(options)).toThrow(
    expect.objectContaining({ code: "WF_USAGE", hint: expect.stringContaining(hint) }),
  );
});
