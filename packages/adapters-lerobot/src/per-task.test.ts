import { describe, expect, test } from "vitest";
import { outcomes, perTask } from "../fixtures/build.ts";
import { codes, letters, read, refusal } from "../fixtures/read.ts";

const twoSuites = [
  { group: "libero_10", id: 0, episodes: outcomes("FFS") },
  { group: "libero_spatial", id: 1, episodes: outcomes("SFF") },
  { group: "libero_spatial", id: 0, episodes: outcomes("SSS") },
];

test.each(["L2", "L3", "L4"] as const)(
  "%s: tasks by group and id, in the file's order",
  (shape) => {
    const reading = read(perTask(shape, twoSuites));
    expect(Object.entries(letters(reading))).toEqual([
      ["libero_10/0", "FFS"],
      ["libero_spatial/1", "SFF"],
      ["libero_spatial/0", "SSS"],
    ]);
    expect(reading.episodes[3]).toEqual({
      suite: "libero_spatial",
      task: "1",
      index: 0,
      seed: null,
      attempt: 0,
      outcome: "success",
      sum_reward: 1,
      max_reward: 1,
    });
    expect(reading.episode_order).toBe("within_task");
    expect([...reading.not_recorded].sort()).toEqual([
      "checkpoint",
      "episode_order",
      "evaluator_version",
      "harness_errors",
      "initial_state",
      "max_steps",
      "seed",
      "time",
    ]);
    expect(codes(reading)).toEqual([]);
  },
);

test("names of tasks may be words", () => {
  const reading = read(
    perTask("L2", [{ group: "hub_env", id: "open drawer", episodes: outcomes("S") }]),
  );
  expect(reading.episodes[0]).toMatchObject({ suite: "hub_env", task: "open drawer" });
});

test("names that JavaScript objects have anyway are names like any other", () => {
  const groups = ["constructor", "toString", "hasOwnProperty"];
  const tasks = groups.map((group) => ({ group, id: group, episodes: outcomes("SF") }));
  expect(Object.keys(letters(read(perTask("L4", tasks))))).toHaveLength(3);
  const error = refusal({ ...perTask("L2", tasks.slice(0, 1)), per_group: {} });
  expect(error.message).toContain('per_group lacks "constructor"');
});

describe("lists", () => {
  test.each([
    ["sum_rewards", "successes has 3 entries, sum_rewards 2 and max_rewards 3"],
    ["max_rewards", "successes has 3 entries, sum_rewards 3 and max_rewards 2"],
    ["successes", "successes has 2 entries, sum_rewards 3 and max_rewards 3"],
  ])("%s shorter than the others", (key, words) => {
    const file = perTask("L2", twoSuites);
    file.per_task[1].metrics[key].pop();
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain(`per_task[1].metrics: ${words}`);
  });

  test.each([
    ["successes", 0.5, "expected true or false, found 0.5"],
    ["successes", "true", 'expected true or false, found "true"'],
    ["successes", null, "expected true or false, found null"],
    ["successes", 2, "expected true or false, found 2"],
    ["sum_rewards", true, "expected a number, found true"],
    ["max_rewards", "1.0", 'expected a number, found "1.0"'],
  ])("%s may not hold %j", (key, value, words) => {
    const file = perTask("L3", twoSuites);
    file.per_task[2].metrics[key][1] = value;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toBe(`eval_info.json: per_task[2].metrics.${key}[1]: ${words}`);
  });

  test.each([
    ["metrics", undefined, "per_task[0].metrics: expected an object, found nothing"],
    ["metrics", [], "per_task[0].metrics: expected an object, found a list of 0"],
    ["task_group", 7, "per_task[0].task_group: expected the name of a task group, found 7"],
    ["task_id", 0.5, "per_task[0].task_id: expected a whole number or a name, found 0.5"],
    ["task_id", null, "per_task[0].task_id: expected a whole number or a name, found null"],
    ["task_id", [0], "per_task[0].task_id: expected a whole number or a name, found a list of 1"],
    ["task_id", 2 ** 60, "per_task[0].task_id: expected a whole number below 2^53"],
  ])("%s may not be %j", (key, value, words) => {
    const file = perTask("L2", twoSuites);
    if (value === undefined) delete file.per_task[0][key];
    else file.per_task[0][key] = value;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain(words);
  });

  test("a list that is not there", () => {
    const file = perTask("L2", twoSuites);
    delete file.per_task[0].metrics.max_rewards;
    expect(refusal(file).message).toBe(
      "eval_info.json: per_task[0].metrics.max_rewards: expected a list, found nothing",
    );
  });

  test("a task that is not an object", () => {
    const file = perTask("L2", twoSuites);
    file.per_task[1] = "libero";
    expect(refusal(file).message).toContain('per_task[1]: expected an object, found "libero"');
  });

  test("outcomes as 0 and 1 are read, and noted", () => {
    const file = perTask("L2", twoSuites);
    file.per_task[0].metrics.successes = [0, 0, 1];
    const reading = read(file);
    expect(letters(reading)["libero_10/0"]).toBe("FFS");
    expect(reading.notes[0]).toEqual({
      code: "success_as_number",
      detail: "3 outcomes are written as 0 or 1; LeRobot writes false or true",
    });
  });
});

describe("identity", () => {
  test.each([
    ["as it stands", 0],
    ["as a word", "0"],
  ])("the same task twice, %s", (_, id) => {
    const file = perTask("L2", [...twoSuites, { group: "libero_10", id, episodes: outcomes("F") }]);
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODE_DUPLICATED");
    expect(error.message).toContain(
      'per_task[3] is task "0" of group "libero_10", and so is per_task[0]',
    );
  });

  test.each([
    ["task_group", "/home/someone/envs/pick"],
    ["task_group", "someone@example.org"],
    ["task_id", "C:\\Users\\someone\\task"],
  ])("%s that names a person or a machine", (key, value) => {
    const file = perTask("L2", twoSuites);
    file.per_task[1][key] = value;
    const error = refusal(file);
    expect(error.code).toBe("WF_PRIVATE_TEXT");
    expect(error.message).toContain(`per_task[1].${key} holds`);
    expect(error.message).not.toContain("someone");
    expect(error.hint).toContain("rename the task where");
  });

  test.each([
    ["nothing", ""],
    ["more than 512 characters", "x".repeat(513)],
    ["two lines", "pick\nplace"],
    ["control characters", "pick\u001b[0m"],
  ])("a group named with %s", (_, value) => {
    const file = perTask("L2", twoSuites);
    file.per_task[1].task_group = value;
    const error = refusal(file);
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toContain("per_task[1].task_group: expected 1 to 512 characters");
    expect(error.message.length).toBeLessThan(250);
  });
});

describe("empty tasks", () => {
  test("a task without episodes is passed over", () => {
    const tasks = [...twoSuites, { group: "libero_10", id: 4, episodes: [] }];
    expect(read(perTask("L2", tasks)).episodes).toHaveLength(9);
    expect(read(perTask("L4", tasks)).episodes).toHaveLength(9);
  });

  test("a group of such tasks stores NaN, or null", () => {
    const tasks = [...twoSuites, { group: "empty", id: 0, episodes: [] }];
    const file = perTask("L4", tasks);
    expect(file.per_group.empty.pc_success).toBeNaN();
    expect(codes(read(file))).toEqual([]);
    file.per_group.empty.pc_success = null;
    expect(read(file).episodes).toHaveLength(9);
    file.per_group.empty.pc_success = 50;
    expect(refusal(file).message).toContain("per_group.empty.pc_success is 50");
  });

  test.each([
    ["no tasks", perTask("L3", [])],
    ["one empty task", perTask("L3", [{ group: "g", id: 0, episodes: [] }])],
  ])("%s", (_, file) => expect(refusal(file).code).toBe("WF_NO_EPISODES"));
});
