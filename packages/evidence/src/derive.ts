import {
  type AuditInput,
  type Claim,
  type CountingRule,
  DenominatorPolicy,
  documentDigest,
  type Evidence,
  isPlaceholderDigest,
  type Protocol,
  type Result,
  type RuleResult,
  WorldFluxError,
} from "@worldflux/schema";
import { matchCells } from "./cells.ts";
import { bounds, countLetter, denominators, tally, tallyLetters } from "./count.ts";
import { coverageTable } from "./coverage.ts";
import { findLabels } from "./find-labels.ts";
import { grade } from "./grade.ts";
import { resolvePlan } from "./plan.ts";
import { decide, estimateOf, intervalOf, named, type Question, questionOf } from "./question.ts";

/**
 * Derives `evidence.json`. A pure function: no clock, no randomness, no files, no host. The verifier
 * calls it again and compares.
 *
 * @throws WorldFluxError WF_CLAIM_HASH_MISMATCH or WF_CLAIM_ID_MISMATCH when the protocol belongs to
 * another claim, WF_CLAIM_UNSUPPORTED, or WF_NOTHING_MATCHES
 */
export function deriveEvidence(claim: Claim, protocol: Protocol, input: AuditInput): Evidence {
  const claimBound = checkBinding(claim, protocol);
  const question = questionOf(claim);
  const plan = resolvePlan(protocol, input.tasks);
  const cells = matchCells(plan, protocol);
  const counts = denominators(cells);
  const policy = protocol.execution.denominator_policy;
  const rule = policy ?? "errors_as_failures";
  const { fewest, most } = bounds(counts, cells.disagreement);
  const moreIsBetter = question.operator.startsWith(">");
  const rules = [
    ...DenominatorPolicy.options.map((name) => ruleResult(question, name, tally(counts, name))),
    ruleResult(question, "best_case", moreIsBetter ? most : fewest),
    ruleResult(question, "worst_case", moreIsBetter ? fewest : most),
  ];
  const result = headline(question, tally(counts, rule));
  const findings = {
    claim,
    protocol,
    input,
    claimBound,
    question,
    plan,
    cells,
    denominators: counts,
    result,
    rules,
  };
  return {
    schema_version: "worldflux.evidence.v0_draft",
    claim: { id: claim.id, sha256: documentDigest(claim) },
    protocol: { id: protocol.id, sha256: documentDigest(protocol) },
    audit_input: { sha256: documentDigest(input) },
    result,
    denominators: counts,
    denominator_policy: { rule, declared: policy !== undefined },
    rules,
    conformance: cells.conformance,
    tasks: taskTable(question, cells, rule),
    labels: findLabels(findings),
    ...grade(claim, protocol, claimBound, counts),
    coverage: coverageTable(claim, protocol, input),
  };
}

/** Returns false for a protocol that still holds a sample's placeholder hash. */
function checkBinding(claim: Claim, protocol: Protocol): boolean {
  const hint = "run `worldflux protocol bind --claim claim.json --protocol protocol.json`";
  if (protocol.claim_id !== claim.id) {
    throw new WorldFluxError(
      "WF_CLAIM_ID_MISMATCH",
      `protocol.json: /claim_id is ${protocol.claim_id}, but claim.json is ${claim.id}`,
      { hint },
    );
  }
  if (isPlaceholderDigest(protocol.claim_hash)) return false;
  const actual = documentDigest(claim);
  if (protocol.claim_hash === actual) return true;
  throw new WorldFluxError(
    "WF_CLAIM_HASH_MISMATCH",
    `protocol.json: /claim_hash is ${protocol.claim_hash}, but claim.json has ${actual}: the claim was changed after the protocol was written`,
    { hint },
  );
}

type Counted = ReturnType<typeof tally>;

function headline(question: Question, counted: Counted): Result {
  const decision = decide(question, counted);
  const { metric, operator, claimed, baseline, margin } = question;
  return {
    verdict: decision.verdict,
    strict_verdict: decision.strictVerdict,
    metric,
    operator,
    claimed,
    baseline,
    margin,
    threshold: decision.threshold,
    ...counted,
    estimate: decision.estimate,
    interval: named(question, decision.interval),
    exact_test: { p_value: decision.exact.pValue, verdict: decision.exact.verdict },
    size_at_threshold: { nominal: decision.size.nominal, actual: decision.size.actual },
  };
}

function ruleResult(question: Question, rule: CountingRule, counted: Counted): RuleResult {
  const decision = decide(question, counted);
  return {
    rule,
    ...counted,
    estimate: decision.estimate,
    interval: named(question, decision.interval),
    verdict: decision.verdict,
    strict_verdict: decision.strictVerdict,
  };
}

function taskTable(
  question: Question,
  cells: ReturnType<typeof matchCells>,
  rule: DenominatorPolicy,
): Evidence["tasks"] {
  return cells.tasks.map(({ suite, task, planned, outcomes }) => {
    const counted = tallyLetters(outcomes, planned - outcomes.length, rule);
    return {
      suite,
      task,
      ...counted,
      errors: countLetter(outcomes, "E"),
      estimate: estimateOf(counted),
      interval: intervalOf(question, counted),
    };
  });
}
