import { memoryInput } from "@worldflux/adapter-kit";
import { bridge } from "@worldflux/adapters-bridge";
import { openpi } from "@worldflux/adapters-openpi";
import { expect, test } from "vitest";
import { episodes, run } from "../../adapters-bridge/fixtures/build.ts";
import { droidTable, liberoLog, twoTasks } from "../../adapters-openpi/fixtures/build.ts";
import { pi } from "./index.ts";

const declared = { interim: false };

test.each([
  ["bridge", bridge, { "run.jsonl": run(episodes("SFE")) }],
  ["openpi", openpi, { "run.log": liberoLog(twoTasks) }],
] as const)(
  "reads what the adapter %s reads, and says whose word the policy is",
  async (...row) => {
    const [, adapter, files] = row;
    const here = await pi.read(memoryInput(files), declared);
    const there = await adapter.read(memoryInput(files), declared);
    expect([...here.episodes]).toEqual([...there.episodes]);
    expect(here.shape).toBe(there.shape);
    expect(here.notes.slice(0, -1)).toEqual(there.notes);
    expect(here.notes.at(-1)).toMatchObject({
      code: "policy_unproven",
      detail: expect.stringContaining("nothing in the file proves that the policy was pi-0.7"),
    });
  },
);

test("prefers a bridge file to a log beside it", async () => {
  const files = { "run.jsonl": run(episodes("S")), "run.log": liberoLog(twoTasks) };
  expect(pi.detect(memoryInput(files)).shape).toBe("jsonl");
  expect([...(await pi.read(memoryInput(files), declared)).episodes]).toHaveLength(1);
});

test("says what it was given, why that is no source, and what to do", async () => {
  const input = memoryInput({ "eval.csv": droidTable(["0.01"]) });
  expect(pi.detect(input)).toEqual({
    shape: null,
    why: "pi-0.7 has no public result format, and eval.csv is openpi's DROID table: scores, not outcomes",
  });
  await expect(pi.read(input, declared)).rejects.toMatchObject({
    code: "WF_FORMAT_NOT_PUBLIC",
    message: expect.stringContaining("eval.csv is openpi's DROID table"),
    hint: expect.stringContaining("bridge format"),
  });
});
