import type { AuditInput, Claim, Coverage, Evidence, Protocol } from "@worldflux/schema";

/** The attested / asserted / not covered table: what a reader may conclude, and what not. */
export function coverageTable(
  claim: Claim,
  protocol: Protocol,
  input: AuditInput,
  lock: Evidence["lock"],
): Coverage[] {
  const attested = [
    "Denominator, interval, test and verdict follow from the recorded outcomes.",
    "Every planned and every recorded episode is accounted for.",
    ...(lock === undefined ? [] : ["Claim and protocol are those that the locks name by digest."]),
  ];
  const asserted = [
    "The recorded outcomes are what the evaluator saved, and nobody edited them before packaging.",
    `The episodes were run with ${claim.subject.id}.`,
    "Numbers that the evaluator's file stores agreed with its own episodes when it was read.",
    `The run followed protocol.json (simulator, step limit, resets) beyond the cells that are matched.`,
    ...(protocol.drafted_from_results === undefined
      ? ["The protocol was fixed before the episodes were run."]
      : []),
    ...(lock === undefined
      ? []
      : [
          "The locks were made by whom and when they say (`audit verify`, check lock, looks at that).",
          "The times that the source records are those at which it was run.",
        ]),
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
    ...(lock === undefined
      ? []
      : [
          "Whether other claims were locked beside this one, or the same lock was used for other runs.",
        ]),
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
