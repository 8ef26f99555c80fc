import {
  type Claim,
  type Denominators,
  type Evidence,
  isPlaceholderDigest,
  type Protocol,
} from "@worldflux/schema";
import { untimed } from "./lock.ts";

/** Whether the protocol gives a digest of the model, and not a sample's placeholder. */
export function declaresModel({ model_runtime: { digest } }: Protocol): boolean {
  return digest !== undefined && !isPlaceholderDigest(digest);
}

/** The grade and what the next better one asks for. */
export type Graded = Pick<Evidence, "grade" | "grade_missing">;

/** What a grade depends on beside claim and protocol. */
export interface Shown {
  /** Whether the protocol names this claim by its hash. */
  readonly claimBound: boolean;
  readonly denominators: Denominators;
  readonly lock: Evidence["lock"];
}

/**
 * Grades how much was fixed and shown, not how good the policy is.
 *
 * A: B, and claim, protocol and the episodes to run were locked before the recorded start, each lock with a
 * third party's time stamp. It rests on that lock: whether it is genuine is the verifier's check `lock`.
 * B: everything below is declared and the plan is complete. C: some of it. D: none, outcomes only.
 */
export function grade(claim: Claim, protocol: Protocol, shown: Shown): Graded {
  const { claimBound, denominators: d } = shown;
  const declared = declarations(claim, protocol);
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
    const missing = lacksForA(shown.lock);
    return { grade: missing.length === 0 ? "A" : "B", grade_missing: missing };
  }
  if (declared.some(([, there]) => there)) return { grade: "C", grade_missing: lacking };
  return { grade: "D", grade_missing: [`any of ${declared.map(([what]) => what).join(", ")}`] };
}

/** What keeps a complete and declared run from grade A. */
function lacksForA(lock: Evidence["lock"]): string[] {
  if (lock === undefined) {
    return ["proof that claim and protocol were locked before the first episode"];
  }
  const conditions: readonly (readonly [what: string, there: boolean])[] = [
    [
      lock.locks.length === 1
        ? "a lock with a third party's time stamp"
        : "a third party's time stamp on every lock",
      untimed(lock).length === 0,
    ],
    ["a recorded start of the run", lock.recorded_times?.started_at !== undefined],
    ["a lock that settles which episodes are planned", lock.episodes_frozen],
  ];
  return conditions.filter(([, there]) => !there).map(([what]) => what);
}

/** What claim and protocol do not declare and a good grade asks for. */
export function undeclared(claim: Claim, protocol: Protocol): string[] {
  return declarations(claim, protocol)
    .filter(([, there]) => !there)
    .map(([what]) => what);
}

function declarations(
  claim: Claim,
  protocol: Protocol,
): (readonly [what: string, there: boolean])[] {
  return [
    ["claim.json: population", claim.population !== undefined],
    [
      "protocol.json: execution.denominator_policy",
      protocol.execution.denominator_policy !== undefined,
    ],
    ["protocol.json: execution.attempt_policy", protocol.execution.attempt_policy !== undefined],
    ["protocol.json: execution.seed_policy", protocol.execution.seed_policy !== undefined],
    ["protocol.json: model_runtime.digest", declaresModel(protocol)],
  ];
}
