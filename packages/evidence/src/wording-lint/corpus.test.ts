import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codesOf, families, measureCorpus, readCorpus } from "../../test/measure-corpus.ts";
import { wordingCatalog } from "./catalog.ts";

const halves = ["development", "held_out"] as const;
const rows = halves.flatMap((half) =>
  (Object.keys(families) as (keyof typeof families)[]).map((family) => [half, family] as const),
);

test.each(rows)("docs/wording-lint.md has the figures of %s, %s", (half, family) => {
  const { sentences, forbidden, precision, recall, exact } = measureCorpus(half, family);
  const row = [
    half.replace("_", "-"),
    family,
    `${forbidden} of ${sentences}`,
    precision.toFixed(2),
    recall.toFixed(2),
    `${exact} of ${sentences}`,
  ];
  expect(readFileSync("docs/wording-lint.md", "utf8")).toContain(`| ${row.join(" | ")} |`);
});

test("docs/wording-lint.md lists every finding", () => {
  const page = readFileSync("docs/wording-lint.md", "utf8");
  for (const [code, { severity, summary }] of Object.entries(wordingCatalog)) {
    expect(page).toContain(`| \`${code}\` | ${severity} | ${summary} |`);
  }
});

test("the rules do what they were tuned to do", () => {
  const { precision, recall } = measureCorpus("development", "all");
  expect(precision).toBeGreaterThan(0.97);
  expect(recall).toBeGreaterThan(0.97);
});

test("what the held-out half shows does not get worse", () => {
  const { precision, recall } = measureCorpus("held_out", "all");
  expect(precision).toBeGreaterThan(0.79);
  expect(recall).toBeGreaterThan(0.63);
});

test("no sentence is in both halves, and none is there twice", () => {
  const texts = halves.flatMap((half) => readCorpus(half)).map((s) => `${s.package} ${s.text}`);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBeGreaterThan(200);
});

test("a sentence that is right about one package is wrong about another", () => {
  const text = "The policy succeeds in 86.5 % of episodes.";
  expect(codesOf({ package: "strict", text, codes: [] })).toEqual([]);
  expect(codesOf({ package: "refuted", text, codes: [] })).toEqual(["rate_differs"]);
});
