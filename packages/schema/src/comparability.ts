/**
 * What an axis does to the comparison of two rates. `must_match`: different or unknown, and the
 * rates are not compared. `must_not_differ`: different, and they are not compared; unknown is said.
 * `pairing`: decides whether episodes are compared start by start. `context`: is said, and decides
 * nothing.
 */
export type AxisRole = "must_match" | "must_not_differ" | "pairing" | "context";

interface AxisEntry {
  readonly role: AxisRole;
  /** What is compared. */
  readonly about: string;
  /** Where it can be recorded or declared when it is unknown. */
  readonly from: string;
}

/** In what two runs can differ, in the order in which it is reported: a closed list. */
export const comparabilityCatalog = {
  benchmark: {
    role: "must_match",
    about: "The benchmark.",
    from: "benchmark.name in protocol.json, or applicability.benchmark in claim.json",
  },
  benchmark_version: {
    role: "must_not_differ",
    about: "Version and split of the benchmark.",
    from: "benchmark.version and benchmark.split in protocol.json",
  },
  task_list: {
    role: "must_not_differ",
    about: "The tasks that were planned.",
    from: "benchmark.task_list in protocol.json",
  },
  tasks_matched: {
    role: "must_match",
    about: "The tasks that have episodes in the headline.",
    from: "the result file, or a protocol with one task when the file names none",
  },
  task_mix: {
    role: "context",
    about:
      "The share of each task among the counted episodes. Where the shares differ, a difference must be larger than what they alone can make.",
    from: "the counted episodes",
  },
  evaluator: {
    role: "must_match",
    about: "The program that ran the episodes and judged them.",
    from: "the result file, or evaluator.name in protocol.json",
  },
  evaluator_version: {
    role: "must_match",
    about: "Its version: resets, step limits and counting change between versions.",
    from: "the result file, or evaluator.version in protocol.json",
  },
  success_rule: {
    role: "must_match",
    about: "When an episode counts as a success.",
    from: "the evaluator, in audit_input.json (metric_contract)",
  },
  step_limit: {
    role: "must_match",
    about: "How many steps an episode may take.",
    from: "the result file, or execution.max_steps_per_episode in protocol.json",
  },
  simulator: {
    role: "must_match",
    about: "The simulator, or the real robot cell.",
    from: "the result file, or applicability.simulator in claim.json",
  },
  set_up: {
    role: "must_not_differ",
    about: "Robot, cameras, wording of instructions, resets, observation and action space.",
    from: "applicability in claim.json and execution in protocol.json",
  },
  control_rate: {
    role: "must_not_differ",
    about: "Control steps a second.",
    from: "the result file, or execution.control_rate_hz in protocol.json",
  },
  denominator_policy: {
    role: "must_match",
    about: "Which planned episodes the headline rate divides by.",
    from: "execution.denominator_policy in protocol.json",
  },
  attempt_policy: {
    role: "must_not_differ",
    about: "Which record counts when a cell was run more than once.",
    from: "execution.attempt_policy in protocol.json",
  },
  population: {
    role: "must_not_differ",
    about: "What the episodes are a sample of.",
    from: "population in claim.json",
  },
  stopping: {
    role: "must_not_differ",
    about: "When the run was allowed to stop.",
    from: "stopping in protocol.json",
  },
  initial_states: {
    role: "pairing",
    about: "Whether equal cells started from equal states.",
    from: "the result file: the state of each episode, or how index and seed fix it",
  },
  seeds: {
    role: "pairing",
    about: "The recorded cells: task, seed and index.",
    from: "the result file",
  },
  episode_order: {
    role: "context",
    about: "Whether episodes are listed in the order in which they ran.",
    from: "the result file",
  },
  adapter_shape: {
    role: "context",
    about: "The adapter that read the file, and the form that the file has.",
    from: "audit_input.json",
  },
  policy: {
    role: "context",
    about: "The policy that is claimed to have run.",
    from: "subject in claim.json",
  },
  policy_fingerprint: {
    role: "context",
    about:
      "Digest of the weights, digest of the normalization, actions taken from each prediction.",
    from: "model_runtime.digest, .norm_stats_digest and .action_steps in protocol.json",
  },
} as const satisfies Record<string, AxisEntry>;

/** Code of an axis on which two runs are compared. */
export type ComparabilityAxis = keyof typeof comparabilityCatalog;

/** All of them, in order. */
export const comparabilityAxes = Object.keys(comparabilityCatalog) as [
  ComparabilityAxis,
  ...ComparabilityAxis[],
];
