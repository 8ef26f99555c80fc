import { describe, expect, test } from "vitest";
import { minimal, released, row, rows, traceback, upstream } from "../fixtures/build.ts";
import { noteOf, read, refusal } from "../fixtures/read.ts";

const at = (owner: string, task: string) => `${owner}/${task}/rollouts/2031-02-03/results.json`;

describe("an episode", () => {
  test("has what its row says", async () => {
    const { episodes } = await read(released([row({ index: 7, success: true, time: 12.5 })]));
    expect([...episodes]).toEqual([
      {
        suite: null,
        task: "StackBlueRings",
        index: 7,
        seed: null,
        attempt: 0,
        outcome: "success",
        duration_seconds: 12.5,
      },
    ]);
  });

  test.each([
    ["a crash without a time", { time: null, message: traceback }, "error", "RemoteFailure"],
    ["a crash at 0.0 s", { time: 0, message: traceback }, "error", "RemoteFailure"],
    ["a crash with a time", { time: 3.5, message: "lost" }, "error", "exception"],
    ["no outcome", { success: null, time: 0, message: "lost" }, "error", "exception"],
    ["no outcome and no message", { success: null, time: 0 }, "error", "no_outcome"],
    ["a failure that took no time", { time: 0 }, "error", "no_time"],
    ["a failure without a time", { time: null }, "error", "no_time"],
    ["a failure", { time: 30 }, "failure", undefined],
    ["a failure with an empty message", { time: 30, message: " " }, "failure", undefined],
  ])("%s", async (_, spec, outcome, error) => {
    const { episodes } = await read(released([row({ index: 0, ...spec })]));
    const [episode] = episodes;
    expect(episode?.outcome).toBe(outcome);
    expect(episode?.metadata).toEqual(error === undefined ? undefined : { error });
  });

  test("is a failure in R-min even at 0 s, where nothing has a time", async () => {
    const reading = await read(minimal(rows("FS")));
    expect([...reading.episodes].map(({ outcome }) => outcome)).toEqual(["failure", "success"]);
    expect([...reading.episodes].some((it) => "duration_seconds" in it)).toBe(false);
    expect(reading.not_recorded).toContain("harness_errors");
    expect(noteOf(reading, "crashes_unknown")).toContain("nothing shows");
  });

  test("that is pending has no duration", async () => {
    const { episodes } = await read(released([row({ index: 0, pending: true, time: 3 })]), true);
    const [episode] = episodes;
    expect(episode).toMatchObject({ outcome: "pending" });
    expect(episode).not.toHaveProperty("duration_seconds");
  });

  test("carries nothing of a traceback", async () => {
    const { episodes, ...facts } = await read(released(rows("SE")));
    const text = JSON.stringify([[...episodes], facts]);
    for (const secret of ["somebody", "gpu-17", "10.1.2.3", "run.py"]) {
      expect(text).not.toContain(secret);
    }
    expect(facts.not_recorded).not.toContain("harness_errors");
    expect(facts.not_recorded).not.toContain("initial_state");
    expect(facts.not_recorded).toContain("seed");
  });
});

describe("a row is refused", () => {
  test.each([
    ["is_success", row({ index: 0, success: "True" }), '"True"'],
    ["is_pending", { ...row({ index: 0 }), is_pending: 0 }, "found 0"],
    ["total_time", row({ index: 0, time: -1 }), "found -1"],
    ["total_time", row({ index: 0, time: "30" }), '"30"'],
    ["failure_message", row({ index: 0, message: 5 }), "found 5"],
    ["failure_message", row({ index: 0, success: true, message: "x" }), "succeeded"],
    ["failure_message", row({ index: 0, pending: true, message: "x" }), "pending"],
    ["is_success", row({ index: 0, pending: true, success: false }), "is false in a pending"],
    ["scenario_index", row({ index: -1 }), "found -1"],
    ["scenario_index", row({ index: 0.5 }), "found 0.5"],
  ])("for its %s", async (key, bad, words) => {
    const { code, message } = await refusal(released([...rows("S", "B"), bad]));
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
    expect(message).toContain(`results.json: evaluations[1].${key}: `);
    expect(message).toContain(words);
  });

  test("when it is no row at all", async () => {
    const { message } = await refusal(`{"evaluations": [${JSON.stringify(row({ index: 0 }))}, 7]}`);
    expect(message).toContain("evaluations[1]: expected skill_type");
  });
});

describe("totals", () => {
  const crashed = rows("SSFEP");
  test.each([
    [{ success_rate: 2 / 3 }, "crashes left out"],
    [{ success_rate: 2 / 5 }, "pending evaluations counted"],
    [{ success_rate: 50 }, "a percentage instead of a ratio"],
    [{ num_evaluated: 5 }, "pending evaluations counted"],
    [{ num_evaluated: 3 }, "crashes left out"],
    [{ num_requested_evaluations: 4 }, "pending evaluations left out"],
    [{ num_success: 3 }, "edited, or merged by hand"],
    [{ num_success: null }, "edited, or merged by hand"],
  ])("%j is explained", async (override, words) => {
    const { code, message } = await refusal(upstream(crashed, override));
    expect(code).toBe("WF_AGGREGATE_MISMATCH");
    expect(message).toContain(words);
  });

  test("a rate of thirds is no mismatch, and neither is 0.0 of none", async () => {
    expect([...(await read(upstream(rows("SFF")))).episodes]).toHaveLength(3);
    expect([...(await read(upstream(rows("PP")), true)).episodes]).toHaveLength(2);
  });
});

describe("files that do not belong together", () => {
  const a = released(rows("SF"));
  const b = released(rows("SF", "FoldRedTowel"));

  test("two simulators are named", async () => {
    const { message } = await refusal({ [at("OSS/m", "A")]: a, [at("CS/m", "B")]: b });
    expect(message).toContain("two simulators, CS and OSS");
  });

  test("two models are named", async () => {
    const { message } = await refusal({ [at("OSS/m1", "A")]: a, [at("OSS/m2", "B")]: b });
    expect(message).toContain('2 models: "m1", "m2"');
  });

  test("two sets of one model are named", async () => {
    const { message } = await refusal({ [at("may/m", "A")]: a, [at("june/m", "B")]: b });
    expect(message).toContain('2 sets of evaluations of one model: "june/m", "may/m"');
  });

  test("two runs with opposite outcomes get a message of their own", async () => {
    const { message, hint } = await refusal({
      "a/results.json": released(rows("SFS")),
      "b/results.json": released(rows("FFS")),
    });
    expect(message).toContain('scenario 0 of "StackBlueRings" is recorded twice: success in a/');
    expect(message).toContain("(3 such, 1 of them with opposite outcomes)");
    expect(hint).toContain("not by its outcomes");
  });

  test("a copy is only a copy", async () => {
    const { message, hint } = await refusal({ "a.json": a, "b.json": a });
    expect(message).toContain("(2 such, 0 of them with opposite outcomes)");
    expect(hint).toContain("leave out the copy");
  });

  test("a budget that only one file has is a difference", async () => {
    const { message } = await refusal({
      "a/results.json": a,
      "b/results.json": JSON.stringify({ evaluations: rows("S", "B") }),
    });
    expect(message).toContain("max_sample_size_per_model is 50 in a/results.json and absent in b/");
  });

  test("one early stop is not taken for another time limit", async () => {
    const early = released([row({ index: 5, time: 2.5 })]);
    const reading = await read({ "a.json": released(rows("FFF")), "b.json": early });
    expect(noteOf(reading, "early_stops")).toContain("1 of the failures ended before");
    expect(noteOf(reading, "early_stops")).toContain("1 in StackBlueRings");
  });
});

describe("the reading as a whole", () => {
  test("gives the rate with crashes and without", async () => {
    const reading = await read(upstream(rows("SSFE")));
    expect(noteOf(reading, "crashes_stored_as_failures")).toContain(
      "1 of 4 episodes crashed (1 RemoteFailure). lbm_eval counts a crash as a failure: 2 of 4 with them, 2 of 3 without",
    );
  });

  test("keeps what files and folders say of the run", async () => {
    const one = await read(upstream(rows("S")));
    expect(one.asserted).toEqual({ num_processes: 2, elapsed_time: 61.5 });
    const two = await read({
      [at("m", "A")]: released(rows("S")),
      [at("m", "B")]: released(rows("S", "B")),
    });
    expect(two.asserted).toEqual({ model_folder: "m", max_sample_size_per_model: 50 });
    expect(noteOf(two, "files_merged")).toContain("2 files");
  });

  test("keeps nothing that files disagree about, and takes no other folder for a model", async () => {
    const reading = await read({
      "x/a/b/c/results.json": upstream(rows("S")),
      "y/d/e/f/results.json": upstream(rows("S", "B"), { num_processes: 3 }),
    });
    expect(reading.asserted).toEqual({ elapsed_time: 61.5 });
  });

  test("leaves out a folder that must not be published", async () => {
    const reading = await read({ [at("me@lab.example", "A")]: released(rows("S")) });
    expect(reading.asserted).toEqual({ max_sample_size_per_model: 50 });
  });

  test("says which tasks it spells in another way", async () => {
    const reading = await read(upstream(rows("SF", "fold_red_towel")));
    expect(noteOf(reading, "tasks_renamed")).toContain("fold_red_towel as FoldRedTowel");
  });

  test("has no notes on a plain file", async () => {
    expect((await read(released(rows("SFSF")))).notes).toEqual([]);
  });

  test("takes 100,000 episodes in 200 files in seconds", async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 200; i++) {
      files[at("m", `T${i}`)] = released(rows("SFFSE".repeat(100), `Task${i}`), 500);
    }
    const started = performance.now();
    const reading = await read(files);
    expect([...reading.episodes]).toHaveLength(100_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

test("a result that was not downloaded is not passed over", async () => {
  const error = await refusal({
    "a.json": released(rows("SF")),
    "b.json": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
  });
  expect(error.code).toBe("WF_LFS_POINTER");
});

test("a file beside a model's folder is not of that model", async () => {
  const error = await refusal({
    [at("model", "A")]: released(rows("SF")),
    "other/run.json": released([row({ index: 9, success: true, time: 1 })]),
  });
  expect(error.code).toBe("WF_RUNS_MIXED");
  expect(error.message).toContain("other/run.json does not");
});
