import { expect, test } from "vitest";
import { type WordingPackage, wordingPackages } from "../../test/wording-packages.ts";
import { lintWording } from "./lint-wording.ts";

const margin = wordingPackages["margin"];
if (margin === undefined) throw new Error("no package");

const errors = (text: string, of: WordingPackage = margin) =>
  lintWording(text, of).findings.filter(({ severity }) => severity === "error");

/** The same package with every episode a success. */
function allSucceeded({ claim, evidence }: WordingPackage): WordingPackage {
  const all = structuredClone(evidence);
  all.result.estimate = 1;
  all.result.successes = all.result.episodes;
  all.denominators.success = all.denominators.recorded;
  all.denominators.failure = 0;
  all.denominators.error = 0;
  for (const task of all.tasks) Object.assign(task, { successes: task.episodes, estimate: 1 });
  return { claim, evidence: all };
}

const totals = [
  "All 400 episodes succeeded.",
  "All of the recorded episodes were successful.",
  "The policy succeeded in every episode.",
  "It succeeds every single time.",
  "No episode failed.",
  "None of the 400 episodes failed.",
  "There were no failures.",
  "0 failures in 400 episodes.",
  "The policy never failed in 400 episodes.",
  "The policy did not fail once.",
  "Ten out of ten episodes were solved.",
];

test.each(totals)("a total in words is a rate: %s", (text) => {
  expect(errors(text).map(({ code }) => code)).toEqual([
    expect.stringMatching(/^rate_differs|^slice/),
  ]);
});

test.each(totals)("where all succeeded it may be said: %s", (text) => {
  expect(errors(text, allSucceeded(margin))).toEqual([]);
});

test.each(["All episodes failed.", "No episode succeeded."])("a total failure: %s", (text) => {
  expect(errors(text)).toMatchObject([{ code: "rate_differs" }]);
});

test.each([
  "Not all episodes succeeded.",
  "The policy did not succeed in every episode.",
  "If every episode succeeded, the interval would still end below one.",
  "All episodes of libero_spatial/9 succeeded.",
  "All 40 episodes of one task succeeded.",
  "All 40 episodes of task 9 succeeded.",
  "All episodes were recorded, and all episodes that failed are listed.",
  "All errors count as failures.",
  "There are no failure labels.",
  "No failures were excluded.",
  "No episode failed to load.",
  "Ten out of ten tasks were run.",
  "Success over all episodes: 80.8 %.",
])("nothing is said of every episode: %s", (text) => {
  expect(errors(text)).toEqual([]);
});
