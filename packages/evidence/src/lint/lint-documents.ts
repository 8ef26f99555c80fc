import { Claim, type LintFinding, LintSeverity, Protocol } from "@worldflux/schema";
import { expandTasks } from "../benchmark-tasks/expand-tasks.ts";
import { bindingRules } from "./binding-rules.ts";
import { declarationRules } from "./declaration-rules.ts";
import { claimProblems, placesToFill, protocolProblems } from "./document-rules.ts";
import { episodeRules } from "./episode-rules.ts";
import { misspeltFields } from "./field-rules.ts";
import type { LintRule } from "./finding.ts";
import { rateRules } from "./rate-rules.ts";
import { runRules } from "./run-rules.ts";
import { taskRules } from "./task-rules.ts";
import { wordingRules } from "./wording-rules.ts";

const rules: readonly LintRule[] = [
  ...[bindingRules, wordingRules, rateRules, episodeRules],
  ...[taskRules, runRules, declarationRules],
];

/**
 * What is wrong with a claim, and with the protocol that belongs to it: the errors first. A pure
 * function of the two documents, as JSON values; a document need not be valid to be looked at.
 */
export function lintClaim(claim: unknown, protocol?: unknown): LintFinding[] {
  return lint(claim, protocol);
}

/** What is wrong with a protocol alone. With its claim, use `lintClaim`. */
export function lintProtocol(protocol: unknown): LintFinding[] {
  return lint(undefined, protocol);
}

function lint(claim: unknown, protocol: unknown): LintFinding[] {
  const invalid = [
    ...(claim === undefined ? [] : claimProblems(claim)),
    ...(protocol === undefined ? [] : protocolProblems(protocol)),
  ];
  const broken = (file: LintFinding["file"]) => invalid.some((found) => found.file === file);
  const plan = protocol === undefined || broken("protocol.json") ? null : Protocol.parse(protocol);
  const documents = {
    claim: claim === undefined || broken("claim.json") ? null : Claim.parse(claim),
    protocol: plan,
    tasks: plan === null ? null : expandTasks(plan.benchmark, true),
  };
  const toFill = [...placesToFill("claim.json", claim), ...placesToFill("protocol.json", protocol)];
  // What else is wrong with a place that is to be filled in is wrong with the text that asks for it.
  const open = new Set(toFill.map(({ file, pointer }) => file + pointer));
  const found = [
    ...invalid,
    ...(claim === undefined ? [] : misspeltFields("claim", claim)),
    ...(protocol === undefined ? [] : misspeltFields("protocol", protocol)),
    ...rules.flatMap((rule) => rule(documents)),
  ].filter(({ file, pointer }) => !open.has(file + pointer));
  return LintSeverity.options.flatMap((severity) =>
    [...toFill, ...found].filter((finding) => finding.severity === severity),
  );
}
