import { describe, expect, test } from "vitest";
import { aggregate, flat, json, mergedOf, nested, sequences, shards } from "../fixtures/build.ts";
import { changed } from "../fixtures/cases.ts";
import { codesOf, readBody, readFiles, refusalOf } from "../fixtures/read.ts";
import { recording } from "../fixtures/recording.ts";

describe("episodes", () => {
  test("are known by suite, task and the evaluator's index", async () => {
    const { episodes } = await readBody(flat({ "open_ep the drawer": "SF" }));
    expect(episodes).toEqual([
      {
        suite: "tiny_goal",
        task: "open_ep the drawer",
        index: 0,
        seed: null,
        attempt: 0,
        outcome: "success",
        steps: 90,
        duration_seconds: 3.25,
      },
      {
        suite: "tiny_goal",
        task: "open_ep the drawer",
        index: 1,
        seed: null,
        attempt: 0,
        outcome: "failure",
        steps: 300,
        duration_seconds: 4.25,
      },
    ]);
  });

  test("have no suite where the configuration names none", async () => {
    const { episodes } = await readBody(nested({ a: "S" }, { suite: null }));
    expect(episodes[0]?.suite).toBeNull();
    const named = nested({ a: "S" }, { config: { params: {}, subname: "tiny_10" } });
    expect((await readBody(named)).episodes[0]?.suite).toBe("tiny_10");
  });

  test("keep of an error only what is known beforehand", async () => {
    const body = nested({ a: "SEXC" });
    body.tasks[0].episodes[1].failure_reason = "lost at 10.0.0.7";
    const reading = await readBody(body);
    expect(reading.episodes.map(({ outcome, metadata }) => [outcome, metadata])).toEqual([
      ["success", undefined],
      ["error", { failure_reason: "other" }],
      ["error", { failure_reason: "exception", exception: "RandomizationError" }],
      ["error", { failure_reason: "connection_closed" }],
    ]);
    expect(JSON.stringify(reading)).not.toMatch(
      /10\.0\.0\.7|\/home|run\.py|no place|gpu-node|ckpt/,
    );
    const old = await readBody(flat({ a: "SC" }));
    expect(old.episodes[1]?.metadata).toEqual({
      failure_reason: "connection_closed",
      close_code: 1011,
    });
  });

  test("that broke have neither steps nor time, though 0 is stored", async () => {
    const { episodes } = await readBody(aggregate({ a: "E" }));
    expect(episodes[0]).not.toHaveProperty("steps");
    expect(episodes[0]).not.toHaveProperty("duration_seconds");
  });

  test("an empty failure_reason is none", async () => {
    const body = changed(nested({ a: "SF" }), (at) => {
      at.tasks[0].episodes[1].failure_reason = "";
    });
    expect((await readBody(body)).episodes[1]?.outcome).toBe("failure");
  });

  test("completed subtasks stand beside the outcome", async () => {
    const { episodes, metric_contract } = await readBody(sequences({ seq_0000: "53" }));
    expect(episodes.map(({ metadata }) => metadata)).toEqual([
      { completed_subtasks: 5 },
      { completed_subtasks: 3 },
    ]);
    expect(metric_contract.success).toBe("all_subtasks");
  });

  test("that were planned and are not there are missing", async () => {
    const body = { ...nested({ a: "SSF", b: "S" }), partial: true };
    const { episodes } = await readBody(body, true);
    const missing = episodes.filter(({ outcome }) => outcome === "missing");
    expect(missing.map(({ task, index }) => `${task}/${index}`)).toEqual(["b/1", "b/2"]);
  });
});

describe("duplicates", () => {
  const doubled = (second: boolean, taskId = 0) =>
    changed(aggregate({ a: "SSF" }), (at) => {
      const [first, , third] = at.tasks[0].episodes;
      at.tasks[0].episodes.push(
        { ...first },
        { ...third, metrics: { success: second }, task_id: taskId },
      );
      const n = second ? 4 : 3;
      Object.assign(at.tasks[0], { num_episodes: 5, mean_success: n / 5, avg_steps: 175.4 });
      Object.assign(at, { num_episodes_total: 5, mean_success: n / 5 });
    });

  test("say that the outcomes are opposite", async () => {
    const { code, message } = await refusalOf(readBody(doubled(true)));
    expect(code).toBe("WF_EPISODE_DUPLICATED");
    expect(message).toContain("2 records repeat an episode, 1 with another outcome");
    expect(message).toContain(
      'episode 2 of task "a" (tasks[0].episodes[2] and tasks[0].episodes[4]): a failure, then a success',
    );
  });

  test("say that the outcomes agree", async () => {
    const { message } = await refusalOf(readBody(doubled(false)));
    expect(message).toContain("2 records repeat an episode, with the same outcome each time");
  });

  test("say that two tasks share a name", async () => {
    const { message } = await refusalOf(readBody(doubled(true, 3)));
    expect(message).toContain("tasks 0 and 3 of the benchmark share a name");
  });
});

describe("shards", () => {
  test("together are the whole run", async () => {
    const tasks = { a: "SSFS", b: "SSSFF" };
    const files = Object.fromEntries(
      shards(3, tasks).map((body, i) => [`shard${i}.json`, json(body)]),
    );
    const sorted = ({ episodes }: { episodes: readonly object[] }) =>
      episodes.map((at) => JSON.stringify(at)).sort();
    const together = await readFiles(files, true);
    const whole = await readBody(nested(tasks), true);
    const recorded = (texts: string[]) => texts.filter((text) => !text.includes('"missing"'));
    expect(recorded(sorted(together))).toEqual(recorded(sorted(whole)));
    expect(together.episode_order).toBe("unknown");
    expect(whole.episode_order).toBe("recorded");
  });

  test("may differ in the order of their keys, and in nothing else", async () => {
    const [a, b] = shards(2, { a: "SSFS" }).map((shard) => structuredClone(shard));
    a.config.params = { seed: 7, noise: "NaN here", suite: "tiny_goal" };
    b.config.params = { suite: "tiny_goal", noise: "NaN here", seed: 7 };
    const files = () => ({
      "a.json": json(a).replace('"NaN here"', "NaN"),
      "b.json": json(b).replace('"NaN here"', "NaN"),
    });
    expect((await readFiles(files())).episodes).toHaveLength(4);
    b.config.params.seed = 8;
    const { code, message } = await refusalOf(readFiles(files()));
    expect([code, message]).toEqual(["WF_RUNS_MIXED", expect.stringContaining("config")]);
  });

  test("that were planned in their millions cost nothing", async () => {
    const [shard] = shards(3, { a: "SSF" });
    const body = { ...shard, shard: { id: 0, total: 1e15 } };
    const { code, message } = await refusalOf(readBody(body));
    expect(code).toBe("WF_RUN_UNFINISHED");
    expect(message).toContain("shards 1, 2, 3, 4, 5, 6, 7, 8 and more of the run are missing");
  });
});

describe("the reading", () => {
  test("passes over another program's database beside a result", async () => {
    const mlflow = await recording([], { create: "CREATE TABLE runs (id)" });
    const files = { "a.json": json(nested({ a: "SF" })), "mlflow.db": mlflow };
    const reading = await readFiles(files);
    expect([reading.shape, codesOf(reading)]).toEqual(["G1", ["files_passed_over"]]);
  });

  test("holds an aggregate against its recording by whole names", async () => {
    const start = "pick up the black bowl between the plate and the ramekin and ";
    const body = aggregate({ [`${start}a`]: "SF", [`${start}b`]: "FS" });
    const swapped = changed(body, (at) => {
      at.tasks[0].task = `${start}b`;
      at.tasks[1].task = `${start}a`;
    });
    const files = { "r.sqlite": await recording([body]) };
    expect((await readFiles({ ...files, "a.json": json(body) })).episodes).toHaveLength(4);
    const { code } = await refusalOf(readFiles({ ...files, "a.json": json(swapped) }));
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
  });

  test("of a recording equals that of its aggregate", async () => {
    const body = aggregate({ a: "SSFX", b: "ESFS" });
    const files = { "recording-r1.sqlite": await recording([body], { wal: true }) };
    const [one, other] = [await readBody(body), await readFiles(files)];
    expect(other.episodes).toEqual(one.episodes);
    expect(other.episode_order).toBe("within_task");
    expect(codesOf(other)).toEqual(["harness_errors", "plan_unknown", "wal_not_seen"]);
    const both = await readFiles({ ...files, "a_aggregate.json": json(body) });
    expect(codesOf(both)).toEqual(["harness_errors", "plan_unknown"]);
  });

  test("says when errors cluster in one task", async () => {
    const reading = await readBody(nested({ a: "SEEES", b: "SSSSS" }));
    expect(reading.notes).toEqual([
      {
        code: "harness_errors",
        detail:
          "3 of 10 episodes are errors of the harness, which the evaluator counts as failures: 70.0 %; without them 100.0 %",
      },
      {
        code: "errors_in_one_task",
        detail: 'all 3 errors are in one of 2 tasks, "a"; of its 2 other episodes 2 succeeded',
      },
    ]);
    expect(codesOf(await readBody(nested({ a: "SEESS", b: "SSSSE" })))).toEqual(["harness_errors"]);
  });

  test("notes what else is odd", async () => {
    const body = {
      ...aggregate({ a: "SF" }, { config: { throughput_mode: true, max_tasks: 1 } }),
      num_errors: 0,
      render: { requested: "egl", divergent: true },
    };
    const files = { "a.json": json(body), "settings.json": "{}" };
    expect(codesOf(await readFiles(files))).toEqual([
      "pull_request_shape",
      "initial_states_reused",
      "render_divergent",
      "files_passed_over",
    ]);
  });

  test("keeps what the file says of itself, without host and path", async () => {
    const { asserted, evaluator, not_recorded, recorded_times } = await readBody(
      mergedOf({ ...nested({ a: "S" }), harness_version: "0.2.0" }),
    );
    // When results were saved; when the run began, no file of vla-eval says.
    expect(recorded_times).toEqual({ other_at: "2026-04-05T14:00:00.000Z" });
    expect(evaluator).toEqual({ name: "vla-eval", version: "0.1.0" });
    expect(asserted).toEqual({
      benchmark: "LIBEROBenchmark_tiny_goal",
      mode: "sync",
      harness_version: "0.2.0",
      shard_harness_version: "0.1.0",
      created_at: "2026-04-05T14:00:00.000000+00:00",
      "shard_created_at.first": "2026-04-05T14:00:00+00:00",
      "shard_created_at.last": "2026-04-05T15:00:00+00:00",
      "config.benchmark": "vla_eval.benchmarks.tiny:LIBEROBenchmark",
      "config.episodes_per_task": 1,
      "config.params.seed": 7,
      "config.params.suite": "tiny_goal",
      "server_info.model_server": "TinyPolicyServer",
    });
    expect(not_recorded).toEqual([
      ...["episode_order", "seed", "initial_state", "checkpoint", "max_steps"],
    ]);
  });
});

test("shards of two evaluations are not one run", async () => {
  const [a, b] = shards(2, { a: "SSFS" });
  a.eval_id = "r1-x";
  b.eval_id = "r2-x";
  const error = await refusalOf(readFiles({ "0.json": json(a), "1.json": json(b) }));
  expect(error.code).toBe("WF_RUNS_MIXED");
  expect(error.message).toContain("differ in eval_id");
});

test.each([
  ["twice", [0, 0, 2], []],
  ["beyond the number of shards", [0, 1, 7], []],
  ["found and missing at once", [0, 1], [1]],
])("merge_info that names a shard %s is refused", async (_, found, missing) => {
  const body = mergedOf(nested({ a: "SSF" }));
  Object.assign(body.merge_info, { shards_found: found, shards_missing: missing });
  const error = await refusalOf(readBody(body, true));
  expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
  expect(error.message).toContain("each once");
});

test("a traceback without a reason is refused, as it would count as a failure", async () => {
  const body = nested({ a: "SF" });
  body.tasks[0].episodes[1].failure_detail = "Traceback\nKeyError: 3";
  const error = await refusalOf(readBody(body));
  expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
  expect(error.message).toContain("without a failure_reason");
});

test("an episode of G0 that a metrics object contradicts is refused", async () => {
  const body = flat({ a: "SF" });
  body.tasks[0].episodes[1].metrics = { success: true };
  const error = await refusalOf(readBody(body));
  expect(error.message).toContain("success is false, metrics.success true");
});
