import { expect, test } from "vitest";
import { nested } from "../fixtures/build.ts";
import { readBody } from "../fixtures/read.ts";

test.each([
  ["LIBEROBenchmark_libero_goal", {}, "any_step"],
  ["LIBEROPlusBenchmark", {}, "any_step"],
  ["CALVINBenchmark", {}, "all_subtasks"],
  ["RLBenchBenchmark", {}, "threshold"],
  ["Behavior1KBenchmark", {}, "predicate"],
  ["RoboTwinBenchmark", {}, "final_step"],
  ["ManiSkill2Benchmark", {}, "final_step"],
  ["SimplerEnvBenchmark", { success_mode: "accumulate" }, "any_step"],
  ["SimplerEnvBenchmark", { success_mode: "truncation" }, "final_step"],
  ["SimplerEnvBenchmark", { success_mode: "toString" }, "unknown"],
  ["SimplerEnvBenchmark", {}, "unknown"],
  ["KinetixBenchmark", {}, "unknown"],
])("%s %j is %s", async (benchmark, params, rule) => {
  const body = nested({ a: "S" }, { benchmark, config: { params } });
  expect((await readBody(body)).metric_contract.success).toBe(rule);
  // A display name of one's own leaves the class in the configuration.
  expect((await readBody({ ...body, benchmark: "mine" })).metric_contract.success).toBe(rule);
});
