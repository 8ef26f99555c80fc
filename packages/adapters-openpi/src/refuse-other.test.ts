import { type Input, memoryInput } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { expect, test } from "vitest";
import { droidTable, liberoLog, twoTasks } from "../fixtures/build.ts";
import { openpi } from "./index.ts";

async function refusal(input: Input): Promise<WorldFluxError> {
  expect(openpi.detect(input)).toMatchObject({ shape: null, why: expect.stringMatching(/\w/) });
  try {
    await openpi.read(input, { interim: false });
  } catch (error) {
    if (error instanceof WorldFluxError) return error;
    throw error;
  }
  throw new Error("was read");
}

test("DROID's table is refused with what is odd in it, line by line", async () => {
  const table = droidTable(["0.0", "0.01", "1.0", "0.5", "0.01", "1.5", ""]);
  const error = await refusal(memoryInput({ "eval.csv": table }));
  expect(error.code).toBe("WF_SCORE_ONLY");
  expect(error.message).toContain("of 7 rows 2 at 0.01, which the client stores when y is typed");
  expect(error.message).toContain("for a success (first in line 3)");
  expect(error.message).toContain("1 between 0 and 1, a partial score (first in line 5)");
  expect(error.message).toContain("1 above 1, a typing error (first in line 7)");
  expect(error.message).toContain("1 without a score (first in line 8)");
  expect(error.hint).toContain("audit run mapped --map");
});

test("DROID's table is refused even when every score is 0 or 1", async () => {
  const error = await refusal(memoryInput({ "eval.csv": droidTable(["0.0", "1.0"]) }));
  expect(error.code).toBe("WF_SCORE_ONLY");
  expect(error.message).toContain("all are 0 or 1");
});

test("a table of rates is refused, with the cell that is no rate", async () => {
  const table = 'env_num,success_rate\r\n0,0.2\r\n1,"(1e-06, 0, 0, None)"\r\n';
  const error = await refusal(memoryInput({ "summary.csv": table }));
  expect(error.code).toBe("WF_AGGREGATE_ONLY");
  expect(error.message).toContain("holds 2 success rates");
  expect(error.message).toContain('line 3 holds "(1e-06, 0, 0, None)"');
});

test("records are sent to the column mapping", async () => {
  const error = await refusal(memoryInput({ "results.jsonl": '{"success": true}\n' }));
  expect(error.code).toBe("WF_SHAPE_UNKNOWN");
  expect(error.hint).toContain("worldflux audit run mapped --map");
});

test("a log without LIBERO is not taken for printed Python", async () => {
  const error = await refusal(memoryInput({ "run.log": "INFO:root:Server listening\n" }));
  expect(error.code).toBe("WF_SHAPE_UNKNOWN");
  expect(error.hint).toContain("Task suite");
});

test("nothing at all is refused", async () => {
  expect((await refusal(memoryInput({}))).code).toBe("WF_INPUT_EMPTY");
});

test("the folder of a RoboArena dump is refused by any of its levels", async () => {
  for (const [name, path] of [
    ["dump", "evaluation_sessions/s1/metadata.yaml"],
    ["evaluation_sessions", "s1/metadata.yaml"],
    ["dump", "global_metadata.yaml"],
  ] as const) {
    const error = await refusal(memoryInput({ [path]: "a: 1\n" }, name));
    expect(error.code).toBe("WF_FORMAT_NOT_PUBLIC");
    expect(error.hint).toContain("bridge");
  }
});

test("files beside the log are named as not read", async () => {
  const input = memoryInput({
    "run.log": liberoLog(twoTasks),
    "eval.csv": droidTable(["1.0"]),
    "a.mp4": "",
  });
  const { notes } = await openpi.read(input, { interim: false });
  expect(notes.at(-1)).toEqual({
    code: "other_files_not_read",
    detail: "files of the folder beside the log that were not read: 2",
  });
  expect(input.sources().map(({ path }) => path)).toEqual(["run.log"]);
});

test("a file that cannot be read is a reason, and not thrown by detect", () => {
  const input = memoryInput({ "run.log": "x" });
  const [file] = input.files;
  const head = () => {
    throw new WorldFluxError("WF_INPUT_UNREADABLE", "run.log cannot be read (EIO)");
  };
  const broken: Input = { name: "run.log", files: file === undefined ? [] : [{ ...file, head }] };
  expect(openpi.detect(broken)).toEqual({ shape: null, why: "run.log cannot be read (EIO)" });
});
