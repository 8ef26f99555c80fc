import type { AuditInput, Claim, Coverage, Protocol } from "@worldflux/schema";

/** The attested / asserted / not covered table: what a reader may conclude, and what not. */
export function coverageTable(claim: Claim, protocol: Protocol, input: AuditInput): Coverage[] {
  const attested = [
    "Denominator, interval, test and verdict follow from the recorded outcomes.",
    "Every planned and every recorded episode is accounted for.",
  ];
  const asserted = [
    "The recorded outcomes are what the evaluator saved, and nobody edited them before packaging.",
    `The episodes were run with ${claim.subject.id}.`,
    "Numbers that the evaluator's file stores agreed with its own episodes when it was read.",
    `The run followed protocol.json (simulator, step limit, resets) beyond the cells that are matched.`,
    ...(protocol.drafted_from_results === undefined
      ? ["The protocol was fixed before the episodes were run."]
      : []),
    ...(Object.keys(input.asserted).length > 0
      ? ["What the result file says about its own run (audit_input.json, asserted)."]
      : []),
    ...(claim.population === "seeds_random"
      ? ["The recorded seeds are those that the claim speaks of, such as training seeds."]
      : []),
    ...(input.predictions === undefined
      ? []
      : ["The predicted outcomes are counted from the file that audit_input.json names."]),
  ];
  const notCovered = [
    "Whether other runs were made and left out.",
    "Behaviour outside the recorded tasks, seeds and simulator.",
    "Whether the evaluator's own success check is right.",
    "Whether the policy is safe or fit for any use.",
  ];
  const rows = (status: Coverage["status"], statements: readonly string[]) =>
    statements.map((statement) => ({ statement, status }));
  return [
    ...rows("attested", attested),
    ...rows("asserted", asserted),
    ...rows("not_covered", notCovered),
  ];
}
