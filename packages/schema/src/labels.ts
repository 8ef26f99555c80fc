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
  lock_time_unproven: {
    kind: "missing",
    explanation:
      "Claim and protocol were locked, but no third party's time stamp says when the lock named here was made. Its signer's own clock proves nothing.",
  },
  run_start_not_recorded: {
    kind: "missing",
    explanation:
      "Claim and protocol were locked, but the source does not say when the run began, so nothing shows that the lock came first.",
  },
  lock_leaves_episodes_open: {
    kind: "caution",
    explanation:
      "When claim and protocol were locked, it was not settled which episodes the plan asks for: the size of a suite was not known, or a task was named without its suite.",
  },
  success_rule_differs_from_protocol: {
    kind: "caution",
    explanation:
      "The evaluator counts an episode as a success by another rule than the protocol declared before the run.",
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
      "The claim does not say what the episodes are a sample of: these tasks, tasks like them, or seeds like the recorded ones.",
  },
  clustering_not_modelled: {
    kind: "caution",
    explanation:
      "The headline interval treats all episodes as independent. Episodes of one task are usually more alike than that; what other populations would give stands beside it.",
  },
  population_dependent: {
    kind: "caution",
    explanation:
      "The verdict depends on what the episodes are a sample of: these tasks, tasks like them, or seeds like the recorded ones.",
  },
  spread_hardly_seen: {
    kind: "caution",
    explanation:
      "There are fewer failures, or fewer successes, than tasks or seeds. So few cannot show how much tasks differ, and the interval for tasks like these may be far too narrow.",
  },
  clusters_too_few: {
    kind: "caution",
    explanation:
      "A statement about other tasks or seeds rests on the tasks or seeds that were run, and these are fewer than ten.",
  },
  anytime_verdict_differs: {
    kind: "caution",
    explanation:
      "A test that stays valid when somebody looks early and the interval that assumes a single look at the end give different verdicts.",
  },
  sequence_violated: {
    kind: "caution",
    explanation:
      "No single success rate explains the episodes in their order: the rate changed while the run went on, so a test that follows the run shows nothing.",
  },
  fragile_verdict: {
    kind: "caution",
    explanation:
      "The verdict hangs on very few episodes: had they ended the other way, it would be another.",
  },
  task_collapsed: {
    kind: "caution",
    explanation:
      "A task succeeds less than half as often as the threshold asks on the whole; the overall rate does not show it.",
  },
  stated_rate_infeasible: {
    kind: "note",
    explanation:
      "The claim's text states a percentage that no count out of these episodes gives. It was measured elsewhere, averaged over unequal parts, or mistyped.",
  },
  pseudo_replication: {
    kind: "caution",
    explanation:
      "Runs that should be independent repeat one another, so there are fewer different episodes than were counted.",
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
      "The claim is supported only with its margin: the rate may miss the claimed value. Read it as 'not worse than the baseline by more than the margin'.",
  },
  optional_stopping_unprotected: {
    kind: "caution",
    explanation:
      "The number of episodes was not fixed beforehand, or not reached. If somebody looked at results before stopping, the true error rate is higher than stated; the anytime-valid result stands beside it.",
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
  success_rule_unknown: {
    kind: "missing",
    explanation:
      "Nobody says when an episode counts as a success: at any step, at the end, or by a person's judgement.",
  },
  mapped_by_hand: {
    kind: "missing",
    explanation:
      "The person who made this package said which columns of the file mean what. Nothing in the file proves it.",
  },
  interim_look: {
    kind: "caution",
    explanation:
      "The run had not finished when this was made. Looking early and stopping when the numbers please makes a wrong verdict more likely than stated.",
  },
  early_stop_bias: {
    kind: "caution",
    explanation:
      "The evaluator stops when enough episodes have ended and drops those that are still running. Failures run longest, so the recorded rate tends to be too high.",
  },
  initial_state_by_version: {
    kind: "caution",
    explanation:
      "Which initial state an episode number stands for changed between versions of this evaluator, and the file does not say which version ran. Do not pair two runs by episode number.",
  },
  source_note: { kind: "note", explanation: "The adapter saw something odd in the file." },
} as const satisfies Record<string, LabelEntry>;

/** Code of a label. */
export type LabelCode = keyof typeof labelCatalog;

/** All label codes, for schemas and docs. */
export const labelCodes = Object.keys(labelCatalog) as [LabelCode, ...LabelCode[]];
