/**
 * What to do with the evidence as it stands: a closed list. None of them is about using the policy.
 */
export const recommendationCatalog = {
  complete_the_record:
    "Episodes are missing, pending or unexplained, and the verdict depends on them. Find or run them before quoting a number.",
  settle_the_rules:
    "The verdict changes with a rule that was not settled beforehand: how errors count, what the episodes are a sample of, or which test decides. Declare it and say so wherever the number is quoted.",
  collect_more_episodes:
    "These episodes cannot tell whether the claim holds. Plan a fresh run, larger than this one: `worldflux stats plan` gives its size.",
  quote_with_the_margin:
    "The claim is supported only with its margin. Quote it as not worse than the baseline by more than the margin.",
  quote_with_the_scope:
    "The claim is supported for the recorded episodes under this protocol. Quote it with interval, tasks and evaluator.",
  withdraw_the_claim:
    "The recorded episodes contradict the claim. Withdraw it, or state a rate that they support.",
} as const satisfies Record<string, string>;

/** Codes of recommendations. */
export const recommendationCodes = Object.keys(recommendationCatalog) as [
  keyof typeof recommendationCatalog,
  ...(keyof typeof recommendationCatalog)[],
];

/** What would test the claim harder than this evidence does: a closed list. */
export const axisCatalog = {
  fresh_episodes: "Run the same protocol again on episodes that nobody has seen.",
  independent_rerun: "Let somebody else run the same protocol with the same model.",
  worst_task: "Run more episodes of the task with the lowest rate.",
  more_tasks: "Run tasks that were not in the list: ten or more, drawn beforehand.",
  training_seeds: "Train again with other seeds and evaluate each.",
  recorded_initial_states:
    "Record the initial state of every episode, so that two policies can be compared start by start.",
  harness_errors: "Find out why episodes broke, and run those cells again.",
  step_limit: "Record the step limit, and run with the limit that others use.",
  interleaved_order: "Run the tasks in rounds, so that looking early does not bias the result.",
  matched_baseline: "Run the baseline yourself, on the same initial states.",
} as const satisfies Record<string, string>;

/** Codes of falsification axes. */
export const axisCodes = Object.keys(axisCatalog) as [
  keyof typeof axisCatalog,
  ...(keyof typeof axisCatalog)[],
];
