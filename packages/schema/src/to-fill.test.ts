import { expect, test } from "vitest";
import { Claim } from "./claim.ts";
import { WorldFluxError } from "./error.ts";
import { readWritten } from "./read-document.ts";
import { findUnfilled, refuseUnfilled, toFill } from "./to-fill.ts";

test("every open place is found, with its pointer and what is asked for", () => {
  const draft = { a: { "b/c": toFill("a number") }, list: [1, toFill("a task")], d: "TO FILLED" };
  expect(findUnfilled(draft)).toEqual([
    { pointer: "/a/b~1c", what: "a number" },
    { pointer: "/list/1", what: "a task" },
  ]);
  expect(findUnfilled("TO FILL:")).toEqual([{ pointer: "", what: "" }]);
});

test("what is open is told before anything else that is wrong", () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ id: 7, value: toFill("a ratio") }));
  expect(() => readWritten(Claim, bytes, "claim.json")).toThrow(
    expect.objectContaining({
      code: "WF_DRAFT_UNFILLED",
      message: expect.stringContaining("/value  a ratio"),
    }),
  );
  const other = new TextEncoder().encode(JSON.stringify({ id: 7 }));
  expect(() => readWritten(Claim, other, "claim.json")).toThrow(
    expect.objectContaining({ code: "WF_DOCUMENT_INVALID" }),
  );
});

test("a hostile draft gives a bounded message without control characters, and no stack overflow", () => {
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, i) => [
      `\u001b${"k".repeat(500)}${i}`,
      toFill("x".repeat(5000)),
    ]),
  );
  try {
    refuseUnfilled(many, "claim.json");
    expect.unreachable();
  } catch (error) {
    const { message } = error as WorldFluxError;
    expect(error).toBeInstanceOf(WorldFluxError);
    expect(message.length).toBeLessThan(15_000);
    expect(message).not.toMatch(/(?!\n)\p{Cc}/u);
  }
  const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], toFill("x"));
  expect(findUnfilled(deep)).toEqual([]);
});
