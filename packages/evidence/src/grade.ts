import {
  type Claim,
  type Denominators,
  type Evidence,
  isPlaceholderDigest,
  type Protocol,
} from "@worldflux/schema";

/** Whether the protocol gives a digest of the model, and not a sample's placeholder. */
export function declaresModel({ model_runtime: { digest } }: Protocol): boolean {
  return digest !== undefined && !isPlaceholderDigest(digest);
}

/** The grade and what the next better one asks for. */
export type Graded = Pick<Evidence, "grade" | "grade_missing">;

/**
 * Grades how much was fixed and shown, not how good the policy is.
 *
 * B: everything below is declared and the plan is complete. C: some of it. D: none, outcomes only.
 * A would need proof that claim and protocol were locked before the first episode; an imported file
 * alone cannot give that.
 */
export function grade(
  claim: Claim,
  protocol: Protocol,
  claimBound: boolean,
  d: Denominators,
): Graded {
  const declared: readonly (readonly [what: string, there: boolean])[] = [
    ["claim.json: population", claim.population !== undefined],
    [
      "protocol.json: execution.denominator_policy",
      protocol.execution.denominator_policy !== undefined,
    ],
    ["protocol.json: execution.attempt_policy", protocol.execution.attempt_policy !== undefined],
    ["protocol.json: execution.seed_policy", protocol.execution.seed_policy !== undefined],
    ["protocol.json: model_runtime.digest", declaresModel(protocol)],
  ];
  const conditions: readonly (readonly [what: string, there: boolean])[] = [
    ["protocol.json: claim_hash of this claim", claimBound],
    [
      "a protocol that was not drafted from the results",
      protocol.drafted_from_results === undefined,
    ],
    ["a record of every planned episode", d.missing + d.pending === 0],
  ];
  const lacking = [...declared, ...conditions].filter(([, there]) => !there).map(([what]) => what);
  if (lacking.length === 0) {
    return {
      grade: "B",
      grade_missing: ["proof that claim and protocol were locked before the first episode"],
    };
  }
  if (declared.some(([, there]) => there)) return { grade: "C", grade_missing: lacking };
  return { grade: "D", grade_missing: [`any of ${declared.map(([what]) => what).join(", ")}`] };
}
