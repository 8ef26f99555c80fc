import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anyCase } from "../../test/any-evidence.ts";
import { forbiddenWords } from "../../test/forbidden-words.ts";
import { wordingPackages } from "../../test/wording-packages.ts";
import { renderMarkdown } from "../markdown.ts";
import { wordingCatalog } from "./catalog.ts";
import { lintWording } from "./lint-wording.ts";

const margin = wordingPackages["margin"];
if (margin === undefined) throw new Error("no package");

const codes = (text: string, of = margin) => lintWording(text, of).findings.map(({ code }) => code);
const errors = (text: string, of = margin) =>
  lintWording(text, of).findings.filter(({ severity }) => severity === "error");

test("the strongest sentence names n, interval, rule, population and margin", () => {
  expect(lintWording("", margin).strongest).toBe(
    "On LIBERO, 10 tasks, simulated in MuJoCo: lab/smolvla succeeded in 323 of 400 recorded episodes (80.75 %; 95 % Wilson interval 76.60 % to 84.31 %); errors count as failures, missing episodes do not count. Taken as a sample of these tasks and no others, they support a success rate of at least 80 % only with the margin of 5 % (threshold 75 %); without the margin the claim is inconclusive.",
  );
});

test("no package forbids its own strongest sentence", () => {
  fc.assert(
    fc.property(anyCase, ({ claim, evidence }) => {
      const { strongest } = lintWording("", { claim, evidence });
      expect(errors(strongest, { claim, evidence })).toEqual([]);
      expect(forbiddenWords(strongest)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("a finding has a place, the words, a reason and a rewrite", () => {
  const text = "# SmolVLA\n\nSmolVLA reaches **93 %** success\non LIBERO-Spatial.\n";
  const [finding] = errors(text);
  expect(finding).toMatchObject({
    code: "rate_differs",
    severity: "error",
    line: 3,
    column: 19,
    excerpt: "93 %",
    why: expect.stringContaining("323/400 = 80.8 %"),
    rewrite: expect.stringContaining("323 of 400"),
  });
});

test.each([
  ["in fenced code", "```\nsuccess rate: 99 %\n```\n"],
  ["in a comment", "<!-- success rate: 99 % -->"],
  ["in an address", "See https://example.org/success-rate-99%25/ for it."],
  ["of something else", "We use 99 % of the training data."],
])("a number %s is let alone", (_, text) => {
  expect(errors(text)).toEqual([]);
});

test.each([
  ["bold", "success rate **99 %**"],
  ["TeX", String.raw`success rate $99\%$`],
  ["full-width", "success rate ９９％"],
  ["a narrow space", "success rate 99 %"],
  ["an invisible character", "success rate 9\u200b9 %"],
  ["HTML", "<p>success rate <b>99</b> %</p>"],
  ["words", "success rate of 99 per cent"],
  ["a comma", "success rate 99,1 %"],
  ["a named entity", "success rate 99&nbsp;%"],
  ["a decimal entity", "success rate 9&#57;&#160;&#37;"],
  ["a hexadecimal entity", "success rate 99&#xA0;%"],
  ["a thin space and a percent sign by name", "success rate 99&thinsp;&percnt;"],
])("a wrong rate is seen through %s", (_, text) => {
  expect(codes(text)).toContain("rate_differs");
});

test("what a text leaves out is told once, at its first rate", () => {
  const findings = lintWording(
    "Success rate 80.8 %.\n\nAgain: success rate 80.8 %.",
    margin,
  ).findings;
  expect(findings.map(({ code, line }) => `${code} ${line}`)).toEqual([
    "interval_missing 1",
    "n_missing 1",
    "rule_not_named 1",
  ]);
  const whole =
    "Success rate 80.8 % of 400 episodes (95 % interval 76.6 % to 84.3 %), errors counted as failures.";
  expect(codes(whole)).toEqual([]);
});

test("where no episode counts, no rate is allowed", () => {
  const evidence = structuredClone(margin.evidence);
  evidence.result.estimate = null;
  const of = { claim: margin.claim, evidence };
  expect(errors("Success rate 80.8 %.", of)).toMatchObject([{ code: "rate_differs" }]);
});

// Each would take minutes if one step looked at all of the text for each part of it.
test.each([
  ["one endless sentence", "success 99 % and ".repeat(6_000)],
  ["no letters at all", "%".repeat(100_000)],
  ["numbers alone", "9 ".repeat(50_000)],
  ["one number", "9".repeat(100_000)],
  ["opened tags", "<a".repeat(50_000)],
  ["opened comments", "<!--".repeat(100_000)],
  ["opened fences", "```\n".repeat(100_000)],
  ["empty lines", "\n".repeat(100_000)],
  ["addresses", "https://".repeat(60_000)],
  ["dots", "a. ".repeat(100_000)],
  ["any any any", "any ".repeat(100_000)],
  ["no failures", "no failures all episodes ".repeat(20_000)],
  ["entities", "&nbsp;&#".repeat(50_000)],
])("%s ends", (_, text) => {
  expect(lintWording(text, margin).findings.length).toBeLessThan(600);
});

test("any text at all is read without an exception", () => {
  const word = fc.constantFrom(
    "80.8",
    "%",
    "323/400",
    "of",
    "success",
    "95 %",
    "CI",
    "[",
    "]",
    "–",
    ".",
    "\n",
    "|",
    "±",
    "all",
    "tasks",
    "not",
    "<",
    "```",
    "7",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(word).map((w) => w.join(" ")),
      ),
      (text) => {
        const { findings } = lintWording(text, margin);
        const lines = text.split("\n");
        for (const { line, column, code } of findings) {
          expect(wordingCatalog).toHaveProperty(code);
          expect(lines[line - 1]?.length).toBeGreaterThanOrEqual(column - 1);
        }
      },
    ),
  );
});

test.each([
  "If your robot setup has a high-frequency controller, downsample the actions.",
  "We provide a script for deployment and for new tasks.",
  "To load the checkpoint for zero-shot instruction following, run this.",
])("an instruction says nothing of the policy: %s", (text) => {
  expect(errors(text)).toEqual([]);
});

test.each([
  ["SmolVLA reaches 40 % on libero_spatial/0.", "libero_spatial/0 has 50 % (20/40)"],
  ["The hardest task is at 75 %.", "libero_spatial/0 has 50 % (20/40)"],
  ["The best task succeeds in 90 %.", "libero_spatial/9 has 100 % (40/40)"],
])("%s: %s", (text, why) => {
  expect(errors(text)).toMatchObject([{ code: "rate_differs", why }]);
});

test.each([
  "SmolVLA did not reach 85 %.",
  "SmolVLA did not reach 100 % success.",
  "It never gets to 82.4 %.",
])("a rate that some task has may be denied: %s", (text) => {
  expect(errors(text)).toEqual([]);
});

test("a word before a comma does not deny the rate behind it", () => {
  expect(errors("Without tuning, SmolVLA reaches 85 % success.")).toMatchObject([
    { code: "slice_as_whole" },
  ]);
});

test.each([
  "The policy succeeded in 400 of 400 episodes.",
  "Success: 400/400.",
  "All went well: 400/400.",
  "The policy completed 400 of 400 episodes.",
  "0 of 400 episodes succeeded.",
  "8 of 400 episodes failed.",
  "| Success | 400/400 |",
  "400 of 400 recorded episodes succeeded.",
])("a count of the record is none of outcomes: %s", (text) => {
  expect(errors(text)).toMatchObject([{ code: "count_differs" }]);
});

test.each([
  "400 of 400 planned episodes were recorded.",
  "400/400 episodes were run, and 323/400 succeeded.",
  "323 of the 400 episodes succeeded, and 400 of 400 were recorded.",
  "The planned episodes were all recorded (400 of 400), and 323 succeeded.",
  "| Recorded | 400/400 | Successes | 323/400 |",
  "8 of 400 episodes ended in errors and count as failures.",
  "8 of 400 episodes failed with an error.",
  "0 of 400 episodes are missing.",
  "We completed 400 of 400 planned episodes.",
])("a count of the record passes: %s", (text) => {
  expect(errors(text)).toEqual([]);
});

test.each([
  ["The lower bound is 84.3 %.", "interval_differs"],
  ["The upper bound of the 95 % interval is 80.8 %.", "interval_differs"],
  ["The lower confidence limit is 0.80.", "interval_differs"],
  ["323/400 successes (95 % Clopper-Pearson interval 76.6 % to 84.3 %).", "interval_differs"],
])("an end or a method of an interval that is not the recorded one: %s", (text, code) => {
  expect(errors(text)).toMatchObject([{ code }]);
});

test.each([
  "The lower bound is 76.6 %, the upper bound is 84.3 %.",
  "The lower end of the 95 % Wilson interval is 76.6 %.",
  "The upper bound of the failure rate is 23.4 %.",
  "The lower bound is 0.766.",
  "The upper limit on the use of memory is 90 %.",
  "We report the Wilson interval rather than the Clopper-Pearson interval.",
])("an end and a method of the recorded interval: %s", (text) => {
  expect(errors(text)).toEqual([]);
});

test.each([
  ["40/100 (40 %) on ML45.", ["rate_differs", "rate_differs"]],
  ["On metaworld_ml45 it reaches 40 %.", ["rate_differs"]],
  ["On metaworld_ml45 it reaches 60 %.", []],
  ["Overall it succeeds in 40 %, on metaworld_ml45 in 60 %.", []],
  ["40 % in total, metaworld_ml45 and metaworld_ml10 taken together.", []],
  ["It succeeds in 40 % of 100 episodes on Meta-World.", []],
])("the rate of the whole is not that of one suite: %s", (text, expected) => {
  const refuted = wordingPackages["refuted"];
  if (refuted === undefined) throw new Error("no package");
  const evidence = structuredClone(refuted.evidence);
  for (const [i, task] of evidence.tasks.entries()) {
    task.suite = i === 0 ? "metaworld_ml10" : "metaworld_ml45";
  }
  const of = { claim: refuted.claim, evidence };
  const full = text.replace("ML45", "Metaworld-ML45");
  expect(errors(full, of).map(({ code }) => code)).toEqual(expected);
});

test("what evidence.md says of a package passes, but for the claim itself and the bounds of counting", () => {
  const strict = wordingPackages["strict"];
  if (strict === undefined) throw new Error("no package");
  const page = renderMarkdown(strict.claim, strict.evidence);
  const lines = new Set(errors(page, strict).map(({ line }) => page.split("\n")[line - 1]));
  expect([...lines].filter((line) => !/80 % of 200|2 of 200 episodes/.test(line ?? ""))).toEqual(
    [],
  );
});

test("a table of suites is held to the rates of the suites", () => {
  const refuted = wordingPackages["refuted"];
  if (refuted === undefined) throw new Error("no package");
  const evidence = structuredClone(refuted.evidence);
  for (const [i, task] of evidence.tasks.entries()) task.suite = i === 0 ? "ml10" : "ml45";
  const of = { claim: refuted.claim, evidence };
  expect(errors("| ml10 | 20 % |\n| ml45 | 60 % |", of)).toEqual([]);
  expect(errors("| ml10 | 25 % |\n| ml45 | 60 % |", of)).toMatchObject([{ line: 1 }]);
});
