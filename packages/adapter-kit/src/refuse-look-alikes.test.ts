import { expect, test } from "vitest";
import { refuseLookAlikes } from "./refuse-look-alikes.ts";

const check = (text: string) => () => refuseLookAlikes(text, "run.json", "eval_info.json");

test.each([
  ["nothing", "", "WF_INPUT_EMPTY"],
  ["white space", "\n \t\r\n", "WF_INPUT_EMPTY"],
  ["a git-LFS pointer", "version https://git-lfs.github.com/spec/v1\n", "WF_LFS_POINTER"],
  ["a log line", "INFO 2026-08-05 22:27:01 eval.py:814 done", "WF_PYTHON_REPR"],
  ["a warning", "\nWARNING:root:slow", "WF_PYTHON_REPR"],
  ["a printed dict", "{'pc_success': 90.0}", "WF_PYTHON_REPR"],
  ["a printed list of dicts", "[{'successes': [True]}]", "WF_PYTHON_REPR"],
  ["a printed tuple", "('libero', [True])", "WF_PYTHON_REPR"],
  ["a dict printed over several lines", "[\n  {\n    'a': 1", "WF_PYTHON_REPR"],
])("%s", (_, text, code) => {
  expect(check(text)).toThrow(expect.objectContaining({ code }));
  expect(check(text)).toThrow("run.json");
  expect(check(text)).toThrow(expect.objectContaining({ hint: expect.stringMatching(/./) }));
});

test.each(["{}", "[]", '{"a": "it\'s"}', '["INFO"]', "3", "INFORMATION", "version 1"])(
  "%s is left to the JSON reader",
  (text) => expect(check(text)).not.toThrow(),
);
