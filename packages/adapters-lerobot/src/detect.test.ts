import { memoryInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { outcomes, perEpisode, perTask, pythonJson } from "../fixtures/build.ts";
import { codes, letters, read, refusal } from "../fixtures/read.ts";
import { lerobot } from "./index.ts";

const tasks = [{ group: "libero_goal", id: 3, episodes: outcomes("SFS") }];

describe("shapes", () => {
  test("L1", () => expect(read(perEpisode(outcomes("SF"))).shape).toBe("L1"));

  test.each(["L2", "L3", "L4"] as const)("%s", (shape) => {
    expect(read(perTask(shape, tasks)).shape).toBe(shape);
  });

  test.each(["metrics", "per_group", "overall"])("L3 by predicted videos in %s alone", (where) => {
    const file = perTask("L2", tasks);
    const at = {
      metrics: file.per_task[0].metrics,
      per_group: file.per_group.libero_goal,
      overall: file.overall,
    }[where];
    at.predicted_video_paths = [];
    expect(read(file).shape).toBe("L3");
  });

  test.each(["per_task", "per_group", "overall"])("L4 by a count in %s alone", (where) => {
    const file = perTask("L2", tasks);
    const at = {
      per_task: file.per_task[0],
      per_group: file.per_group.libero_goal,
      overall: file.overall,
    }[where];
    at.n_success = 2;
    expect(read(file).shape).toBe("L4");
  });

  test("other keys beside the results change nothing", () => {
    const file = { ...perTask("L2", tasks), notes: "second try", micro: 1, scores: [1, 2] };
    expect(letters(read(file))).toEqual({ "libero_goal/3": "SFS" });
  });
});

describe("wrapped files", () => {
  test.each([
    ["L2", perTask("L2", tasks)],
    ["L1", perEpisode(outcomes("SFS"))],
  ] as const)("%s under the name of a run", (shape, inner) => {
    const reading = read({ "/home/someone/run 7": inner, run_config: { seed: 3 } });
    expect(reading.shape).toBe(shape);
    expect(codes(reading)).toContain("wrapped");
    expect(JSON.stringify(reading)).not.toContain("run 7");
    expect(reading.asserted).toEqual({ "run_config.seed": 3 });
  });

  test("bare NaN inside a wrapper is found", () => {
    const file = perTask("L3", [
      { group: "g", id: 0, episodes: [{ success: true, sum: Number.NaN, max: 1 }] },
    ]);
    const episode = read({ "a/b~c": file }).episodes[0];
    expect(episode?.metadata).toEqual({ sum_reward_missing: "NaN" });
  });

  test("two evaluations in one file are refused", () => {
    const error = refusal({ first: perTask("L2", tasks), second: perTask("L2", tasks) });
    expect(error.code).toBe("WF_SHAPE_UNKNOWN");
    expect(error.message).toContain('holds 2 evaluations under the keys "first", "second"');
    expect(error.hint).toContain("file of its own");
  });

  test("two levels of wrapping are refused", () => {
    expect(refusal({ a: { b: perTask("L2", tasks) } }).code).toBe("WF_SHAPE_UNKNOWN");
  });
});

describe("unknown shapes", () => {
  const l1 = perEpisode(outcomes("SF"));
  const l2 = perTask("L2", tasks);

  test.each([
    ["L0", { micro: l1.per_episode, macro: l1.aggregated }, "one day in March 2024"],
    [
      "per_task as an object",
      { per_task: { t: l2.overall }, overall: {} },
      "per_task is an object",
    ],
    ["per_task without overall", { per_task: l2.per_task }, "overall is nothing"],
    ["per_episode without aggregated", { per_episode: l1.per_episode }, "aggregated is nothing"],
    ["both", { ...l1, ...l2 }, "per_task and per_episode at once"],
    ["another program", { episodes: [], summary: {} }, 'the keys "episodes", "summary"'],
    ["scores", { env_id: "CartPole-v1", scores: [1] }, 'the keys "env_id", "scores"'],
    ["an empty object", {}, "no keys"],
    ["a list", [l2.per_task], "a list of 1"],
    ["a number", 3, "holds 3"],
    ["null", null, "holds null"],
  ])("%s", (_, file, words) => {
    const error = refusal(file);
    expect(error.code).toBe("WF_SHAPE_UNKNOWN");
    expect(error.message).toContain(words);
  });

  test.each([
    ["overall", { overall: l2.overall }],
    ["aggregated", { aggregated: l1.aggregated }],
    ["per_group", { per_group: l2.per_group }],
  ])("%s alone", (key, file) => {
    const error = refusal(file);
    expect(error.code).toBe("WF_AGGREGATE_ONLY");
    expect(error.message).toBe(
      `eval_info.json has aggregates (the key "${key}") but no per_task or per_episode: aggregates alone cannot be recomputed`,
    );
  });

  test("names at most eight keys, each cut short and on one line", () => {
    const keys = Array.from({ length: 11 }, (_, i) => `${i}\u0007${"k".repeat(200)}`);
    const { message, hint } = refusal(Object.fromEntries(keys.map((key) => [key, 1])));
    expect(message).toContain("and 3 more");
    expect(message.length).toBeLessThan(800);
    expect(message).not.toContain("\u0007");
    expect(hint).toContain("a list per_task with an object overall");
  });
});

describe("what detect says", () => {
  const says = (content: string) => lerobot.detect(memoryInput({ "run.json": content }));

  test.each([
    [perEpisode(outcomes("SF")), "L1", "run.json has per_episode and aggregated"],
    [perTask("L4", tasks), "L4", "run.json has per_task and overall"],
    [{ a: 1 }, null, 'run.json has the key "a", which is not what LeRobot writes'],
    [{ overall: {} }, null, "run.json has aggregates"],
  ])("%#", (file, shape, words) => {
    const detection = says(pythonJson(file));
    expect(detection.shape).toBe(shape);
    expect(detection.why).toContain(words);
  });

  test.each(["", "{", "not JSON", "[".repeat(1e5)])("of no JSON: %#", (content) => {
    expect(says(content)).toEqual({ shape: null, why: expect.stringContaining("run.json") });
  });

  test("of a folder without the file, and of nothing at all", () => {
    expect(lerobot.detect(memoryInput({ a: "1", b: "2" })).why).toContain("none is an eval_info");
    expect(lerobot.detect(memoryInput({})).shape).toBeNull();
  });
});

test("an evaluation inside another is not passed over", () => {
  const file = { ...perTask("L2", tasks), second: perTask("L2", tasks) };
  expect(refusal(file).message).toContain("holds an evaluation inside another");
});
