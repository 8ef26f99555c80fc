import { memoryInput } from "@worldflux/adapter-kit";
import { type EpisodeRecord, WorldFluxError } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { document, endOf, episodes, header, jsonl, run } from "../fixtures/build.ts";
import { bridge, detectBridge, readBridge } from "./index.ts";

const finished = { interim: false };

function read(text: string, { name = "run.jsonl", interim = false } = {}) {
  const reading = readBridge(memoryInput({ [name]: text }), { interim });
  return { ...reading, episodes: [...reading.episodes] };
}

function refusal(text: string, name = "run.jsonl"): WorldFluxError {
  try {
    read(text, { name });
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("the file was read");
}

const one = (more: object): EpisodeRecord | undefined =>
  read(jsonl(header, { task: "t", index: 0, ...more })).episodes[0];

describe("fields", () => {
  test("every field of an episode is kept", () => {
    const episode = {
      ...{ suite: "table", task: "stack", index: 3, seed: -7, attempt: 1, outcome: "failure" },
      ...{ sum_reward: 0.25, max_reward: null, steps: 300, duration_seconds: 12.5 },
      metadata: { lighting: "dim", retries: 2, warm: false, note: null },
    };
    expect(read(jsonl(header, episode)).episodes).toEqual([episode]);
  });

  test("a start is kept in UTC, and one without an offset is refused", () => {
    expect(one({ success: true, started_at: "2026-05-06T09:08:09.5+02:00" })?.started_at).toBe(
      "2026-05-06T07:08:09.500Z",
    );
    const local = { task: "t", index: 0, success: true, started_at: "2026-05-06T09:08:09" };
    expect(refusal(jsonl(header, local)).message).toContain("started_at");
  });

  test("what a line leaves out stays out, and null is left out", () => {
    const due = { suite: null, task: "t", index: 0, seed: null, attempt: 0, outcome: "success" };
    expect(one({ success: true })).toEqual(due);
    expect(one({ success: true, seed: null, attempt: null, steps: null, video: null })).toEqual(
      due,
    );
  });

  test.each([
    ["timeout", "timeout"],
    ["ConnectionResetError", "ConnectionResetError"],
    ["torch.OutOfMemoryError", "OutOfMemoryError"],
    ["CUDA out of memory on gpu-7.lab.internal", "exception"],
    ["Traceback (most recent call last):\n  File '/home/ada/x.py'", "exception"],
    ["gpu7", "exception"],
    ["x".repeat(100_000), "exception"],
  ])("of the error %.40s the class %s is kept", (error, kept) => {
    expect(one({ outcome: "error", error })?.metadata).toEqual({ error: kept });
  });

  test("a bare NaN reward is a missing one", () => {
    const text = jsonl(header, { task: "t", index: 0, success: true, sum_reward: 7 });
    expect(read(text.replace(":7", ":NaN")).episodes[0]?.sum_reward).toBe(null);
  });

  test("paths of videos are relative and name nobody", () => {
    const videos = [
      "rollouts/a/0.mp4",
      "/home/ada/videos/t/1.mp4",
      "..\\2.mp4",
      "ada@lab.example.mp4",
    ];
    const lines = videos.map((video, index) => ({ task: "t", index, success: true, video }));
    const { references, notes } = read(jsonl(header, ...lines));
    expect(references).toEqual([
      { episode: 0, kind: "video", path: "rollouts/a/0.mp4" },
      { episode: 1, kind: "video", path: "videos/t/1.mp4" },
      { episode: 2, kind: "video", path: "2.mp4" },
    ]);
    expect(notes.map(({ code }) => code)).toContain("videos_withheld");
  });

  test("private metadata is left out and counted", () => {
    const { episodes, notes } = read(
      jsonl(header, { task: "t", index: 0, success: true, metadata: { host: "10.0.0.7", n: 1 } }),
    );
    expect(episodes[0]?.metadata).toEqual({ n: 1 });
    expect(notes).toContainEqual({
      code: "metadata_withheld",
      detail: "1 metadata values were private and left out",
    });
  });

  test.each([
    [{ metadata: { error: "x" } }, "are taken"],
    [{ metadata: { Big: 1 } }, "metadata"],
    [{ index: -1 }, "index"],
    [{ index: 1.5 }, "index"],
    [{ seed: 2 ** 60 }, "seed"],
    [{ task: "" }, "task"],
    [{ outcome: "crashed" }, "outcome"],
    [{ outcome: "failure" }, "outcome is failure, but success is true"],
    [{ constructor: 1 }, 'no field "constructor"'],
  ])("%j is refused", (more, words) => {
    const { code, message } = refusal(
      jsonl(header, { task: "t", index: 0, success: true, ...more }),
    );
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
    expect(message).toContain("run.jsonl:2");
    expect(message).toContain(words);
  });

  test.each([[1], [0.01], ["true"], [[true]]])("success %j is no boolean", (success) => {
    const { code, message } = refusal(jsonl(header, { task: "t", index: 0, success }));
    expect(code).toBe("WF_SUCCESS_UNDECLARED");
    expect(message).toContain("run.jsonl:2: success: expected boolean");
  });
});

describe("the header", () => {
  test("what it asserts is recorded, the rest is listed", () => {
    const bare = read(
      jsonl(
        { ...header, evaluator: { name: "loop" }, episode_order: undefined },
        ...episodes("S", "t", { seed: null }),
      ),
    );
    expect(bare.not_recorded).toEqual([
      ...["seed", "initial_state", "checkpoint", "evaluator_version", "max_steps"],
      ...["harness_errors", "episode_order", "time"],
    ]);
    const asserted = {
      ...{ checkpoint: "org/policy@3f2a", max_steps: 300, initial_state: "fixed list of 50" },
      ...{ started_at: "2026-11-02T10:00:00Z" },
    };
    const full = read(run(episodes("SF"), { asserted, errors_recorded: true }));
    expect(full.not_recorded).toEqual([]);
    expect(full.asserted).toEqual(asserted);
    expect(full.notes).toEqual([]);
    expect(full.evaluator).toEqual({ name: "lab_loop", version: "2.1" });
    expect(full.metric_contract).toEqual({ name: "success_rate", ...header.metric_contract });
  });

  test("a start of the run is a recorded time, if it is a moment", () => {
    const of = (started_at: string) =>
      read(run(episodes("S"), { asserted: { started_at } })).recorded_times;
    expect(of("2026-05-06T07:08:09+00:00")).toEqual({ started_at: "2026-05-06T07:08:09.000Z" });
    expect(of("Tuesday")).toBeUndefined();
  });

  test("a start in every episode that was run will do for the time", () => {
    const started_at = "2026-05-06T07:08:09Z";
    const of = (...more: object[]) =>
      read(jsonl(header, ...more.map((one, index) => ({ task: "t", index, ...one })))).not_recorded;
    const ran = { success: true, started_at };
    expect(of(ran, { outcome: "missing" })).not.toContain("time");
    expect(of(ran, { success: true })).toContain("time");
  });

  test("an error shows that errors are recorded", () => {
    expect(read(run(episodes("SF"))).not_recorded).toContain("harness_errors");
    expect(read(run(episodes("SE"))).not_recorded).not.toContain("harness_errors");
  });

  test("an asserted path is left out and counted, and then the checkpoint is not recorded", () => {
    const reading = read(run(episodes("S"), { asserted: { checkpoint: "/home/ada/ckpt" } }));
    expect(reading.asserted).toEqual({});
    expect(reading.not_recorded).toContain("checkpoint");
    expect(reading.notes.map(({ code }) => code)).toEqual(["asserted_withheld"]);
  });

  test.each([
    ["evaluator", { evaluator: { name: "/home/ada/eval.py" } }],
    [
      "metric_contract.description",
      { metric_contract: { success: "predicate", description: "see file:///x" } },
    ],
  ])("a private %s is refused", (place, more) => {
    const { code, message } = refusal(run(episodes("S"), more));
    expect(code).toBe("WF_PRIVATE_TEXT");
    expect(message).toContain(place);
  });

  test("a misspelt field is refused", () => {
    expect(refusal(run(episodes("S"), { plannd: { total: 1 } })).message).toContain('"plannd"');
  });

  test("a header of more than 64 KiB is read", () => {
    const tasks = Array.from({ length: 3000 }, (_, i) => ({ task: `task_${i}`, episodes: 1 }));
    const lines = tasks.flatMap(({ task }) => episodes("S", task));
    const text = run(lines, { planned: { tasks } });
    expect(text.indexOf("\n")).toBeGreaterThan(2 ** 16);
    expect(read(text).episodes).toHaveLength(3000);
  });

  test("a header that is wrong in very many places is refused, not a crash", () => {
    const planned = { tasks: Array.from({ length: 300_000 }, () => ({})) };
    const { code, message } = refusal(document(episodes("S"), { planned }), "run.json");
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
    expect(message).toContain("run.json: ");
    expect(message.length).toBeLessThan(500);
  });

  test("a later version is named", () => {
    const { message } = refusal(run(episodes("S"), { schema_version: "worldflux.bridge.v7" }));
    expect(message).toContain('schema_version: expected "worldflux.bridge.v0_draft"');
  });
});

describe("a run that is not finished", () => {
  const open = { ...header, end_line: true };

  test("without the end line that the header announces", () => {
    const { code, message } = refusal(jsonl(open, ...episodes("SF")));
    expect(code).toBe("WF_RUN_UNFINISHED");
    expect(message).toContain("the writer was killed");
    const { episodes: records, notes } = read(jsonl(open, ...episodes("SF")), { interim: true });
    expect(records).toHaveLength(2);
    expect(notes[0]?.code).toBe("run_unfinished");
  });

  test("where neither end nor plan is announced, that is noted", () => {
    const codes = (text: string) => read(text).notes.map(({ code }) => code);
    expect(codes(jsonl(header, ...episodes("SF")))).toEqual(["end_not_recorded"]);
    expect(codes(jsonl({ ...header, planned: { total: 2 } }, ...episodes("SF")))).toEqual([]);
    expect(codes(run(episodes("SF")))).toEqual([]);
  });

  test("fewer episodes than planned for a task", () => {
    const tasks = [
      { task: "lift", episodes: 2 },
      { suite: "table", task: "stack", episodes: 3 },
    ];
    const lines = [...episodes("SS"), ...episodes("SF", "stack", { suite: "table" })];
    const { code, message } = refusal(run(lines, { planned: { tasks } }));
    expect(code).toBe("WF_RUN_UNFINISHED");
    expect(message).toContain(
      '4 of 5 planned episodes have a record, such as "table/stack" with 2 of 3',
    );
    const missing = { ...episodes("M", "stack", { suite: "table" })[0], seed: 9 };
    expect(read(run([...lines, missing], { planned: { tasks } })).episodes).toHaveLength(5);
  });

  test.each([
    [{ total: 1 }, "this is episode 2, and the header plans 1"],
    [{ tasks: [{ task: "other", episodes: 2 }] }, '"lift" is not in the header'],
    [
      {
        total: 3,
        tasks: [
          { task: "other", episodes: 1 },
          { task: "lift", episodes: 1 },
        ],
      },
      "add up to 2",
    ],
    [
      {
        tasks: [
          { task: "other", episodes: 1 },
          { task: "lift", episodes: 1 },
        ],
      },
      'task "lift" has more than the 1 planned',
    ],
    [
      {
        tasks: [
          { task: "lift", episodes: 1 },
          { task: "lift", episodes: 1 },
        ],
      },
      'lists "lift" twice',
    ],
  ])("a plan %j that the records contradict", (planned, words) => {
    const { code, message } = refusal(run(episodes("SS"), { planned }));
    expect(code).toBe("WF_EPISODES_INCONSISTENT");
    expect(message).toContain(words);
  });

  test("later attempts fill no plan", () => {
    const [first] = episodes("F");
    const again = { ...first, attempt: 1, outcome: "success" };
    expect(read(run([first, again], { planned: { total: 1 } })).episodes).toHaveLength(2);
  });

  test("a torn last line is named", () => {
    const text = run(episodes("SFS"));
    const { code, message } = refusal(text.slice(0, text.indexOf('"seed":2')));
    expect(code).toBe("WF_JSONL_TORN");
    expect(message).toContain("run.jsonl:4");
  });

  test("a document cut off", () => {
    expect(refusal(document(episodes("SFS")).slice(0, -30), "run.json").code).toBe(
      "WF_JSON_TRUNCATED",
    );
  });

  test("an end line that does not add up", () => {
    const lines = episodes("SSF");
    for (const [end, words] of [
      [{ episodes: 4 }, "end.episodes is 4, but the episodes in the file give 3"],
      [{ episodes: 3, success: 1 }, "end.success is 1"],
      [{ episodes: 3, error: 1 }, "end.error is 1"],
    ] as const) {
      const { code, message } = refusal(jsonl(header, ...lines, { end }));
      expect(code).toBe("WF_AGGREGATE_MISMATCH");
      expect(message).toContain(words);
    }
  });
});

describe("repeated cells", () => {
  test("are refused, naming both lines and whether the outcomes differ", () => {
    const [first] = episodes("S");
    expect(refusal(run([first, first])).message).toContain("recorded at run.jsonl:2 already");
    const { code, message } = refusal(run([first, { ...first, outcome: "failure" }]));
    expect(code).toBe("WF_EPISODE_DUPLICATED");
    expect(message).toContain("once as success and once as failure");
  });

  test("other seeds, indices, attempts, suites are other cells", () => {
    const [first] = episodes("S");
    const more = [{ seed: 1 }, { index: 1 }, { attempt: 1 }, { suite: "x" }, { task: "y" }];
    expect(read(run([first, ...more.map((by) => ({ ...first, ...by }))])).episodes).toHaveLength(6);
  });
});

describe("governance", () => {
  const line = (success: unknown, verdict: unknown, more = {}) => ({
    ...{ task: "pour", index: 0, outcome: success },
    governance: { dimension: "recovery", verdict, scenario: "s1", perturbation: "slip" },
    ...more,
  });
  const beside = { governance_scenario: "s1", governance_perturbation: "slip" };
  const readAs = (outcome_is: string, ...lines: object[]) =>
    read(jsonl({ ...header, outcome_is }, ...lines));

  test("the task's success is the outcome, the verdict stands beside it", () => {
    const { episodes, asserted, notes } = readAs("task_success", line("success", false));
    expect(episodes[0]).toMatchObject({ suite: "recovery", task: "pour", outcome: "success" });
    expect(episodes[0]?.metadata).toEqual({ ...beside, governance_verdict: false });
    expect(asserted).toEqual({ outcome_is: "task_success" });
    expect(notes.map(({ code }) => code)).toEqual(["end_not_recorded"]);
  });

  test.each([
    ["success", false, "failure", { task_success: true }],
    ["failure", true, "success", { task_success: false }],
    ["not_applicable", true, "success", { task_success: null }],
    ["error", true, "error", { governance_verdict: true }],
    ["missing", null, "missing", {}],
  ])(
    "%s with verdict %s is %s when the verdict is the outcome",
    (success, verdict, outcome, more) => {
      const { episodes, notes } = readAs("governance_verdict", line(success, verdict));
      expect(episodes[0]?.outcome).toBe(outcome);
      expect(episodes[0]?.metadata).toEqual({ ...beside, ...more });
      expect(notes.map(({ code }) => code)).toContain("outcome_is_governance_verdict");
    },
  );

  test("the end line counts the lines as they are written", () => {
    const lines = [line("success", false)];
    const text = run(lines, { outcome_is: "governance_verdict" });
    expect(text).toContain('"success":1}}');
    expect(read(text).episodes[0]?.outcome).toBe("failure");
  });

  test.each([
    ["no verdict", line("success", null)],
    ["no governance", { task: "t", index: 0, success: true }],
    ["another suite", line("success", true, { suite: "kitchen" })],
  ])("%s is refused", (_, episode) => {
    const text = jsonl({ ...header, outcome_is: "governance_verdict" }, episode);
    expect(refusal(text).code).toBe("WF_EPISODES_INCONSISTENT");
  });
});

describe("detection", () => {
  test.each([
    ["run.jsonl", run(episodes("S")), "jsonl"],
    ["a.txt", run(episodes("S")), "jsonl"],
    ["run.json", document(episodes("S")), "json"],
    ["bom.jsonl", `\ufeff${run(episodes("S"))}`, "jsonl"],
    ["nested.json", `{"x": ${JSON.stringify(header)}}`, null],
    ["other.json", '{"a": 1}', null],
  ])("%s", (name, text, shape) => {
    const detection = detectBridge(memoryInput({ [name]: text }));
    expect(detection.shape).toBe(shape);
    expect(detection.why).toContain(name);
  });

  test("the bridge adapter is complete", () => {
    expect(bridge.detect(memoryInput({ "run.jsonl": run(episodes("S")) })).shape).toBe("jsonl");
    expect(endOf(episodes("SSF"))).toEqual({ end: { episodes: 3, success: 2, failure: 1 } });
    expect(() => bridge.read(memoryInput({ "run.jsonl": "" }), finished)).toThrow("run.jsonl");
  });
});

test("a header in which Python wrote NaN is still the first line of JSON Lines", () => {
  const text = run(episodes("SF"), { asserted: { noise: "?" } }).replace('"?"', "NaN");
  expect(read(text).episodes).toHaveLength(2);
});

test("two runs in a folder are two, whatever JSON Lines is called", () => {
  const input = memoryInput({ "a.jsonl": run(episodes("S")), "b.ndjson": run(episodes("F")) });
  expect(detectBridge(input).why).toContain("holds 2 bridge files");
});
