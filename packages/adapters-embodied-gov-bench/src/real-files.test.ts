import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openInput } from "@worldflux/adapter-kit";
import { describe, expect, test } from "vitest";
import { embodiedGovBench } from "./index.ts";

/** Published files of the same authors' other programs; none is of this benchmark. */
const folder = join(import.meta.dirname, "../../../../shared/real/embodied-gov-bench");
const absent = !existsSync(folder);

const refused: Record<string, [code: string, words: string]> = {
  "adjacent-not-the-benchmark/example_trace.json": ["WF_FORMAT_NOT_PUBLIC", "trace of one task"],
  "adjacent-not-the-benchmark/experiment_results_v6.json": ["WF_AGGREGATE_ONLY", "mock backend"],
};

describe.skipIf(absent)("real files (../shared/real/embodied-gov-bench)", () => {
  test("each has a verdict here", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(files.sort()).toEqual(Object.keys(refused).sort());
  });

  test.each([
    ...Object.entries(refused),
    ["adjacent-not-the-benchmark", ["WF_AGGREGATE_ONLY", "experiment_results_v6.json"]] as const,
  ])("refuses %s", (name, [code, words]) => {
    const input = openInput([join(folder, name)]);
    expect(embodiedGovBench.detect(input).shape).toBe(null);
    const attempt = () => embodiedGovBench.read(input, { interim: false });
    expect(attempt).toThrow(expect.objectContaining({ code }));
    expect(attempt).toThrow(words);
  });
});
