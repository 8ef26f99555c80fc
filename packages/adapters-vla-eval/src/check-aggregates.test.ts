import { describe, expect, test } from "vitest";
import { aggregate, flat, type Json, nested, sequences } from "../fixtures/build.ts";
import { changed } from "../fixtures/cases.ts";
import { codesOf, readBody, refusalOf } from "../fixtures/read.ts";

const tasks = { a: "SSSSSSSSF", b: "SEE" };
const mismatch = async (body: Json) => {
  const { code, message } = await refusalOf(readBody(body));
  expect(code).toBe("WF_AGGREGATE_MISMATCH");
  return message;
};

describe("stored rates", () => {
  test.each<[string, Json, (at: Json) => void, string]>([
    ["G0, a task", flat, (at) => (at.tasks[1].success_rate = 1), "tasks[1].success_rate is 1"],
    ["G0, errors excluded", flat, (at) => (at.overall_success_rate = 0.9), "errors excluded"],
    ["G0, rounded", flat, (at) => (at.tasks[0].success_rate = 0.8889), "tasks[0].success_rate"],
    ["G1, errors excluded", nested, (at) => (at.mean_success = 0.9), "errors excluded"],
    ["G1, a percentage", nested, (at) => (at.mean_success = 75), "a percentage"],
    ["G1, both", nested, (at) => (at.mean_success = 90), "errors excluded, as a percentage"],
    ["G1, over tasks", nested, (at) => (at.mean_success = 0.6111), "the mean over tasks"],
    ["G1, anything", nested, (at) => (at.mean_success = 0.7502), "the file was edited"],
    ["G1, text", nested, (at) => (at.mean_success = "0.75"), 'mean_success is "0.75"'],
    ["G2, a count", aggregate, (at) => (at.tasks[0].num_episodes = 10), "num_episodes is 10"],
    ["G2, errors", aggregate, (at) => (at.tasks[1].num_errors = 1), "tasks[1].num_errors is 1"],
    ["G2, steps", aggregate, (at) => (at.tasks[1].avg_steps = 90), "errors excluded"],
    ["G2, unknown", aggregate, (at) => (at.max_success = 0.5), "max_success is 0.5"],
  ])("%s", async (_, build, spoil, words) => {
    const body = changed(build(tasks, { each: 9, config: { episodes_per_task: null } }), spoil);
    expect(await mismatch(body)).toContain(words);
  });

  test("four decimals are enough from G1 on", async () => {
    const body = nested({ a: "SSF", b: "SFF" });
    expect(body.tasks[0].mean_success).toBe(0.6667);
    expect((await readBody(body)).episodes).toHaveLength(6);
    body.tasks[0].mean_success = 0.6668;
    expect(await mismatch(body)).toContain("tasks[0].mean_success is 0.6668");
  });

  test("an absent one is noted", async () => {
    const { mean_success: _, ...body } = nested({ a: "SF" });
    const reading = await readBody(body);
    expect(reading.notes).toContainEqual({
      code: "aggregate_absent",
      detail: "not stored, so not checked: result.json: mean_success",
    });
  });
});

describe("other metrics", () => {
  test("are averaged over the episodes that carry them", async () => {
    const body = sequences({ seq_0000: "5E" });
    expect(body.mean_completed_subtasks).toBe(5);
    expect((await readBody(body)).episodes).toHaveLength(2);
    expect(await mismatch({ ...body, mean_completed_subtasks: 2.5 })).toContain(
      "mean_completed_subtasks is 2.5",
    );
  });

  test.each([
    ["sum", 0.6],
    ["max", 0.4],
    ["min", 0.2],
    ["mean", 0.3],
  ])("%s", async (how, due) => {
    const body = aggregate({ a: "SF" });
    for (const [i, progress] of [0.4, 0.2].entries()) {
      body.tasks[0].episodes[i].metrics.progress = progress;
    }
    body.metric_keys.progress = how;
    body[`${how}_progress`] = due;
    const reading = await readBody(body);
    expect(codesOf(reading)).toContain("aggregate_absent");
    expect(reading.episodes[0]?.metadata).toEqual({ progress: 0.4 });
    expect(await mismatch({ ...body, [`${how}_progress`]: due + 0.001 })).toContain("_progress");
  });

  test("more than a benchmark has are refused", async () => {
    const body = nested({ a: "S" });
    body.metric_keys = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`k${i}`, "mean"]));
    expect((await refusalOf(readBody(body))).code).toBe("WF_EPISODES_INCONSISTENT");
  });
});
