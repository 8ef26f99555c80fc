import { describe, expect, test } from "vitest";
import { outcomes, perEpisode } from "../fixtures/build.ts";
import { codes, read, refusal } from "../fixtures/read.ts";

test("each record is an episode of the one unnamed task", () => {
  const reading = read(
    perEpisode([
      { success: false, sum: 83.25, max: 0.95 },
      { success: true, sum: 96.5, max: 1 },
    ]),
  );
  expect(reading.episodes).toEqual([
    {
      suite: null,
      task: null,
      index: 0,
      seed: 1000,
      attempt: 0,
      outcome: "failure",
      sum_reward: 83.25,
      max_reward: 0.95,
      metadata: { episode_ix: 0 },
    },
    {
      suite: null,
      task: null,
      index: 0,
      seed: 1001,
      attempt: 0,
      outcome: "success",
      sum_reward: 96.5,
      max_reward: 1,
      metadata: { episode_ix: 1 },
    },
  ]);
  expect(reading).toMatchObject({
    evaluator: { name: "lerobot", version: null },
    metric_contract: { name: "success_rate", success: "any_step" },
    episode_order: "recorded",
    notes: [],
    asserted: {},
    references: [],
  });
  expect(reading.not_recorded).toEqual([
    "task_identity",
    "initial_state",
    "checkpoint",
    "evaluator_version",
    "max_steps",
    "harness_errors",
    "time",
  ]);
});

describe("seeds", () => {
  test("without seeds the index is the episode's number", () => {
    const reading = read(perEpisode(outcomes("SFS"), { startSeed: null }));
    expect(reading.episodes.map(({ index, seed }) => [index, seed])).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ]);
    expect(reading.episodes[0]).not.toHaveProperty("metadata");
    expect(reading.not_recorded).toContain("seed");
  });

  test("a field that is absent everywhere is a seed that was not recorded", () => {
    const file = perEpisode(outcomes("SF"));
    for (const episode of file.per_episode) delete episode.seed;
    expect(read(file).not_recorded).toContain("seed");
  });

  test("repeated seeds count repetitions within the seed", () => {
    const seeds = [7, 8, 7, 7, 8];
    const reading = read(perEpisode(seeds.map((seed) => ({ success: true, seed }))));
    expect(reading.episodes.map(({ index }) => index)).toEqual([0, 0, 1, 2, 1]);
    expect(reading.notes).toEqual([
      {
        code: "seeds_repeated",
        detail: "5 episodes share 2 seeds; LeRobot gives each episode a seed of its own",
      },
    ]);
  });

  test("seeds of some episodes only", () => {
    const file = perEpisode(outcomes("SSS"));
    file.per_episode[2].seed = null;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain("per_episode[2].seed: a seed is recorded for the episodes");
  });

  test.each([1.5, "1000", 2 ** 60, true])("a seed %s", (seed) => {
    const file = perEpisode(outcomes("SSS"));
    file.per_episode[1].seed = seed;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain("per_episode[1].seed: expected a whole number below 2^53");
  });
});

describe("numbering", () => {
  test("a number twice", () => {
    const file = perEpisode(outcomes("SSS"));
    file.per_episode[2].episode_ix = 0;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODE_DUPLICATED");
    expect(error.message).toContain(
      "per_episode[2].episode_ix is 0, and so is per_episode[0].episode_ix",
    );
  });

  test.each([
    ["a gap", [0, 1, 3], "per_episode[2].episode_ix: 3 where 2 is due"],
    ["another order", [0, 2, 1], "per_episode[1].episode_ix: 2 where 1 is due"],
    ["counted from one", [1, 2, 3], "per_episode[0].episode_ix: 1 where 0 is due"],
    ["negative", [-1, 0, 1], "per_episode[0].episode_ix: -1 where 0 is due"],
  ])("%s", (_, numbers, words) => {
    const file = perEpisode(outcomes("SSS"));
    for (const [i, number] of numbers.entries()) file.per_episode[i].episode_ix = number;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain(words);
  });
});

test.each([
  ["success", 0.5, "expected true or false, found 0.5"],
  ["success", "true", 'expected true or false, found "true"'],
  ["success", null, "expected true or false, found null"],
  ["success", undefined, "expected true or false, found nothing"],
  ["sum_reward", "1", 'expected a number, found "1"'],
  ["max_reward", undefined, "expected a number, found nothing"],
  ["episode_ix", "1", 'expected a whole number below 2^53, found "1"'],
])("%s may not be %j", (key, value, words) => {
  const file = perEpisode(outcomes("SSS"));
  if (value === undefined) delete file.per_episode[1][key];
  else file.per_episode[1][key] = value;
  const error = refusal(file);
  expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
  expect(error.message).toBe(`eval_info.json: per_episode[1].${key}: ${words}`);
});

test("a record that is not an object", () => {
  const file = perEpisode(outcomes("SS"));
  file.per_episode[1] = [true];
  expect(refusal(file).message).toBe(
    "eval_info.json: per_episode[1]: expected an object, found a list of 1",
  );
});

test("outcomes as 0 and 1 are read, and noted", () => {
  const file = perEpisode(outcomes("SF"));
  for (const episode of file.per_episode) episode.success = Number(episode.success);
  const reading = read(file);
  expect(reading.episodes.map(({ outcome }) => outcome)).toEqual(["success", "failure"]);
  expect(codes(reading)).toEqual(["success_as_number"]);
});

test("no episodes", () => {
  const file = perEpisode([]);
  expect(refusal(file).code).toBe("WF_NO_EPISODES");
});
