import type { MetricContract, SuccessRule } from "@worldflux/schema";
import type { Result } from "./result.ts";

const calvin = /^CALVIN/;

/** What each benchmark counts as a success, by the start of its class name. */
const rules: readonly (readonly [RegExp, SuccessRule, string])[] = [
  [/^LIBERO/, "any_step", "the environment reported done, which ends the episode"],
  [calvin, "all_subtasks", "all five subtasks of the sequence were completed in order"],
  [/^RLBench/, "threshold", "the reward of the last step was above 0.99"],
  [/^Behavior1?K?/i, "predicate", "the goal predicates of the activity held (info.done.success)"],
  [/^RoboTwin/, "final_step", "the simulator reported success at the last step"],
  [/^ManiSkill/, "final_step", "the simulator reported success at the last step"],
];

const simplerModes: Readonly<Record<string, readonly [SuccessRule, string]>> = {
  accumulate: ["any_step", "the environment reported success at some step"],
  early_stop: ["any_step", "the environment reported success, which ends the episode"],
  truncation: ["final_step", "the environment reported success at the last step"],
};

/** When an episode of this benchmark counts as a success. */
export function metricContract(result: Result): MetricContract {
  const [success, description] = ruleOf(result);
  return {
    name: "success_rate",
    success,
    description: `vla-eval, metrics.success: ${description}. An episode that reaches the step limit first is a failure.`,
  };
}

function ruleOf(result: Result): readonly [SuccessRule, string] {
  const names = [result.benchmark, className(result)];
  if (names.some((name) => /^SimplerEnv/.test(name))) return simplerRule(result);
  for (const name of names) {
    const rule = rules.find(([start]) => start.test(name));
    if (rule !== undefined) return [rule[1], rule[2]];
  }
  return ["unknown", "the benchmark decides, and the file does not say by which rule"];
}

/** The rule of SimplerEnv is a parameter, and its default has changed over time. */
function simplerRule({ config }: Result): readonly [SuccessRule, string] {
  const params = config["params"] as { success_mode?: unknown } | null | undefined;
  const mode = params?.success_mode;
  const known = typeof mode === "string" && Object.hasOwn(simplerModes, mode);
  return (
    (known ? simplerModes[mode] : undefined) ?? [
      "unknown",
      "SimplerEnv's rule is its parameter success_mode, which the file does not record",
    ]
  );
}

/** True for CALVIN, where an episode is a sequence of five subtasks. */
export function isCalvin({ benchmark }: Result): boolean {
  return calvin.test(benchmark);
}

/** `LIBEROBenchmark` of `vla_eval.benchmarks.libero.benchmark:LIBEROBenchmark`. */
function className({ config }: Result): string {
  const path = config["benchmark"];
  return typeof path === "string" ? path.slice(path.lastIndexOf(":") + 1) : "";
}
