/**
 * `missing`: something a sceptic needs is not in the evidence. `caution`: something in the evidence
 * weakens it. `note`: worth knowing.
 */
export type LabelKind = "missing" | "caution" | "note";

interface LabelEntry {
  readonly kind: LabelKind;
  /** For people who are not statisticians; goes into `evidence.md` and the docs. */
  readonly explanation: string;
}

/** Every label that evidence can carry: a closed list. */
export const labelCatalog = {
  claim_not_bound: {
    kind: "missing",
    explanation:
      "The protocol does not name this claim by its hash, so nothing shows that the two were written for each other. `worldflux protocol bind` writes the hash.",
  },
  protocol_drafted_from_results: {
    kind: "caution",
    explanation:
      "The protocol was filled in from the result file that it is compared with. That the run matches its plan therefore proves nothing.",
  },
  subject_placeholder: {
    kind: "missing",
    explanation: "The claim still names the template's example model instead of a real one.",
  },
  baseline_differs_from_claim: {
    kind: "caution",
    explanation:
      "The rate is compared with decision_rule.baseline, which is not the rate that the claim states.",
  },
  population_not_declared: {
    kind: "missing",
    explanation:
      "The claim does not say what the episodes are a sample of: these tasks, tasks like them, or training seeds.",
  },
  clustering_not_modelled: {
    kind: "caution",
    explanation:
      "The interval treats all episodes as independent. Episodes of one task are usually more alike than that; for a statement about tasks like these the interval would be wider.",
  },
  denominator_policy_not_declared: {
    kind: "missing",
    explanation:
      "The protocol does not say how errors and missing episodes count. The default is used: errors count as failures, missing episodes are reported and not filled in.",
  },
  model_digest_not_declared: {
    kind: "missing",
    explanation: "No digest of the model is given, so the evidence cannot say which weights ran.",
  },
  evaluator_differs_from_protocol: {
    kind: "caution",
    explanation:
      "The episodes come from another evaluator than the one that the protocol names. Step limits and the meaning of success may differ.",
  },
  metric_not_evaluated: {
    kind: "missing",
    explanation: "The claim expects a metric that these episodes cannot show; it was not decided.",
  },
  task_identity_asserted: {
    kind: "missing",
    explanation:
      "The result file names no task. The protocol's only task is taken on the author's word.",
  },
  suite_size_assumed: {
    kind: "caution",
    explanation:
      "How many tasks this suite has is not known here; the recorded ones are taken to be all of them.",
  },
  seeds_not_recorded: {
    kind: "missing",
    explanation:
      "The result file records no seeds. Episodes are matched to the plan by task and index alone.",
  },
  seeds_not_declared: {
    kind: "missing",
    explanation:
      "The file records seeds but the protocol plans none. Episodes are matched to the plan by task and rank.",
  },
  missing_episodes: {
    kind: "caution",
    explanation: "Planned episodes are not in the record. Why they are absent is not known.",
  },
  pending_episodes: {
    kind: "caution",
    explanation: "Some planned episodes had not finished when the file was saved.",
  },
  harness_errors: {
    kind: "caution",
    explanation:
      "Some episodes ended because the test harness broke. Whether they count as failures is a rule of the protocol, not a fact about the policy.",
  },
  out_of_protocol_episodes: {
    kind: "caution",
    explanation:
      "The file records episodes that the protocol does not plan. They are shown and not counted.",
  },
  duplicated_episodes: {
    kind: "caution",
    explanation: "A planned episode is recorded more than once; the first record counts.",
  },
  duplicates_disagree: {
    kind: "caution",
    explanation: "Two records of the same planned episode have different outcomes.",
  },
  denominator_rule_dependent: {
    kind: "caution",
    explanation:
      "The verdict depends on how errors and missing episodes are counted: another rule gives another verdict.",
  },
  method_dependent: {
    kind: "caution",
    explanation:
      "The declared interval and the exact binomial test give different verdicts. The exact one holds its error rate.",
  },
  supported_within_margin_only: {
    kind: "caution",
    explanation:
      "The claim is supported only with its margin: the rate may be below the claimed value. Read it as 'not worse than the baseline by more than the margin'.",
  },
  optional_stopping_unprotected: {
    kind: "caution",
    explanation:
      "The number of episodes was not fixed beforehand, or not reached. If somebody looked at results before stopping, the true error rate is higher than stated.",
  },
  few_episodes_per_task: {
    kind: "caution",
    explanation: "A task has fewer than 10 episodes; its own rate says very little.",
  },
  periodic_outcomes: {
    kind: "caution",
    explanation:
      "The outcomes of a task repeat in a short cycle. That is what a handful of initial states run over and over looks like; the episodes may not be independent.",
  },
  all_episodes_failed: {
    kind: "caution",
    explanation:
      "Every episode failed. Before blaming the policy, rule out a broken set-up: wrong checkpoint, wrong normalisation, a dead policy server.",
  },
  task_identity_not_recorded: {
    kind: "missing",
    explanation: "The file does not say which task was run.",
  },
  initial_state_not_recorded: {
    kind: "missing",
    explanation:
      "The file does not say which initial state an episode started from, so episodes of two runs cannot be paired.",
  },
  checkpoint_not_recorded: {
    kind: "missing",
    explanation: "The file does not say which model produced the episodes.",
  },
  evaluator_version_not_recorded: {
    kind: "missing",
    explanation:
      "The file does not say which version of the evaluator wrote it. What an index refers to differs between versions.",
  },
  max_steps_not_recorded: {
    kind: "missing",
    explanation:
      "The file does not record the step limit. Rates under different limits are not the same measurement.",
  },
  harness_errors_not_recorded: {
    kind: "missing",
    explanation:
      "The evaluator does not tell a broken harness from a failed policy; some failures may be errors.",
  },
  episode_order_not_recorded: {
    kind: "missing",
    explanation: "The file does not show in which order the episodes were run.",
  },
  time_not_recorded: { kind: "missing", explanation: "The file does not say when it was run." },
  source_note: { kind: "note", explanation: "The adapter saw something odd in the file." },
} as const satisfies Record<string, LabelEntry>;

/** Code of a label. */
export type LabelCode = keyof typeof labelCatalog;

/** All label codes, for schemas and docs. */
export const labelCodes = Object.keys(labelCatalog) as [LabelCode, ...LabelCode[]];
