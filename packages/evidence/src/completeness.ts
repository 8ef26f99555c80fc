import {
  type Completeness,
  documentDigest,
  type LabelCode,
  type Unrecorded,
} from "@worldflux/schema";
import { declaresModel } from "./grade.ts";
import type { PublicDocuments } from "./public-documents.ts";

/** How the score comes about; docs/completeness.md says why. */
const FORMULA =
  "score.met counts the items with status met, score.items all items. not_met and not_evaluated count as items and never as met. Every item weighs the same. The score is no probability and enters no other number.";

/** One statement of the list; `holds` null where nothing inside a package can tell. */
interface Item {
  readonly item: string;
  readonly asks: string;
  /** Member and JSON pointer of what decides. */
  readonly fact: string;
  readonly holds: ((of: PublicDocuments) => boolean) | null;
}

const lacks =
  (...codes: LabelCode[]) =>
  ({ evidence }: PublicDocuments) =>
    !evidence.labels.some((label) => codes.includes(label.code));

/** Something that the evaluator's file can be silent about. */
const records = (what: Unrecorded, item: string, asks: string): Item => ({
  item,
  asks,
  fact: "audit_input.json/not_recorded",
  holds: ({ auditInput }) => !auditInput.not_recorded.includes(what),
});

const declared: readonly Item[] = [
  {
    item: "claim_bound",
    asks: "The protocol names this claim by its hash.",
    fact: "protocol.json/claim_hash",
    holds: lacks("claim_not_bound"),
  },
  {
    item: "plan_of_its_own",
    asks: "The protocol was not filled in from the results.",
    fact: "protocol.json/drafted_from_results",
    holds: ({ protocol }) => protocol.drafted_from_results === undefined,
  },
  {
    item: "subject_named",
    asks: "The claim names a model, not a template's example.",
    fact: "claim.json/subject/id",
    holds: lacks("subject_placeholder"),
  },
  {
    item: "model_digest",
    asks: "A digest of the model is declared.",
    fact: "protocol.json/model_runtime/digest",
    holds: ({ protocol }) => declaresModel(protocol),
  },
  {
    item: "population",
    asks: "The claim says what the episodes are a sample of.",
    fact: "claim.json/population",
    holds: ({ claim }) => claim.population !== undefined,
  },
  {
    item: "denominator_policy",
    asks: "The protocol says how errors and missing episodes count.",
    fact: "protocol.json/execution/denominator_policy",
    holds: ({ protocol }) => protocol.execution.denominator_policy !== undefined,
  },
  {
    item: "attempt_policy",
    asks: "The protocol says which record counts when a cell was run again.",
    fact: "protocol.json/execution/attempt_policy",
    holds: ({ protocol }) => protocol.execution.attempt_policy !== undefined,
  },
  {
    item: "seed_policy",
    asks: "The protocol says what its seeds mean.",
    fact: "protocol.json/execution/seed_policy",
    holds: ({ protocol }) => protocol.execution.seed_policy !== undefined,
  },
  {
    item: "stopping_rule",
    asks: "The protocol says when the run was allowed to stop.",
    fact: "protocol.json/stopping",
    holds: ({ protocol }) => protocol.stopping !== undefined,
  },
  {
    item: "step_cap_declared",
    asks: "The protocol declares a step limit.",
    fact: "protocol.json/execution/max_steps_per_episode",
    holds: ({ protocol }) => protocol.execution.max_steps_per_episode !== undefined,
  },
  {
    item: "metrics_decided",
    asks: "Every metric that the claim expects was decided.",
    fact: "claim.json/expected_metrics",
    holds: lacks("metric_not_evaluated"),
  },
];

const recorded: readonly Item[] = [
  {
    item: "source_digests",
    asks: "The files that were read are named by digest.",
    fact: "audit_input.json/source/files",
    holds: ({ auditInput }) => auditInput.source.files.length > 0,
  },
  {
    item: "same_evaluator",
    asks: "The episodes come from the evaluator that the protocol names.",
    fact: "audit_input.json/source/evaluator/name",
    holds: lacks("evaluator_differs_from_protocol"),
  },
  {
    item: "evaluator_version",
    asks: "The evaluator's version is recorded.",
    fact: "audit_input.json/source/evaluator/version",
    holds: ({ auditInput: { not_recorded, source } }) =>
      source.evaluator.version !== null && !not_recorded.includes("evaluator_version"),
  },
  {
    item: "task_identity",
    asks: "The record names the tasks that were run.",
    fact: "audit_input.json/not_recorded",
    holds: (of) =>
      !of.auditInput.not_recorded.includes("task_identity") && lacks("task_identity_asserted")(of),
  },
  {
    item: "seeds",
    asks: "Episodes are matched to the plan by recorded seeds.",
    fact: "evidence.json/conformance/matched_by",
    holds: ({ evidence, auditInput }) =>
      evidence.conformance.matched_by === "task_seed_index" &&
      !auditInput.not_recorded.includes("seed"),
  },
  records("initial_state", "initial_states", "The initial state of every episode is recorded."),
  {
    item: "episode_order",
    asks: "The order in which the episodes were run is recorded.",
    fact: "audit_input.json/episode_order",
    holds: ({ auditInput: { episode_order, not_recorded } }) =>
      episode_order === "recorded" && !not_recorded.includes("episode_order"),
  },
  records("max_steps", "step_cap_recorded", "The step limit of the run is recorded."),
  records("harness_errors", "errors_known", "A broken harness is told from a failed policy."),
  records("checkpoint", "checkpoint", "The record says which model produced the episodes."),
  records("time", "time", "The record says when it was run."),
  {
    item: "success_rule",
    asks: "It is known when an episode counts as a success.",
    fact: "audit_input.json/metric_contract/success",
    holds: ({ auditInput }) => auditInput.metric_contract.success !== "unknown",
  },
  {
    item: "columns_known",
    asks: "No person had to say which columns mean what.",
    fact: "audit_input.json/notes",
    holds: lacks("mapped_by_hand"),
  },
];

const complete: readonly Item[] = [
  {
    item: "cells_complete",
    asks: "Every planned episode has a finished record.",
    fact: "evidence.json/denominators/missing",
    holds: ({ evidence: { denominators: d } }) => d.missing + d.pending === 0,
  },
  {
    item: "nothing_beside_the_plan",
    asks: "No episode is recorded twice, or without being planned.",
    fact: "evidence.json/denominators/out_of_protocol",
    holds: ({ evidence: { denominators: d } }) => d.out_of_protocol + d.duplicated === 0,
  },
  {
    item: "run_finished",
    asks: "This is no look at a run that goes on.",
    fact: "audit_input.json/notes",
    holds: lacks("interim_look"),
  },
  {
    item: "suite_sizes",
    asks: "How many tasks each planned suite has is known.",
    fact: "evidence.json/conformance/unnamed_missing_tasks",
    holds: lacks("suite_size_assumed"),
  },
  {
    item: "lock_proof",
    asks: "Claim and protocol were locked with a third party's time stamp before the recorded start. Whether the lock is genuine, the check `lock` says.",
    fact: "evidence.json/lock",
    holds: ({ evidence }) => evidence.lock?.precedes === true,
  },
];

const outside: readonly Item[] = [
  {
    item: "signature",
    asks: "The package is signed. The signature is made after this file; `worldflux audit verify` looks at it.",
    fact: "signature.sigstore.json",
    holds: null,
  },
  {
    item: "raw_evidence_agrees",
    asks: "Raw files, such as videos, show the recorded outcomes. The package holds references to them at most.",
    fact: "raw_evidence_manifest.json",
    holds: null,
  },
  {
    item: "runs_left_out",
    asks: "No other run was made and left out. No package can show that.",
    fact: "evidence.json/coverage",
    holds: null,
  },
];

/** Derives `completeness.json`: which of a fixed list of statements hold for a package. Pure. */
export function completenessOf(documents: PublicDocuments): Completeness {
  const items = [...declared, ...recorded, ...complete, ...outside].map(
    ({ item, asks, fact, holds }): Completeness["items"][number] => {
      const status = holds === null ? "not_evaluated" : holds(documents) ? "met" : "not_met";
      return { item, asks, status, fact };
    },
  );
  const count = (status: string) => items.filter((item) => item.status === status).length;
  const met = count("met");
  return {
    schema_version: "worldflux.completeness.v0_draft",
    evidence: { sha256: documentDigest(documents.evidence) },
    formula: FORMULA,
    score: { met, items: items.length },
    counts: { met, not_met: count("not_met"), not_evaluated: count("not_evaluated") },
    items,
  };
}
