import { expect, test } from "vitest";
import { outcomes, perEpisode, perTask } from "../fixtures/build.ts";
import { codes, read } from "../fixtures/read.ts";

const failed = (n: number) =>
  perTask("L3", [{ group: "metaworld", id: 5, episodes: outcomes("F".repeat(n)) }]);

test("rewards that are not numbers are kept as missing, with what stood there", () => {
  const file = perTask("L3", [
    {
      group: "g",
      id: 0,
      episodes: [
        { success: true, sum: Number.NaN, max: Number.POSITIVE_INFINITY },
        { success: false, sum: Number.NEGATIVE_INFINITY, max: 0.5 },
        { success: true, sum: 1, max: 1 },
      ],
    },
  ]);
  file.per_task[0].metrics.sum_rewards[2] = null;
  const reading = read(file);
  expect(reading.episodes.map((at) => [at.sum_reward, at.max_reward, at.metadata])).toEqual([
    [null, null, { sum_reward_missing: "NaN", max_reward_missing: "Infinity" }],
    [null, 0.5, { sum_reward_missing: "-Infinity" }],
    [null, 1, { sum_reward_missing: "null" }],
  ]);
  expect(reading.notes).toEqual([
    {
      code: "rewards_not_finite",
      detail:
        "4 rewards are NaN, infinite or null; they are recorded as missing, and LeRobot's averages leave NaN out",
    },
  ]);
});

test("so are those of L1, beside the episode's number", () => {
  const reading = read(perEpisode([{ success: true, sum: Number.NaN, max: 1 }]));
  expect(reading.episodes[0]?.metadata).toEqual({ episode_ix: 0, sum_reward_missing: "NaN" });
});

test("ten failures and nothing else are odd, with the time they took", () => {
  expect(read(failed(10)).notes).toEqual([
    {
      code: "all_failed_and_fast",
      detail:
        "all 10 episodes failed at 21.5 s an episode: an episode that fails should run to the step limit, so check that the environment and the policy started at all",
    },
  ]);
  expect(codes(read(failed(9)))).toEqual([]);
  expect(codes(read(perEpisode(outcomes("FFFFFFFFFFFS"))))).toEqual([]);
});

test.each([undefined, null, "5", Number.NaN])("the time may be %s", (seconds) => {
  const file = failed(10);
  file.overall.eval_ep_s = seconds;
  if (seconds === undefined) delete file.overall.eval_ep_s;
  expect(read(file).notes[0]?.detail).toContain("all 10 episodes failed: an episode");
});

test.each([
  ["libero_spatial", true],
  ["libero_90", true],
  ["aloha", false],
  ["liberobots", false],
])("whether the index of %s depends on the version: %s", (group, noted) => {
  const reading = read(perTask("L2", [{ group, id: 0, episodes: outcomes("SF") }]));
  const note = reading.notes.find(({ code }) => code === "initial_state_by_version");
  expect(note !== undefined).toBe(noted);
  if (noted) {
    expect(note?.detail).toContain("0.4.0 to 0.4.2, 0.4.3, 0.4.4 to 0.6.0 and 0.6.1 or later");
    expect(note?.detail).toContain("Do not pair episodes of two runs by index unless both are");
  }
});
