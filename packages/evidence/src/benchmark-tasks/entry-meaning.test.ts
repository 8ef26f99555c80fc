import { describe, expect, test } from "vitest";
import { suiteSize } from "../benchmarks.ts";
import { benchmarks, findBenchmark } from "./benchmark.ts";
import { entryMeaning } from "./entry-meaning.ts";

const libero = findBenchmark("LIBERO");
const meaning = (entry: string, name = "LIBERO") => {
  const benchmark = findBenchmark(name);
  if (benchmark === undefined) throw new Error(`no benchmark ${name}`);
  return entryMeaning(benchmark, entry);
};

describe("the data files", () => {
  test("have the sizes that their sources state", () => {
    const sizes = Object.fromEntries(
      benchmarks.map(({ id, suites, tasks }) => [
        id,
        Object.fromEntries([
          ...suites.map((suite) => [suite.name, suite.tasks.length]),
          ["of no suite", tasks.length],
        ]),
      ]),
    );
    expect(sizes).toEqual({
      libero: {
        libero_spatial: 10,
        libero_object: 10,
        libero_goal: 10,
        libero_10: 10,
        libero_90: 90,
        "of no suite": 0,
      },
      metaworld: {
        ...{ easy: 28, medium: 11, hard: 6, very_hard: 5 },
        ...{ MT10: 10, MT50: 50, "ML10-train": 10, "ML10-test": 5 },
        ...{ "ML45-train": 45, "ML45-test": 5, "of no suite": 0 },
      },
      robocasa: {
        ...{ atomic_seen: 18, composite_seen: 16, composite_unseen: 16 },
        "of no suite": 65 + 252 - 50,
      },
      "simpler-env": { "of no suite": 23 },
      "lbm-eval": { "of no suite": 49 },
    });
  });

  test("agree with the sizes that the audit uses", () => {
    for (const suite of libero?.suites ?? []) {
      expect(suiteSize(suite.name)).toBe(suite.tasks.length);
    }
  });

  test("name no task twice within a suite", () => {
    for (const { suites } of benchmarks) {
      for (const { tasks } of suites) expect(new Set(tasks).size).toBe(tasks.length);
    }
  });
});

test.each([
  ["LIBERO", "libero"],
  ["libero", "libero"],
  ["LIBERO-Spatial", "libero"],
  ["Meta-World", "metaworld"],
  ["RoboCasa365", "robocasa"],
  ["LIBERO-plus", undefined],
  ["your-benchmark", undefined],
])("the benchmark %s is %s", (name, id) => {
  expect(findBenchmark(name)?.id).toBe(id);
});

test.each([
  ["libero-spatial", "LIBERO", "suite", undefined],
  ["LIBERO_LONG", "LIBERO", "suite", undefined],
  ["libero_spatial/3", "LIBERO", "task", "3"],
  ["libero_spatial/10", "LIBERO", "unknown", undefined],
  // The audit would not take it for task 3 either.
  ["libero_spatial/03", "LIBERO", "unknown", undefined],
  ["libero_spatail/3", "LIBERO", "unknown", "libero_spatial/3"],
  ["libero-spatal", "LIBERO", "unknown", "libero_spatial"],
  [
    "open the middle drawer of the cabinet",
    "LIBERO",
    "task",
    "open the middle drawer of the cabinet",
  ],
  ["libero_10/put both moka pots on the stove", "LIBERO", "task", "8"],
  // The sentence of several scenes.
  ["libero_90/put the black bowl on the plate", "LIBERO", "unknown", undefined],
  ["reach-v3", "Meta-World", "task", "reach-v3"],
  ["easy/27", "Meta-World", "task", "27"],
  ["MT10/3", "Meta-World", "unknown", undefined],
  ["CoffeeServeMug", "RoboCasa", "task", "CoffeeServeMug"],
  ["widowx_stack_cubes", "SimplerEnv", "unknown", "widowx_stack_cube"],
])("%s of %s is a %s (%s)", (entry, name, kind, detail) => {
  const found = meaning(entry, name);
  expect(found.kind).toBe(kind);
  if (found.kind === "task") expect(found.task).toBe(detail);
  if (found.kind === "unknown") expect(found.closest()).toBe(detail);
});
