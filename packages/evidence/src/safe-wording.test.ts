import { axisCatalog, errorCatalog, labelCatalog, recommendationCatalog } from "@worldflux/schema";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyCase } from "../test/any-evidence.ts";
import { forbiddenWords } from "../test/forbidden-words.ts";
import { renderInspection } from "./inspect.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderReport } from "./report/render-report.ts";

test("no page about any evidence claims more than evidence does", () => {
  fc.assert(
    fc.property(anyCase, ({ claim, protocol, input, evidence }) => {
      const pages = [
        renderReport(claim, protocol, evidence, input),
        renderMarkdown(claim, evidence),
        renderInspection(evidence, claim),
      ];
      expect(pages.flatMap(forbiddenWords)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ["labels", Object.values(labelCatalog).map((label) => label.explanation)],
  ["recommendations", Object.values(recommendationCatalog)],
  ["next tests", Object.values(axisCatalog)],
  ["errors", Object.values(errorCatalog).map((error) => error.summary)],
])("no text of the %s does", (_, texts) => {
  expect(texts.flatMap(forbiddenWords)).toEqual([]);
});

test("the check sees the words, and the one sentence that denies them", () => {
  expect(forbiddenWords("Certified and approved: safe, endorsed, reproduced by us.")).toEqual([
    "Certified",
    "approved",
    "safe",
    "endorsed",
    "reproduced by us",
  ]);
  expect(forbiddenWords("Whether the policy is safe or fit for any use.")).toEqual([]);
});
