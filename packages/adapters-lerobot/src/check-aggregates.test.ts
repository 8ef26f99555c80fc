import { describe, expect, test } from "vitest";
import { type Json, outcomes, perEpisode, perTask } from "../fixtures/build.ts";
import { codes, read, refusal } from "../fixtures/read.ts";

/** 3 of 4 and 1 of 2 in one group, 0 of 3 in the other: 4 of 9. */
const tasks = [
  { group: "libero_goal", id: 0, episodes: outcomes("SSSF") },
  { group: "libero_goal", id: 1, episodes: outcomes("SF") },
  { group: "libero_10", id: 0, episodes: outcomes("FFF") },
];
const l2 = () => perTask("L2", tasks);
const l4 = () => perTask("L4", tasks);

function mismatch(file: Json, place: string): string {
  const error = refusal(file);
  expect(error.code).toBe("WF_AGGREGATE_MISMATCH");
  expect(error.message).toContain(`eval_info.json: ${place}`);
  expect(error.hint).toBe("hand in the file as the evaluator wrote it");
  return error.message;
}

describe("pc_success", () => {
  test.each([
    ["a ratio", 4 / 9, "a ratio instead of a percentage"],
    ["the mean over tasks", (75 + 50 + 0) / 3, "the mean over tasks"],
    ["the mean over groups", (400 / 6 + 0) / 2, "the mean over groups"],
    ["the rate of failures", (100 * 5) / 9, "the failures"],
    ["rounded to two decimals", 44.44, "rounding to two decimals"],
    ["rounded to one decimal", 44.4, "rounding to one decimal"],
    ["rounded to a whole number", 44, "rounding to a whole number"],
    ["something else", 60, "the file was edited, or merged by hand"],
  ])("%s in place of the rate over episodes", (_, stored, why) => {
    const file = l2();
    file.overall.pc_success = stored;
    expect(mismatch(file, "overall.pc_success is")).toContain(why);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, null, "44.4", [44.4], true])(
    "%j is a mismatch where there are episodes",
    (stored) => {
      const file = l2();
      file.overall.pc_success = stored;
      mismatch(file, "overall.pc_success is");
    },
  );

  test("float dust is not a mismatch, a millionth of a point is the limit", () => {
    const file = l2();
    file.overall.pc_success = 400 / 9 + 9e-7;
    expect(read(file).episodes).toHaveLength(9);
    file.overall.pc_success = 400 / 9 + 2e-6;
    mismatch(file, "overall.pc_success");
  });

  test("of a group", () => {
    const file = l2();
    file.per_group.libero_10.pc_success = 10;
    mismatch(file, "per_group.libero_10.pc_success is 10");
  });

  test("of a task, where the file has it", () => {
    const file = l4();
    file.per_task[1].pc_success = 0.5;
    expect(mismatch(file, "per_task[1].pc_success is 0.5")).toContain("a ratio");
  });

  test("of L1", () => {
    const file = perEpisode(outcomes("SSFF"));
    file.aggregated.pc_success = 75;
    mismatch(file, "aggregated.pc_success is 75, but the episodes in the file give 50");
  });

  test("a flipped outcome is found in the first aggregate that it changes", () => {
    const file = l4();
    file.per_task[2].metrics.successes[0] = true;
    mismatch(file, "per_task[2].n_success is 0, but the episodes in the file give 1");
  });
});

describe("absent aggregates", () => {
  test("are noted", () => {
    const file = l2();
    delete file.overall.pc_success;
    delete file.per_group.libero_10.pc_success;
    delete file.overall.n_episodes;
    expect(read(file).notes[0]).toEqual({
      code: "aggregate_absent",
      detail: "not in the file, so not checked: per_group.libero_10.pc_success, overall.pc_success",
    });
  });

  test("so is per_group as a whole", () => {
    const { per_group: _, ...file } = l2();
    expect(read(file).notes[0]?.detail).toContain("per_group");
  });

  test("a long list is cut", () => {
    const many = Array.from({ length: 12 }, (_, i) => ({
      group: `g${i}`,
      id: 0,
      episodes: outcomes("SF"),
    }));
    const file = perTask("L2", many);
    for (const group of Object.values<Json>(file.per_group)) delete group.pc_success;
    expect(read(file).notes[0]?.detail).toMatch(/per_group\.g7\.pc_success and 4 more$/);
  });
});

describe("counts", () => {
  test.each([
    ["overall", (file: Json) => file.overall, 3, "the number of tasks"],
    ["per_group.libero_goal", (file: Json) => file.per_group.libero_goal, 2, "the number of tasks"],
    ["per_task[0]", (file: Json) => file.per_task[0], 3, "the successes"],
  ])("n_episodes of %s", (place, at, stored, why) => {
    const file = l4();
    at(file).n_episodes = stored;
    expect(mismatch(file, `${place}.n_episodes is ${stored}`)).toContain(why);
  });

  test("n_success", () => {
    const file = l4();
    file.overall.n_success = 5;
    expect(mismatch(file, "overall.n_success is 5")).toContain("the failures");
  });

  test("tolerance is nothing", () => {
    const file = l4();
    file.overall.n_episodes = 9.0000001;
    mismatch(file, "overall.n_episodes");
  });

  test("also in L1, where a newer eval_policy() writes them", () => {
    const file = perEpisode(outcomes("SSFF"));
    Object.assign(file.aggregated, { n_episodes: 4, n_success: 2, pc_success_ci95: [15.0, 85.0] });
    expect(read(file).shape).toBe("L1");
    file.aggregated.n_success = 3;
    mismatch(file, "aggregated.n_success is 3");
  });
});

describe("groups", () => {
  test("a group without tasks", () => {
    const file = l2();
    file.per_group["extra group"] = file.per_group.libero_10;
    mismatch(file, 'per_group["extra group"] is a group without tasks');
  });

  test("tasks without a group", () => {
    const file = l2();
    delete file.per_group.libero_10;
    mismatch(file, 'per_group lacks "libero_10", the group of per_task[2]');
  });

  test.each([null, [], "none"])("per_group %j", (value) => {
    const error = refusal({ ...l2(), per_group: value });
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain("per_group: expected an object");
  });

  test("a group that is not an object", () => {
    const file = l2();
    file.per_group.libero_10 = 0;
    expect(refusal(file).message).toContain("per_group.libero_10: expected an object, found 0");
  });
});

describe("pc_success_ci95", () => {
  test("with two decimals, as announced, or all of them, as written", () => {
    const file = l4();
    expect(file.overall.pc_success_ci95[0]).not.toBe(18.88);
    expect(read(file).episodes).toHaveLength(9);
    file.overall.pc_success_ci95 = [18.88, 73.33];
    expect(read(file).episodes).toHaveLength(9);
    file.overall.pc_success_ci95 = [18.88, 73.34];
    mismatch(file, "overall.pc_success_ci95[1] is 73.34");
  });

  test.each([
    ["a ratio", [0.1888, 0.7333], "a ratio instead of a percentage"],
    ["the normal approximation", [11.98, 76.91], "the normal approximation"],
    ["something else", [20, 80], "edited"],
  ])("%s", (_, stored, why) => {
    const file = l4();
    file.overall.pc_success_ci95 = stored;
    expect(mismatch(file, "overall.pc_success_ci95[0]")).toContain(why);
  });

  test.each([null, 18.88, [18.88], [1, 2, 3], "18-73"])("%j is no interval", (stored) => {
    const file = l4();
    file.per_group.libero_goal.pc_success_ci95 = stored;
    mismatch(file, "per_group.libero_goal.pc_success_ci95 is");
  });
});

describe("average rewards", () => {
  const rewards = [
    { success: true, sum: 150.5, max: 1 },
    { success: false, sum: -3.25, max: 0.5 },
  ];

  test.each(["avg_sum_reward", "avg_max_reward"])("%s", (key) => {
    const file = perEpisode(rewards);
    expect(read(file).episodes).toHaveLength(2);
    file.aggregated[key] *= 1 + 3e-6;
    mismatch(file, `aggregated.${key}`);
  });

  test("are not checked where a reward is NaN, infinite or null", () => {
    for (const sum of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const file = perEpisode([...rewards, { success: true, sum, max: 1 }]);
      file.aggregated.avg_sum_reward = 12345;
      expect(codes(read(file))).toEqual(["rewards_not_finite"]);
      file.aggregated.avg_max_reward = 12345;
      mismatch(file, "aggregated.avg_max_reward is 12345");
    }
  });

  test("may cancel out, be zero, or be too large to add up", () => {
    for (const sums of [
      [1e6, -1e6],
      [0, 0],
      [1e308, 1e308],
    ]) {
      const file = perEpisode(sums.map((sum) => ({ success: true, sum, max: 1 })));
      expect(read(file).episodes).toHaveLength(2);
    }
  });
});
