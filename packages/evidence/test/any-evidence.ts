import { type Claim, type Evidence, type Protocol, WorldFluxError } from "@worldflux/schema";
import * as fc from "fast-check";
import { deriveEvidence } from "../src/index.ts";
import { claimOf, inputOf, protocolOf } from "./fixtures.ts";

/** A claim, a protocol and an audit input that belong together, and what follows from them. */
export interface AnyCase {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly evidence: Evidence;
  readonly input: ReturnType<typeof inputOf>;
}

const task = fc.oneof(
  fc.string({ unit: fc.constantFrom("S", "F", "E", "P", "N"), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom("S", "S", "S", "F"), minLength: 8, maxLength: 60 }),
);

/** Cases of every verdict, population, counting rule and stopping rule. */
export const anyCase: fc.Arbitrary<AnyCase> = fc
  .record({
    tasks: fc.array(task, { minLength: 1, maxLength: 8 }),
    perTask: fc.integer({ min: 1, max: 60 }),
    operator: fc.constantFrom(">=", "<="),
    margin: fc.constantFrom(0, 0.05),
    baseline: fc.constantFrom(0.3, 0.8, 0.9),
    population: fc.constantFrom(
      undefined,
      "episodes_iid" as const,
      "tasks_fixed" as const,
      "tasks_random" as const,
    ),
    rule: fc.constantFrom(
      undefined,
      "errors_as_failures" as const,
      "errors_excluded" as const,
      "missing_as_failures" as const,
    ),
    order: fc.constantFrom("within_task" as const, "unknown" as const),
    anytime: fc.boolean(),
    text: fc.constantFrom("The policy reaches 80 %.", "It reaches 97.65 % of 43.9 %."),
  })
  .map(({ tasks, ...of }) => {
    const claim: Claim = {
      ...claimOf({ margin: of.margin, baseline: of.baseline }, of.operator),
      claim_text: of.text,
      ...(of.population === undefined ? {} : { population: of.population }),
    };
    const rule = of.rule === undefined ? {} : { denominator_policy: of.rule };
    const protocol = protocolOf(claim, ["libero_spatial"], {
      episodes_per_task: of.perTask,
      ...rule,
    });
    const names = ["S", ...tasks].map((letters, i) => [`libero_spatial/${i}`, letters] as const);
    const input = { ...inputOf(Object.fromEntries(names)), episode_order: of.order };
    const anytime: Protocol = { ...protocol, stopping: { mode: "anytime" } };
    return (of.anytime && tryCase(claim, anytime, input)) || caseOf(claim, protocol, input);
  });

function caseOf(claim: Claim, protocol: Protocol, input: AnyCase["input"]): AnyCase {
  return { claim, protocol, input, evidence: deriveEvidence(claim, protocol, input) };
}

/** Undefined where the record allows no sequential verdict. */
function tryCase(...documents: Parameters<typeof caseOf>): AnyCase | undefined {
  try {
    return caseOf(...documents);
  } catch (error) {
    if (error instanceof WorldFluxError && error.code === "WF_STOPPING_REFUSED") return undefined;
    throw error;
  }
}
