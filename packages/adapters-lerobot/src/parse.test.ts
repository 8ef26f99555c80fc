import { expect, test } from "vitest";
import { outcomes, perEpisode, perTask, pythonJson } from "../fixtures/build.ts";
import { letters, read, refusal } from "../fixtures/read.ts";

const text = pythonJson(perEpisode(outcomes("SFS")));

test("a byte order mark and white space around the file do not matter", () => {
  expect(letters(read(`\uFEFF \n${text}\n`))).toEqual({ "/": "SFS" });
});

test.each([
  ["nothing", "", "WF_INPUT_EMPTY"],
  ["white space", " \n\t ", "WF_INPUT_EMPTY"],
  ["a git-LFS pointer", "version https://git-lfs.github.com/spec/v1\noid x\n", "WF_LFS_POINTER"],
  ["a log", "INFO 2026-08-05 22:27:01 eval.py:1 {'pc_success': 1.0}", "WF_PYTHON_REPR"],
  ["printed Python", "{'per_episode': [{'success': True}]}", "WF_PYTHON_REPR"],
  ["two files in one", `${text}${text}`, "WF_JSON_INVALID"],
  ["a key twice", '{"per_episode": [], "per_episode": []}', "WF_JSON_DUPLICATE_KEY"],
  ["deep nesting", "[".repeat(100), "WF_JSON_TOO_DEEP"],
  ["UTF-16", new Uint8Array([0xff, 0xfe, 0x7b, 0x00]), "WF_INPUT_ENCODING"],
])("%s is refused", (_, input, code) => {
  if (
    code === "WF_JSON_INVALID" ||
    code === "WF_JSON_DUPLICATE_KEY" ||
    code === "WF_JSON_TOO_DEEP"
  ) {
    expect(() => read(input)).toThrow(expect.objectContaining({ code }));
  } else expect(refusal(input).code).toBe(code);
});

test("a file that was cut off anywhere says what LeRobot does", () => {
  for (const end of [40, 100, 333, text.length - 1]) {
    const error = refusal(text.slice(0, end));
    expect(error.code).toBe("WF_JSON_TRUNCATED");
    expect(error.message).toMatch(/^eval_info\.json:\d+:\d+: the JSON ends in the middle/);
    expect(error.hint).toContain("run the evaluation again");
  }
});

test("a bare NaN as the whole file is not LeRobot's", () => {
  expect(refusal("NaN").message).toContain("holds NaN");
});

test("NaN in place of an outcome or a name is refused as NaN, not as null", () => {
  const file = perTask("L2", [{ group: "g", id: 0, episodes: outcomes("SF") }]);
  file.per_task[0].metrics.successes[1] = Number.NaN;
  expect(refusal(file).message).toBe(
    "eval_info.json: per_task[0].metrics.successes[1]: expected true or false, found NaN",
  );
});
