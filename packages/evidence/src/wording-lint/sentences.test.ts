import { expect, test } from "vitest";
import { sentencesOf } from "./sentences.ts";

const texts = (text: string) => sentencesOf(text).map((sentence) => sentence.text);

test("sentences end where people end them", () => {
  expect(texts("It works, e.g. on 80.5 % of tasks. Is it? Yes! (Fig. 3 shows it.) Done")).toEqual([
    "It works, e.g. on 80.5 % of tasks.",
    "Is it?",
    "Yes!",
    "(Fig. 3 shows it.)",
    "Done",
  ]);
});

test("headings, items, rows and paragraphs stand alone; a broken line does not", () => {
  expect(
    texts(
      "# A head\n- one\n- two\n1. three\n\nA sentence\nover lines.\n| a | b |\n|---|---|\n| c | d |",
    ),
  ).toEqual(
    ["A head", "one", "two", "three", "A sentence over lines.", "| a | b |", "| c | d |"].map(
      (text) => expect.stringContaining(text),
    ),
  );
});

test("a character knows where it stood", () => {
  const original = "<p>Rate:</p>\n\n**99** % here.";
  const sentence = sentencesOf(original).at(-1);
  const at = sentence?.text.indexOf("99") ?? -1;
  expect(original.slice(sentence?.place(at)).startsWith("99")).toBe(true);
});

test("a sentence without an end is cut", () => {
  const found = sentencesOf("word ".repeat(10_000));
  expect(found.length).toBeGreaterThan(20);
  expect(Math.max(...found.map(({ text }) => text.length))).toBeLessThanOrEqual(2000);
});
