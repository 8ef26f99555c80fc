import { memoryInput } from "@worldflux/adapter-kit";
import type { Reading } from "@worldflux/schema";
import { describe, expect, test } from "vitest";
import { jsonl, type RowSpec } from "../fixtures/build.ts";
import { failure, letters, noteCodes, read } from "../fixtures/read.ts";
import { mapped, parseMapping } from "./index.ts";
import { read as readWith } from "./read.ts";

const rows = (...all: RowSpec[]) => jsonl(all.map((row) => ({ ok: true, ...row })));

describe("cells", () => {
  test("every field comes from its column or constant", () => {
    const content = jsonl([
      {
        s: "kitchen",
        t: 3,
        i: "4",
        r: 7.0,
        a: 1,
        ok: true,
        n: 12,
        d: 1.5,
        sum: -2,
        max: 0.5,
        v: "/home/me/videos/t/e4.mp4",
        p: "left",
      },
    ]);
    const mapping =
      "suite=s,task=t,index=i,seed=r,attempt=a,success=ok,steps=n,duration_seconds=d,sum_reward=sum,max_reward=max,video=v,metadata.arm=p";
    const reading = read(mapping, content);
    expect(reading.episodes).toEqual([
      {
        ...{ suite: "kitchen", task: "3", index: 4, seed: 7, attempt: 1, outcome: "success" },
        ...{ steps: 12, duration_seconds: 1.5, sum_reward: -2, max_reward: 0.5 },
        metadata: { arm: "left" },
      },
    ]);
    expect(reading.references).toEqual([{ episode: 0, kind: "video", path: "videos/t/e4.mp4" }]);
    const constants = read("suite:=a,task:=b,index:=2,seed:=3,attempt:=1,success=ok", rows({}));
    expect(constants.episodes[0]).toMatchObject({
      suite: "a",
      task: "b",
      index: 2,
      seed: 3,
      attempt: 1,
    });
  });

  test("a start is kept in UTC; with one in every episode that was run, the time is recorded", () => {
    const of = (...cells: string[]) =>
      read("success=ok,started_at=at", rows(...cells.map((at) => ({ at }))));
    const [first, second] = ["2026-05-06T09:08:09+02:00", "2026-05-06 07:09:00Z"];
    const { episodes, not_recorded } = of(first, second);
    expect(episodes.map(({ started_at }) => started_at)).toEqual([
      "2026-05-06T07:08:09.000Z",
      "2026-05-06T07:09:00.000Z",
    ]);
    expect(not_recorded).not.toContain("time");
    expect(of(first, "").not_recorded).toContain("time");
  });

  test("numbers in CSV may be written as pandas does, and may be absent", () => {
    const content = "ok,seed,n,r\ntrue,7.0,12.0,\nfalse,,nan,inf\n";
    expect(read("success=ok,seed=seed,steps=n,sum_reward=r", content).episodes).toMatchObject([
      { seed: 7, steps: 12 },
      { seed: null },
    ]);
  });

  test.each<[string, RowSpec]>([
    ["task=x", { x: true }],
    ["task=x", { x: "" }],
    ["task=x", { x: null }],
    ["task=x", { x: 1.5 }],
    ["suite=x", { x: ["a"] }],
    ["index=x", { x: -1 }],
    ["index=x", { x: null }],
    ["index=x", { x: "one" }],
    ["index=x", { x: 2 ** 53 }],
    ["index=i,attempt=x", { i: 0, x: "" }],
    ["seed=x", { x: 0.5 }],
    ["seed=x", { x: 2 ** 60 }],
    ["seed=x", { x: true }],
    ["steps=x", { x: 1.5 }],
    ["steps=x", { x: "many" }],
    ["duration_seconds=x", { x: -1 }],
    ["started_at=x", { x: "2026-05-06T07:08:09" }],
    ["started_at=x", { x: 1778051289 }],
    ["sum_reward=x", { x: "(1e-06, 0)" }],
    ["max_reward=x", { x: [1] }],
    ["metadata.m=x", { x: { a: 1 } }],
    ["metadata.m=x", { x: "long ".repeat(100) }],
  ])("%s refuses %j and names the row and the column", (mapping, row) => {
    const error = failure(() =>
      read(
        `${mapping},success=ok`,
        rows(
          {
            ...row,
            x: mapping.startsWith("index=i")
              ? 0
              : row["x"] === null || row["x"] === undefined
                ? 1
                : row["x"],
          },
          row,
        ),
      ),
    );
    expect(error.code).toBe("WF_EPISODES_INCONSISTENT");
    expect(error.message).toMatch(/^results\.x:[12], column "x": expected/);
    expect(error.hint).toBeTruthy();
    expect(error.message.length).toBeLessThan(500);
  });

  test.each(["/home/me/tasks/a.bddl", "me@lab.example", "ask gpu-7.lan"])(
    "private names are refused, and private extras too: %s",
    (text) => {
      for (const mapping of ["task=x,success=ok", "metadata.m=x,success=ok"]) {
        expect(failure(() => read(mapping, rows({ x: text }))).code).toBe("WF_PRIVATE_TEXT");
      }
    },
  );

  test("a column whose name may not be published is refused, a JSON pointer is not", () => {
    const content = jsonl([{ "/home/me/ok": true, a: { b: { ok: true } } }]);
    expect(failure(() => read("success=/home/me/ok", content)).code).toBe("WF_MAPPING_INVALID");
    expect(failure(() => read("success=~me/ok", jsonl([{ "~me/ok": true }]))).code).toBe(
      "WF_PRIVATE_TEXT",
    );
    const reading = read("success=/a/b/ok", content);
    expect(reading.metric_contract.description).toContain('"a.b.ok"');
    expect(reading.notes[0]?.detail).toBe("success=a.b.ok");
  });

  test("videos that may not be written down are counted", () => {
    const reading = read(
      "video=v,success=ok",
      rows({ v: "a.mp4" }, { v: null }, { v: 3 }, { v: "https://x/y?token=abc" }),
    );
    expect(reading.references).toEqual([{ episode: 0, kind: "video", path: "a.mp4" }]);
    expect(noteCodes(reading)).toContain("videos_left_out");
  });
});

describe("numbering and duplicates", () => {
  test("without an index, rows are counted within task, seed and attempt", () => {
    const content = rows(
      { t: "a", s: 1 },
      { t: "b", s: 1 },
      { t: "a", s: 1, ok: false },
      { t: "a", s: 2 },
    );
    const reading = read("task=t,seed=s,success=ok", content);
    expect(reading.episodes.map(({ task, seed, index }) => `${task}${seed}#${index}`)).toEqual([
      ...["a1#0", "b1#0", "a1#1", "a2#0"],
    ]);
    expect(noteCodes(reading)).toEqual([
      "success_rule_undeclared",
      "index_counted",
      "seeds_repeated",
    ]);
    expect(reading.notes.at(-1)?.detail).toMatch(/^1 rows .* 1 of them with the opposite outcome/);
  });

  test("a cell that stands there twice is refused with its rows", () => {
    const content = rows({ i: 0 }, { i: 1 }, { i: 0 }, { i: 1, ok: false }, { i: 1 });
    const error = failure(() => read("index=i,success=ok", content));
    expect(error.code).toBe("WF_EPISODE_DUPLICATED");
    expect(error.message).toBe(
      "results.x: 3 episodes are recorded again, 1 of them with the opposite outcome: two runs were written into one file; lines 2 and 4 (opposite outcomes), 1 and 3, 2 and 5",
    );
    expect(failure(() => read("index=i,success=ok", rows({ i: 0 }, { i: 0 }))).message).toBe(
      "results.x: 1 episode is recorded again; lines 1 and 2",
    );
  });

  test("what differs in suite, task, seed or attempt is no duplicate", () => {
    const content = rows(
      { s: "x", t: "a", r: 1, a: 0 },
      { s: "y", t: "a", r: 1, a: 0 },
      { s: "x", t: "b", r: 1, a: 0 },
      { s: "x", t: "a", r: 2, a: 0 },
      { s: "x", t: "a", r: 1, a: 1 },
    );
    expect(letters(read("suite=s,task=t,seed=r,attempt=a,index:=0,success=ok", content))).toBe(
      "SSSSS",
    );
    expect(failure(() => read("suite=s,task=t,seed=r,index:=0,success=ok", content)).code).toBe(
      "WF_EPISODE_DUPLICATED",
    );
  });

  test("an index that runs along with the seed is noted", () => {
    const content = rows({ i: 0, s: 100 }, { i: 1, s: 101 }, { i: 2, s: 102 });
    expect(noteCodes(read("index=i,seed=s,success=ok", content))).toContain("index_follows_seed");
    expect(noteCodes(read("index:=0,seed=s,success=ok", content))).not.toContain(
      "index_follows_seed",
    );
    const fixed = rows({ i: 0, s: 7 }, { i: 1, s: 7 });
    expect(noteCodes(read("index=i,seed=s,success=ok", fixed))).not.toContain("index_follows_seed");
  });

  test("beyond a limit duplicates are left to the evidence, and numbering is refused", () => {
    const content = rows({ i: 0 }, { i: 1 }, { i: 2 }, { i: 2 });
    const limited = (mapping: string, limit: number) =>
      readWith(
        memoryInput({ "results.x": content }),
        parseMapping(mapping, "m"),
        { interim: false },
        limit,
      );
    expect(failure(() => limited("index=i,success=ok", 3)).code).toBe("WF_EPISODE_DUPLICATED");
    const reading = limited("index=i,success=ok", 2);
    expect(reading.notes.map(({ code }) => code)).toContain("duplicates_not_checked");
    expect([...reading.episodes]).toHaveLength(4);
    expect(failure(() => limited("seed=i,success=ok", 2)).code).toBe("WF_INPUT_TOO_LARGE");
    expect([...limited("seed=i,success=ok", 3).episodes].map(({ index }) => index)).toEqual([
      0, 0, 0, 1,
    ]);
  });
});

describe("columns", () => {
  test("a column of some rows is enough, and null where it is absent", () => {
    const reading = read(
      "success=ok,error=e,seed=s",
      jsonl([{ ok: true }, { ok: false, e: "boom", s: 3 }]),
    );
    expect(letters(reading)).toBe("SE");
    expect(reading.episodes.map(({ seed }) => seed)).toEqual([null, 3]);
  });

  test.each([
    ["success=sucess", "did you mean success=success?"],
    ["success=success,task=instrution", "did you mean task=instruction?"],
    ["success=success,seed=Seed", "did you mean seed=seed?"],
    ["success=ok", "did you mean success=info.ok?"],
    ["success=success,task=banana", "correct task= in the mapping"],
    ["success=success,metadata.clip=banana", "correct metadata.clip="],
  ])("%s", (mapping, hint) => {
    const row = { success: true, instruction: "a", seed: 1, info: { ok: true } };
    const error = failure(() => read(mapping, jsonl([row, row])));
    expect(error).toMatchObject({
      code: "WF_MAPPING_INVALID",
      hint: expect.stringContaining(hint),
    });
    expect(error.message).toContain(
      'the columns are "success", "instruction", "seed", "info", "info.ok"',
    );
  });

  test("many and long columns make no long message", () => {
    const row = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`${i}${"x".repeat(300)}`, 1]),
    );
    const error = failure(() => read("success=ok", jsonl([row])));
    expect(error.message.length).toBeLessThan(2000);
    expect(error.message).toContain("more");
  });
});

describe("what is not recorded", () => {
  test.each([
    ["success=ok", ["task_identity", "seed", "harness_errors"], []],
    ["success=ok,suite:=a", ["task_identity"], []],
    ["success=ok,task:=a,seed:=3,error=e", [], ["task_identity", "seed", "harness_errors"]],
    ["success=ok,seed=none", ["seed"], []],
  ])("%s", (mapping, missing, known) => {
    const { not_recorded, episode_order } = read(mapping, rows({ e: null, none: null }));
    expect(not_recorded).toEqual(
      expect.arrayContaining([
        ...missing,
        "initial_state",
        "checkpoint",
        "evaluator_version",
        "max_steps",
        "episode_order",
        "time",
      ]),
    );
    for (const word of known) expect(not_recorded).not.toContain(word);
    expect(episode_order).toBe("unknown");
  });
});

test("a large file is read in pieces: twice, and no episode is kept", () => {
  const line = `${JSON.stringify({ t: "open the drawer", ok: true, blob: "x".repeat(400) })}\n`;
  const piece = new TextEncoder().encode(line.repeat(100));
  let passes = 0;
  const file = {
    path: "results.jsonl",
    size: piece.length * 200,
    bytes: () => {
      throw new Error("was read whole");
    },
    *chunks() {
      passes++;
      for (let i = 0; i < 200; i++) yield piece;
    },
    head: () => piece.subarray(0, 65_536),
  };
  const adapter = mapped(parseMapping("task=t,success=ok", "--map"));
  const reading = adapter.read(
    { name: "results.jsonl", files: [file] },
    { interim: false },
  ) as Reading;
  expect(passes).toBe(1);
  let n = 0;
  for (const { index } of reading.episodes) expect(index).toBe(n++);
  expect(n).toBe(20_000);
  expect(passes).toBe(2);
});
