import { writeFileSync } from "node:fs";
import { ImportRefusal, ImportReport } from "@worldflux/schema";
import { expect, test } from "vitest";
import { lbmEval } from "../../adapters-lbm-eval/src/index.ts";
import { lerobot } from "../../adapters-lerobot/src/index.ts";
import { mapped, parseMapping } from "../../adapters-mapped/src/index.ts";
import { evalInfo, type Folder, openvlaLog, rows, traps } from "../fixtures/build.ts";
import { written } from "../fixtures/write-folder.ts";
import { customerReport } from "./customer-report.ts";
import { parseDeclaration } from "./declared.ts";
import { type FolderOptions, inspectFolder } from "./inspect-folder.ts";
import { defaultLimits } from "./limits.ts";

const adapters = [lerobot, lbmEval];

async function look(folder: Folder, options: Partial<FolderOptions> = {}) {
  const { report, select } = await inspectFolder(written(folder), { adapters, ...options });
  return { report: ImportReport.parse(report), select };
}

/** Candidates in short: first file, episodes and successes, reasons. */
async function inShort(folder: Folder, options: Partial<FolderOptions> = {}) {
  const { report } = await look(folder, options);
  return report.candidates.map(({ files, counts, reasons, acceptable }) => {
    expect(acceptable).toBe(reasons.length === 0);
    const n =
      counts === null
        ? "-"
        : `${counts.recorded}/${counts.success}/${counts.error}/${counts.pending}`;
    return [files[0], n, ...reasons.map(({ code }) => code)].join(" ");
  });
}

const expected: Record<keyof typeof traps, readonly string[]> = {
  "a header-only table beside made-up samples": [
    "sample/episodes.jsonl 5/4/0/0 ambiguous missing-denominator-policy ambiguous",
    "20260101-101010/episodes.csv - missing-episode-success",
  ],
  "resumed attempts with a status and no result": [
    "logs/task0_init1_attempt1/status.json 4/1/0/2 partial ambiguous",
  ],
  "a torn last line": ["run/episodes.jsonl 3/2/0/0 partial ambiguous missing-denominator-policy"],
  "an episode twice with opposite outcomes": [
    "run/episodes.jsonl 6/5/0/0 ambiguous ambiguous missing-denominator-policy",
  ],
  "crashed W&B runs": [
    "wandb/run-20260101_101010-ab12cd34/files/config.yaml - missing-episode-success",
    "wandb/run-20260101_111111-ef56ab78/files/output.log - missing-episode-success",
  ],
  "a W&B run with rates": [
    "wandb/run-20260101_101010-ab12cd34/files/wandb-summary.json - aggregate-only",
  ],
  "an MLflow run": ["mlruns/1/0123456789abcdef0123456789abcdef/meta.yaml - aggregate-only"],
  "smoke and full phases": ["full/eval_info.json 10/8/0/0", "smoke/eval_info.json 2/1/0/0"],
  "wrapped logs": ["eval_logs/run-a.log 6/4/1/0 ambiguous"],
  "a wrapped log that stops": ["eval_logs/run-b.log - partial"],
  archives: [],
  "videos, bags and weights": [],
  "outcomes in video names": [
    "rollouts/a--episode=1--success=True--task=x.mp4 - missing-episode-success",
  ],
  "a table": ["run/episodes.csv - csv-only"],
  "scores of a robot": [
    "run/episodes.jsonl - numeric-score-only ambiguous missing-denominator-policy",
  ],
  "a score an episode": ["run/a_0.json - numeric-score-only"],
  "a table of rates": ["run/summary.csv - aggregate-only"],
  "rates beside no rows": ["run/results.json - aggregate-only"],
  "rates that the rows do not give": [
    "run/cells.json 2/1/0/0 ambiguous ambiguous missing-denominator-policy",
  ],
  "two times of one task": [
    "model/Stack/rollouts/2026-01-01T00-00-00/results.json 2/1/0/0 ambiguous",
    "model/Stack/rollouts/2026-01-02T00-00-00/results.json 2/1/0/0 ambiguous",
  ],
  "two attempts in the folders of tasks": [
    "attempt_1/rollouts/2026-01-01T00-00-00/results.json 2/0/0/0 ambiguous",
    "attempt_2/rollouts/2026-02-01T00-00-00/results.json 2/2/0/0 ambiguous",
  ],
  "a data set and its settings": [],
};

test.each(Object.entries(expected))("%s", async (name, candidates) => {
  expect(await inShort(traps[name as keyof typeof traps])).toEqual(candidates);
});

test.each([
  ["archives", "archive-only"],
  ["videos, bags and weights", "raw-binary-dominated"],
  ["a data set and its settings", "missing-episode-success"],
  [{ "my_results.csv": "foo,bar\na,1\n" }, "csv-only"],
] as const)("a folder of %j is refused as %s", async (name, code) => {
  const { report } = await look(typeof name === "string" ? traps[name] : name);
  expect(report.refusals.map((each) => each.code)).toEqual([code]);
  expect(customerReport(report)).toContain(`**${code}**`);
});

test("every reason for a refusal is met by one of these folders, or by a name that is private", async () => {
  const met = new Set<string>();
  const all: Folder[] = [
    ...Object.values(traps),
    { "eval_info.json": evalInfo("SF", "/home/ada/libero") },
  ];
  for (const folder of all) {
    const { report } = await look(folder);
    for (const { code } of [...report.refusals, ...report.candidates.flatMap((c) => c.reasons)])
      met.add(code);
  }
  expect([...met].sort()).toEqual([...ImportRefusal.options].sort());
});

test("what the files do not say can be declared, and is on record as asserted", async () => {
  const declared = parseDeclaration("contract=any_step");
  const { report, select } = await look(traps["wrapped logs"], { declared: declared ?? {} });
  const [candidate] = report.candidates;
  expect(candidate).toMatchObject({
    acceptable: true,
    success_rule: "any_step",
    asserted: { "run_folder.contract": "any_step" },
    identity: { suites: ["libero_goal"], tasks: 2 },
  });
  const selected = await select(candidate?.id ?? "");
  expect(selected?.reading.notes.map(({ code }) => code)).toContain("declared_by_hand");
  expect([...(selected?.reading.episodes ?? [])].map(({ outcome }) => outcome)).toEqual([
    "success",
    "success",
    "failure",
    "success",
    "error",
    "success",
  ]);
});

test("rows are read by a mapping, which is no way around what stands against them", async () => {
  const map = "task=task,index=episode,success=success,contract=final_step";
  const by = { mapped: mapped(parseMapping(map, "--map")), map };
  expect(await inShort({ "run/episodes.jsonl": rows("SFS") }, by)).toEqual([
    "run/episodes.jsonl 3/2/0/0 missing-denominator-policy",
  ]);
  const policy = { ...by, declared: { denominatorPolicy: "errors_as_failures" as const } };
  expect(await inShort({ "run/episodes.jsonl": rows("SFS") }, policy)).toEqual([
    "run/episodes.jsonl 3/2/0/0",
  ]);
  const { report } = await look({ "run/episodes.jsonl": rows("SFS") }, policy);
  expect(report.candidates[0]?.asserted).toEqual({
    "run_folder.map": "task=task,index=episode,success=success,contract=final_step",
    "run_folder.denominator_policy": "errors_as_failures",
  });
  for (const name of ["a torn last line", "an episode twice with opposite outcomes"] as const) {
    const [candidate] = (await look(traps[name], policy)).report.candidates;
    expect(candidate?.acceptable, name).toBe(false);
  }
  const cells =
    "records=/cells/*/per_episode,keyed_by=cell,task=cell,index:=0,seed=ep_seed,success=success,contract=final_step";
  const keyed = { ...policy, mapped: mapped(parseMapping(cells, "--map")), map: cells };
  const [candidate] = (await look(traps["rates that the rows do not give"], keyed)).report
    .candidates;
  expect(candidate?.reasons.map(({ detail }) => detail).join()).toContain(
    "is 90, but its episodes give 1 of 2",
  );
});

test("one file an episode is read by a mapping, and every file is a source", async () => {
  const episode = (id: number, success: boolean) =>
    JSON.stringify(
      { task: "stack", instance_id: 301, rollout_id: id, success, q_score: { final: 0.5 } },
      null,
      2,
    );
  const folder = {
    "json/stack_301_0.json": episode(0, true),
    "json/stack_301_1.json": episode(1, false),
  };
  expect(await inShort(folder)).toEqual(["json/stack_301_0.json 2/1/0/0 ambiguous"]);
  const map = "task=task,seed=instance_id,index=rollout_id,success=success,contract=final_step";
  const { report, select } = await look(folder, {
    mapped: mapped(parseMapping(map, "--map")),
    map,
    declared: { denominatorPolicy: "errors_as_failures" },
  });
  const [candidate] = report.candidates;
  expect(candidate).toMatchObject({ acceptable: true, counts: { recorded: 2, success: 1 } });
  const selected = await select(candidate?.id ?? "");
  expect(selected?.files.map(({ sha256 }) => sha256)).toEqual(
    report.files.map(({ sha256 }) => sha256),
  );
  const twice = await look(
    { ...folder, "json/stack_301_1.json": episode(0, false) },
    {
      mapped: mapped(parseMapping(map, "--map")),
      declared: { denominatorPolicy: "errors_as_failures" },
    },
  );
  expect(twice.report.candidates[0]?.reasons.map(({ code }) => code)).toEqual(["ambiguous"]);
});

test("a mapping reaches outcomes by a name of their own", async () => {
  const policy = { declared: { denominatorPolicy: "errors_as_failures" as const } };
  const by = (map: string) => ({ ...policy, mapped: mapped(parseMapping(map, "--map")), map });
  const table = { "r.csv": "task,episode,solved\na,0,true\na,1,false\n" };
  expect(await inShort(table)).toEqual(["r.csv - csv-only"]);
  expect(
    await inShort(table, by("task=task,index=episode,success=solved,contract=any_step")),
  ).toEqual(["r.csv 2/1/0/0"]);
  const words = {
    "r.jsonl":
      '{"task":"a","episode":0,"outcome":"pass"}\n{"task":"a","episode":1,"outcome":"fail"}\n',
  };
  expect((await look(words)).report.candidates[0]?.acceptable).toBe(false);
  const map =
    "task=task,index=episode,outcome=outcome,outcome.success=pass,outcome.failure=fail,contract=any_step";
  expect(await inShort(words, by(map))).toEqual(["r.jsonl 2/1/0/0"]);
});

const byIndex = {
  mapped: mapped(
    parseMapping("task=task,index=episode,success=success,contract=any_step", "--map"),
  ),
  map: "task=task,index=episode,success=success,contract=any_step",
  declared: { denominatorPolicy: "errors_as_failures" as const },
};

test("a run that had not finished is partial, whatever says so beside its results", async () => {
  const at = (episode: number, more: object) => JSON.stringify({ task: "a", episode, ...more });
  const single = { "e0.json": at(0, { success: false }), "e1.json": at(1, { success: true }) };
  const lines = { "r.jsonl": rows("FS") };
  const codes = async (folder: Folder) => {
    const { report } = await look(folder, byIndex);
    return report.candidates.flatMap(({ reasons }) => reasons.map(({ code }) => code)).join();
  };
  for (const results of [single, lines]) {
    expect(await codes(results)).toBe("");
    for (const status of [
      "running",
      "failed",
      "Crashed",
      "error",
      "aborted",
      "killed",
      "timeout",
    ]) {
      const beside = { ...results, "s.json": JSON.stringify({ status, planned: 50, done: 2 }) };
      expect(await codes(beside), status).toBe("partial");
    }
    for (const name of ["r.jsonl.part", "e2.json.tmp", "r.jsonl.partial", "x.progress"]) {
      expect(await codes({ ...results, [name]: "{" }), name).toBe("partial");
    }
    for (const name of ["uv.lock", ".r.jsonl.swp", "notes~", "other/r.jsonl.part"]) {
      expect(await codes({ ...results, [name]: "{" }), name).toBe("");
    }
  }
  expect(await codes({ ...lines, "r.jsonl.lock": "" })).toBe("partial");
  expect(await codes({ ...single, ".e1.json.lock": "" })).toBe("partial");
  // An episode that failed is done.
  const failed = { ...single, "e1.json": at(1, { status: "failed", success: false }) };
  expect(await codes(failed)).toBe("");
});

const undeclaredIndex = {
  ...{ mapped: mapped(parseMapping("task=task,success=success,contract=any_step", "--map")) },
  ...{ map: "task=task,success=success,contract=any_step" },
  declared: { denominatorPolicy: "errors_as_failures" as const },
};

test("one file an episode: a retry is no second episode, though no index is declared", async () => {
  const at = (episode: number, success: boolean) => JSON.stringify({ task: "a", episode, success });
  const once = { "ep0.json": at(0, false), "ep1.json": at(1, true) };
  expect(await inShort(once, undeclaredIndex)).toEqual(["ep0.json 2/1/0/0"]);
  const twice = { "ep0_try1.json": at(0, false), "ep0_try2.json": at(0, true) };
  expect(await inShort(twice, undeclaredIndex)).toEqual(["ep0_try1.json 2/1/0/0 ambiguous"]);
  const { report } = await look(twice, undeclaredIndex);
  expect(report.candidates[0]?.reasons[0]?.detail).toContain("1 of them with the opposite outcome");
});

test.each([
  ["csv", ","],
  ["tsv", "\t"],
])("two runs appended to one %s are ambiguous, though no index is declared", async (ext, by) => {
  const table = (...lines: string[]) => ({
    [`run/r.${ext}`]: `task,episode,success\n${lines.join("\n")}\n`.replaceAll(",", by),
  });
  expect(await inShort(table("a,0,false", "a,1,true"), undeclaredIndex)).toEqual([
    `run/r.${ext} 2/1/0/0`,
  ]);
  const appended = table("a,0,false", "a,1,true", "a,0,true", "a,1,true");
  expect(await inShort(appended, undeclaredIndex)).toEqual([`run/r.${ext} 4/3/0/0 ambiguous`]);
  const quoted = table('"a"" b",0,false', '"a"" b",1,true', '"a"" b","0",true');
  expect(await inShort(quoted, undeclaredIndex)).toEqual([`run/r.${ext} 3/2/0/0 ambiguous`]);
});

test.each([
  ["too few cells", "a,0,true\na,1", "partial", "csv-only partial"],
  ["half an outcome", "a,0,true\na,1,tru", "partial", "csv-only"],
  ["an open quote", 'a,0,true\na,1,"tr', "partial", "csv-only"],
  ["no line end", "a,0,true\na,1,true", "", "csv-only"],
])("a table whose last row has %s", async (_what, lines, mapped, alone) => {
  const folder = { "r.csv": `task,episode,success\n${lines}` };
  const line = (counts: string, codes: string) => [`r.csv ${counts} ${codes}`.trim()];
  const counts = mapped === "" ? "2/2/0/0" : "-";
  expect(await inShort(folder, byIndex)).toEqual(line(counts, mapped));
  expect(await inShort(folder)).toEqual(line("-", alone));
});

test("the mapping that is suggested is one that reads the file", async () => {
  const { report } = await look({ "run/episodes.jsonl": rows("SFS") });
  const remedy = report.candidates[0]?.reasons[0]?.remedy ?? "";
  const map = /--map '([^']+)'/.exec(remedy)?.[1]?.replace(/<any_step[^>]+>/, "any_step");
  const again = await look(
    { "run/episodes.jsonl": rows("SFS") },
    { mapped: mapped(parseMapping(map ?? "", "--map")), map },
  );
  expect(again.report.candidates[0]?.reader).toEqual({ adapter: "mapped", shape: "jsonl" });
});

test("ids are those of the content and the place in the folder, whatever else is there or declared", async () => {
  const ids = async (folder: Folder, options: Partial<FolderOptions> = {}) =>
    (await look(folder, options)).report.candidates.map(
      ({ id, directory }) => `${directory} ${id}`,
    );
  const first = await ids(traps["smoke and full phases"]);
  expect(await ids(traps["smoke and full phases"])).toEqual(first);
  expect(
    await ids(
      { ...traps["smoke and full phases"], "z/x.log": "text" },
      { declared: { contract: "any_step" } },
    ),
  ).toEqual(first);
  const [, smoke] = first;
  const changed = await ids({
    ...traps["smoke and full phases"],
    "full/eval_info.json": evalInfo("SSSSSSSSSS"),
  });
  expect(changed[0]).not.toBe(first[0]);
  expect(changed[1]).toBe(smoke);
});

test("a file that is too large to be hashed at first has an id of its content, and is not swapped unseen", async () => {
  const limits = { ...defaultLimits, hashedFile: 64 };
  const map = "task=task,index=episode,success=success,contract=final_step";
  const options = {
    ...{ mapped: mapped(parseMapping(map, "--map")), map, limits },
    declared: { denominatorPolicy: "errors_as_failures" as const },
  };
  const folder = written({ "run/episodes.jsonl": rows("SSFF") });
  const first = await inspectFolder(folder, { adapters, ...options });
  const id = first.report.candidates[0]?.id ?? "";
  expect(first.report.files[0]?.sha256).toBeNull();
  expect(first.report.candidates[0]?.acceptable).toBe(true);
  expect((await first.select(id))?.files).toHaveLength(1);
  // The same size, other outcomes.
  writeFileSync(`${folder}/run/episodes.jsonl`, rows("FFSS"));
  await expect(first.select(id)).rejects.toMatchObject({ code: "WF_INPUT_CHANGED" });
  const second = await inspectFolder(folder, { adapters, ...options });
  expect(second.report.candidates[0]?.id).not.toBe(id);
});

test("a candidate that is not there, or is refused, is not handed out", async () => {
  const { report, select } = await look(traps["a table"]);
  expect(await select(report.candidates[0]?.id ?? "")).toBeUndefined();
  await expect(select("run_0000000000000000")).rejects.toMatchObject({
    code: "WF_CANDIDATE_UNKNOWN",
  });
});

test("a status that says running stands against the rows beside it", async () => {
  const running = {
    "run/eval_info.json": evalInfo("SF"),
    "run/status.json": '{"status": "running"}',
  };
  expect(await inShort(running)).toEqual(["run/eval_info.json 2/1/0/0 partial"]);
});

test("a log without a suite asks for one", async () => {
  const folder = { "a.log": openvlaLog([{ instruction: "open", episodes: "S" }], { suite: null }) };
  expect(await inShort(folder, { declared: { contract: "any_step" } })).toEqual([
    "a.log 1/1/0/0 ambiguous",
  ]);
  expect(
    await inShort(folder, { declared: { contract: "any_step", suite: "libero_goal" } }),
  ).toEqual(["a.log 1/1/0/0"]);
});

const lone = JSON.stringify({ task: "a", episode: 0, success: true });

test.each<[what: string, status: Folder]>([
  ["that it runs", { "run/status.json": '{"status": "running", "planned": 50}' }],
  ["that it runs, in lines", { "run/status.json": '{\n  "status": "Running"\n}\n' }],
  [
    "that its attempt did not end",
    { "run/status.json": '{"terminated": false, "success": false}' },
  ],
  ["that it crashed", { "run/status.json": '{"status": "crashed"}' }],
  ["that it is not finished", { "run/progress.json": '{"finished": false, "step": 3}' }],
  ["its state", { "run/state.json": '{"state": "IN PROGRESS"}' }],
  ["a word", { "run/status.txt": "running\n" }],
  ["a word of YAML", { "run/run_status.yaml": "step: 3\nstatus: 'running'\n" }],
  ["how it went on", { "run/status.jsonl": '{"status":"started"}\n{"status":"running"}\n' }],
])("a lone result beside a file that says %s is partial", async (_what, status) => {
  expect(await inShort({ "run/result.json": lone, ...status }, byIndex)).toEqual([
    "run/result.json 1/1/0/0 partial",
  ]);
  const folder = { "run/0/result.json": lone, ...status };
  expect((await inShort(folder, byIndex))[0]).toBe("run/0/result.json 1/1/0/0 partial");
});

test.each<[what: string, beside: Folder]>([
  ["nothing", {}],
  ["that it finished", { "run/status.json": '{"status": "finished", "finished": true}' }],
  ["how it ended", { "run/status.jsonl": '{"status":"running"}\n{"status":"finished"}\n' }],
  ["that it is done", { "run/status.txt": "done\n" }],
  ["that something else runs", { "run/notes.txt": "running\n", "run/a.log": "status: running\n" }],
])("a lone result beside a file that says %s is read", async (_what, beside) => {
  expect((await inShort({ "run/result.json": lone, ...beside }, byIndex))[0]).toBe(
    "run/result.json 1/1/0/0",
  );
});
