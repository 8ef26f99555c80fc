import { memoryInput } from "@worldflux/adapter-kit";
import type { Reading } from "@worldflux/schema";
import { expect, test } from "vitest";
import { jsonl } from "../../adapters-bridge/fixtures/build.ts";
import { header, scenario } from "../fixtures/conformance.ts";
import { dimensions } from "./dimensions.ts";
import { embodiedGovBench } from "./index.ts";

async function read(outcome_is: string, ...lines: object[]): Promise<Reading> {
  const text = jsonl({ ...header, outcome_is }, ...lines);
  return embodiedGovBench.read(memoryInput({ "gov.jsonl": text }), { interim: false });
}

const both = scenario("success", false);

test("a task that succeeded and broke its rules is one thing or the other, never both", async () => {
  const [byTask] = [...(await read("task_success", both)).episodes];
  expect(byTask).toMatchObject({ outcome: "success", metadata: { governance_verdict: false } });
  const [byVerdict] = [...(await read("governance_verdict", both)).episodes];
  expect(byVerdict).toMatchObject({ outcome: "failure", metadata: { task_success: true } });
});

test("each dimension is a suite of its own", async () => {
  const lines = dimensions.map((dimension) => scenario("success", true, { dimension }));
  const { episodes } = await read("governance_verdict", ...lines);
  expect([...episodes].map(({ suite, task }) => `${suite}/${task}`)).toEqual(
    dimensions.map((dimension) => `${dimension}/pour`),
  );
  expect(new Set(dimensions).size).toBe(7);
});

test("a bridge file beside rates is read, and rates alone say what is missing", async () => {
  const files = {
    "gov.jsonl": jsonl({ ...header, outcome_is: "task_success" }, both),
    "a.json": '{"success_rate": 1}',
  };
  const reading = await embodiedGovBench.read(memoryInput(files), { interim: false });
  expect([...reading.episodes]).toHaveLength(1);
  const alone = memoryInput({ "a.json": '{"robot_backend": "mock", "success_rate": 100.0}' });
  expect(() => embodiedGovBench.read(alone, { interim: false })).toThrow("mock backend");
});

test("a bridge file without governance is another evaluator's", () => {
  const detect = (text: string) => embodiedGovBench.detect(memoryInput({ "gov.jsonl": text }));
  const plain = jsonl(header, { task: "t", index: 0, success: true });
  expect(detect(plain)).toEqual({ shape: null, why: expect.stringContaining("gov.jsonl") });
  expect(detect(jsonl({ ...header, outcome_is: "task_success" }, both)).shape).toBe("jsonl");
});
