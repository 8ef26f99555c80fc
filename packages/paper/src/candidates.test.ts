import { expect, test } from "vitest";
import { candidateRates } from "./candidates.ts";
import { readSaved } from "./paper-page.ts";

const ratesOf = (text: string) =>
  candidateRates(readSaved(new TextEncoder().encode(text), "paper.txt"));
const printed = (text: string) => ratesOf(text).map((rate) => rate.printed);

test("a rate comes with its sentence, its episodes and whether a count gives it", () => {
  expect(
    ratesOf("We ran a policy. It reaches a success rate of 43.9 % over 500 episodes. Fine."),
  ).toEqual([
    {
      number: 1,
      printed: "43.9 %",
      value: 0.439,
      place: "text",
      sentence: "It reaches a success rate of 43.9 % over 500 episodes.",
      episodes: 500,
      feasibility: { possible: false, successes: null, usual: { possible: [], impossible: [] } },
    },
  ]);
});

test("without a number of episodes, the usual ones are tried", () => {
  const [rate] = ratesOf("The success rate is 97.1%.");
  expect(rate?.episodes).toBeNull();
  expect(rate?.feasibility.possible).toBeNull();
  // 97.1 % of 500 would be 485.5; of 1000, 971.
  expect(rate?.feasibility.usual.impossible).toEqual([10, 20, 25, 50, 100, 200, 250, 400, 500]);
  expect(rate?.feasibility.usual.possible).toEqual([1000, 1500, 2000]);
});

test("the ratio has the digits that were printed", () => {
  expect(ratesOf("It succeeds in 57.6 % of trials.")[0]?.value).toBe(0.576);
  expect(ratesOf("It succeeds in 29 % of trials.")[0]?.value).toBe(0.29);
  expect(ratesOf("It succeeds in 41 of 50 trials.")[0]).toMatchObject({
    value: 0.82,
    episodes: 50,
  });
  expect(ratesOf("A success rate of 0.865 was seen.")[0]).toMatchObject({
    printed: "0.865",
    value: 0.865,
  });
});

test.each([
  ["a difference", "It improves the success rate by 16.5 %."],
  ["a gain", "We see a 16.5 % gain in success rate."],
  ["a level", "With 95 % confidence it succeeds."],
  ["points", "The success rate rises 12 percentage points."],
  ["data", "It succeeds with 20 % of the demonstrations."],
  ["another thing", "Dropout is 10 %."],
  ["words", "It succeeds most of the time."],
])("%s is no rate", (_, text) => {
  expect(printed(text)).toEqual([]);
});

test("episodes for each task are not the episodes in all", () => {
  expect(ratesOf("Over 50 episodes per task, it succeeds in 84.2 %.")[0]?.episodes).toBeNull();
});

test("there are never more than twenty, and a long sentence is cut", () => {
  const many = Array.from({ length: 60 }, (_, i) => `It succeeds in ${i + 1} % of trials.`).join(
    " ",
  );
  expect(ratesOf(many)).toHaveLength(20);
  const [long] = ratesOf(`${"word ".repeat(300)} success rate 80 % ${"word ".repeat(80)}`);
  expect(long?.sentence).toContain("80 %");
  expect(long?.sentence.length).toBeLessThanOrEqual(400);
});
