import type { AuditInput, Claim, Evidence, Protocol } from "@worldflux/schema";
import type { MatchedCells } from "./cells.ts";
import type { Plan } from "./plan.ts";
import type { Question } from "./question.ts";

/** Everything that a label may depend on. */
export interface Findings
  extends Pick<
    Evidence,
    | "result"
    | "denominators"
    | "denominator_policy"
    | "stopping"
    | "rules"
    | "population"
    | "sequential"
    | "fragility"
    | "worst_task"
    | "stated_rates"
  > {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly input: AuditInput;
  readonly claimBound: boolean;
  readonly question: Question;
  readonly plan: Plan;
  readonly cells: MatchedCells;
  readonly lock: Evidence["lock"];
}
