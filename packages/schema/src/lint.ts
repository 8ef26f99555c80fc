import * as z from "zod";
import { Count, Line, Text } from "./text.ts";

/**
 * `error`: the audit would refuse the documents, could not decide, or would answer another question
 * than the text asks. `warning`: likely a mistake, and the evidence will carry it. `note`: worth
 * knowing.
 */
export const LintSeverity = z.enum(["error", "warning", "note"]);
export type LintSeverity = z.infer<typeof LintSeverity>;

interface LintEntry {
  readonly severity: LintSeverity;
  /** One or two sentences for people who are not statisticians; goes into the docs. */
  readonly explanation: string;
}

/** Everything that lint can find: a closed list. Codes are stable; messages are not. */
export const lintCatalog = {
  // The documents.
  document_invalid: {
    severity: "error",
    explanation: "A field is missing, or its value is none that the document's schema allows.",
  },
  to_fill: {
    severity: "error",
    explanation:
      "A place of a draft still holds its `TO FILL` text. Every command that uses the document refuses it.",
  },
  percent_for_ratio: {
    severity: "error",
    explanation: "A percentage stands where a ratio is wanted: 80 % is 0.8, not 80 and not 0.8 %.",
  },
  alpha_is_confidence: {
    severity: "error",
    explanation: "`alpha` is the error probability, 0.05 for a 95 % interval, not the confidence.",
  },
  field_unknown: {
    severity: "warning",
    explanation:
      "A field has almost the name of a known one. It is kept, and means nothing to the audit.",
  },
  private_text: {
    severity: "error",
    explanation:
      "A path of this machine, an e-mail address, a key or the like. Both documents are public members, and a package with it is refused.",
  },
  // The tie between them.
  claim_id_mismatch: { severity: "error", explanation: "The protocol names another claim's id." },
  claim_hash_mismatch: {
    severity: "error",
    explanation: "The claim was changed after the protocol was bound to it.",
  },
  claim_not_bound: {
    severity: "warning",
    explanation: "The protocol holds a sample's placeholder in place of the claim's hash.",
  },
  placeholder_left: {
    severity: "warning",
    explanation: "A template's example name stands where the real one should.",
  },
  model_differs: {
    severity: "warning",
    explanation: "Claim and protocol name different checkpoints.",
  },
  benchmark_differs: {
    severity: "warning",
    explanation: "Claim and protocol name different benchmarks.",
  },
  // The wording.
  wording_overclaims: {
    severity: "error",
    explanation:
      "The text claims what no count of episodes shows, such as that a policy is certified, safe or deployable.",
  },
  wording_generalises: {
    severity: "warning",
    explanation:
      "The text speaks of any task, every object or the real world; the evidence is about the recorded episodes.",
  },
  text_hidden_characters: {
    severity: "warning",
    explanation:
      "The text holds control or direction characters, which a reader does not see and a terminal may obey.",
  },
  wording_vague: {
    severity: "warning",
    explanation: "A word has no measure (good, robust, about), so nothing could contradict it.",
  },
  comparison_not_decided: {
    severity: "warning",
    explanation:
      "The text compares two policies. A claim is decided against a constant; compare two packages with `worldflux evidence diff`.",
  },
  rate_not_stated: {
    severity: "warning",
    explanation:
      "The text names no rate, so that a reader cannot tell what would contradict it. The metric does.",
  },
  rate_differs_from_text: {
    severity: "error",
    explanation: "The text states another rate than the metric that is decided.",
  },
  direction_differs_from_text: {
    severity: "error",
    explanation: "The text says at most and the operator at least, or the other way round.",
  },
  // The decision.
  metric_unsupported: {
    severity: "error",
    explanation: "No expected metric is named `success_rate`, the one that is decided.",
  },
  metric_not_evaluated: {
    severity: "note",
    explanation: "An expected metric is written down and not decided.",
  },
  threshold_outside: {
    severity: "error",
    explanation: "Baseline and margin put the threshold outside 0 to 1: every result would pass.",
  },
  threshold_unreachable: {
    severity: "error",
    explanation:
      "The threshold is 1 for a claim of at least, or 0 for one of at most: no number of episodes shows more than that.",
  },
  margin_large: {
    severity: "warning",
    explanation:
      "The margin is more than 0.1, so that a rate far from the stated one counts as support.",
  },
  baseline_differs_from_claim: {
    severity: "warning",
    explanation: "What is compared against is not the rate that the claim states.",
  },
  alpha_large: {
    severity: "warning",
    explanation: "An error probability above 0.1 is more than readers expect.",
  },
  method_exceeds_alpha: {
    severity: "note",
    explanation:
      "With this many episodes the interval method supports a false claim more often than `alpha / 2`.",
  },
  too_few_episodes: {
    severity: "error",
    explanation: "Not even a perfect result of all planned episodes would support the claim.",
  },
  too_few_if_tasks: {
    severity: "warning",
    explanation:
      "Some names of the task list are not known here. If each is one task, not even a perfect result of all planned episodes would support the claim.",
  },
  power_low: {
    severity: "warning",
    explanation:
      "The planned episodes are likely to show the claim only if the policy is far better than the claim states, more than halfway to perfect.",
  },
  // What is not declared.
  population_not_declared: {
    severity: "warning",
    explanation:
      "The claim does not say what the episodes are a sample of; the interval depends on it.",
  },
  denominator_policy_not_declared: {
    severity: "warning",
    explanation:
      "Nobody said before the run whether crashed and missing episodes count, and the rate depends on it.",
  },
  success_rule_not_declared: {
    severity: "note",
    explanation:
      "Nobody said before the run when an episode counts as a success: at some step, or at the last.",
  },
  max_steps_not_declared: {
    severity: "note",
    explanation: "The step limit is not written down. A longer one makes a higher rate.",
  },
  model_digest_not_declared: {
    severity: "note",
    explanation: "Nothing ties the protocol to the bytes of one model.",
  },
  // The tasks and the run.
  benchmark_unknown: {
    severity: "note",
    explanation: "The benchmark's tasks are not known here, so task names are not checked.",
  },
  task_unknown: {
    severity: "error",
    explanation: "The benchmark has no task or suite of that name.",
  },
  task_not_listed: {
    severity: "warning",
    explanation:
      "The benchmark's list that is known here has no such task. The list may not be complete.",
  },
  task_repeated: {
    severity: "warning",
    explanation: "An entry of the task list adds nothing: it is there twice, or its suite is.",
  },
  tasks_differ_from_text: {
    severity: "warning",
    explanation: "The text names other suites than the protocol plans.",
  },
  evaluator_unknown: {
    severity: "note",
    explanation: "No adapter of that name comes with WorldFlux.",
  },
  seeds_not_checkable: {
    severity: "warning",
    explanation:
      "The evaluator does not write seeds down, so nothing can show that the planned ones ran. Each planned seed still multiplies the episodes that are expected.",
  },
  seeds_repeated: {
    severity: "warning",
    explanation: "A seed is listed twice. It is planned once.",
  },
  seeds_contradict_policy: {
    severity: "error",
    explanation: "The seed policy promises a fixed list, and the list of seeds is empty.",
  },
  success_rule_differs: {
    severity: "warning",
    explanation: "The evaluator counts success by another rule than the protocol declares.",
  },
  more_than_initial_states: {
    severity: "warning",
    explanation: "More episodes a task are planned than the benchmark has initial states for it.",
  },
  stopping_not_testable: {
    severity: "error",
    explanation: "The run may stop early, and no sequential test exists for such a plan.",
  },
  order_not_recorded: {
    severity: "warning",
    explanation:
      "The run may stop early, which needs the order of the episodes, and the evaluator does not write it down.",
  },
  clusters_missing: {
    severity: "error",
    explanation:
      "The claim is about tasks or seeds like these, and fewer than two are planned: nothing can be decided.",
  },
  clusters_too_few: {
    severity: "warning",
    explanation: "The claim is about tasks or seeds like these, and fewer than ten are planned.",
  },
} as const satisfies Record<string, LintEntry>;

/** Code of a finding. */
export type LintCode = keyof typeof lintCatalog;

/** All codes, for schemas and docs. */
export const lintCodes = Object.keys(lintCatalog) as [LintCode, ...LintCode[]];

/** One thing that lint found. */
export const LintFinding = z.strictObject({
  code: z.enum(lintCodes),
  severity: LintSeverity,
  file: z.enum(["claim.json", "protocol.json"]),
  pointer: z.string().max(1024).meta({ description: "JSON pointer (RFC 6901); empty for all." }),
  message: Text.meta({ description: "What is wrong, with the values that are." }),
  fix: Text.meta({ description: "The next thing to write or to type." }),
});
export type LintFinding = z.infer<typeof LintFinding>;

/** What `claim lint --json` and `protocol lint --json` print. */
export const LintReport = z
  .strictObject({
    schema_version: z.literal("worldflux.lint.v0_draft"),
    files: z.array(Line),
    counts: z.strictObject({ error: Count, warning: Count, note: Count }),
    findings: z.array(LintFinding),
  })
  .meta({ title: "lint report" });
export type LintReport = z.infer<typeof LintReport>;
