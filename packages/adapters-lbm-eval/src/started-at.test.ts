import { expect, test } from "vitest";
import { recordedTimes } from "./started-at.ts";

const named = "results-2031-02-03T04:05:06.789-08:00.json";

test.each<[string, string[], object | undefined]>([
  ["lbm_eval's own name", [named], { started_at: "2031-02-03T12:05:06.789Z" }],
  [
    "the fork's folder",
    ["m/Task/rollouts/2031-02-03T04:05:06+00:00/results.json"],
    { started_at: "2031-02-03T04:05:06.000Z" },
  ],
  [
    "the earliest of two",
    [named, "results-2031-02-03T04:00:00.000-08:00.json"],
    { started_at: "2031-02-03T12:00:00.000Z" },
  ],
  [
    "one of two: something may have begun before",
    [named, "results.json"],
    { other_at: "2031-02-03T12:05:06.789Z" },
  ],
  [
    "a released folder, which has no offset",
    ["m/T/rollouts/2031-02-03T04-05-06/results.json"],
    undefined,
  ],
  ["no name", ["results.json"], undefined],
  ["a file that somebody named", ["results-final.json"], undefined],
  ["a folder that stands elsewhere", ["2031-02-03T04:05:06Z/other.json"], undefined],
])("%s", (_, paths, times) => {
  expect(recordedTimes(paths)).toEqual(times);
});
