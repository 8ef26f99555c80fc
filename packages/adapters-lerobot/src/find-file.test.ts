import { expect, test } from "vitest";
import { outcomes, perTask, pythonJson } from "../fixtures/build.ts";
import { letters, readFiles } from "../fixtures/read.ts";

const run = pythonJson(perTask("L2", [{ group: "pusht", id: 0, episodes: outcomes("SF") }]));
const overall = pythonJson({ overall: { pc_success: 50 } });
const refused = (files: Record<string, string>) => () => readFiles(files, "outputs");

test.each([
  ["a file of any name", { "tuesday.json": run }],
  ["the only file of a folder", { "a/b/tuesday.txt": run }],
  ["an output folder", { "eval_info.json": run, "videos/pusht_0/eval_episode_0.mp4": "\0" }],
  ["a file renamed", { "smolvla_eval_info.json": run, "README.md": "" }],
  ["a copy renamed", { "eval_info (1).json": run, "README.md": "" }],
  ["a hidden file of the same name", { "eval_info.json": run, "._eval_info.json": "\0" }],
  ["aggregates beside it", { "eval_info.json": run, "eval_info_overall.json": overall }],
])("reads %s", (_, files) => {
  expect(letters(readFiles(files))).toEqual({ "pusht/0": "SF" });
});

test("several evaluations are named", () => {
  const attempt = refused({ "a/eval_info.json": run, "b/eval_info.json": run, "c.json": run });
  expect(attempt).toThrow(
    expect.objectContaining({
      code: "WF_INPUT_FOLDER",
      message: 'outputs holds 2 evaluations: "a/eval_info.json", "b/eval_info.json"',
      hint: "name one eval_info.json, or the folder of one evaluation",
    }),
  );
});

test.each([
  ["empty", ""],
  ["a git-LFS pointer", "version https://git-lfs.github.com/spec/v1\n"],
  ["cut off", run.slice(0, 200)],
  ["too large to tell", `{"a": "${"x".repeat(70_000)}"}`],
])("a second one is not passed over when it is %s", (_, content) => {
  const attempt = refused({ "a/eval_info.json": run, "b/eval_info.json": content });
  expect(attempt).toThrow(expect.objectContaining({ code: "WF_INPUT_FOLDER" }));
});

test("of many, six are named", () => {
  const many = Array.from({ length: 9 }, (_, i) => [`run_${i}/eval_info.json`, run]);
  const attempt = refused(Object.fromEntries(many));
  expect(attempt).toThrow(/"run_5\/eval_info\.json" and 3 more$/);
});

test("several files of that name without episodes are several, too", () => {
  const attempt = refused({ "a/eval_info.json": overall, "b/eval_info.json": overall });
  expect(attempt).toThrow(expect.objectContaining({ code: "WF_INPUT_FOLDER" }));
});

test.each([
  ["of something else", { "a.json": run, "b.json": run }],
  ["with a name that only looks alike", { "my_eval_infos/a.json": run, "reeval_info.json": run }],
])("a folder %s", (_, files) => {
  expect(refused(files)).toThrow(
    expect.objectContaining({
      code: "WF_SHAPE_UNKNOWN",
      message: "outputs holds 2 files, and none is an eval_info.json",
    }),
  );
});

test("an empty folder", () => {
  expect(refused({})).toThrow("outputs holds 0 files");
});

test("a lone candidate keeps its own error", () => {
  const attempt = refused({ "eval_info.json": overall, "b.txt": "" });
  expect(attempt).toThrow(expect.objectContaining({ code: "WF_AGGREGATE_ONLY" }));
});
