import { evaluators, findEvaluator } from "@worldflux/evidence";
import { expect, test } from "vitest";
import { adapterNames, loadAdapter } from "./adapters.ts";

test("lint knows every source that comes with the command, and no other", () => {
  expect(evaluators.map(({ source }) => source).sort()).toEqual([...adapterNames].sort());
});

test("and finds each by the name that its files bear", async () => {
  for (const source of adapterNames.filter((name) => name !== "mapped")) {
    const { adapter } = await loadAdapter({ source });
    expect(findEvaluator(adapter.name)?.source).toBe(source);
  }
  expect(findEvaluator("gr00t")?.source).toBe("gr00t-n1.7");
});
