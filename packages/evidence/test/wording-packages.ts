import type { Claim, Evidence } from "@worldflux/schema";
import { deriveEvidence } from "../src/index.ts";
import { claimOf, inputOf, protocolOf } from "./fixtures.ts";

/** A claim and what the episodes say about it. */
export interface WordingPackage {
  readonly claim: Claim;
  readonly evidence: Evidence;
}

/** The four packages that the corpus of sentences is about. */
export const wordingPackages: Readonly<Record<string, WordingPackage>> = {
  margin: packageOf({
    // 323 of 400, 8 errors: supported with the margin of 5 points, inconclusive without it.
    subject: "lab/smolvla",
    benchmark: "LIBERO",
    simulator: "MuJoCo",
    rule: { margin: 0.05 },
    value: 0.8,
    perTask: 40,
    tasks: suite("libero_spatial", [20, 30, 31, 32, 33, 34, 34, 34, 35, 40], 40, { 1: 8 }),
  }),
  strict: packageOf({
    // 173 of 200: supported without any margin.
    subject: "lab/pi0.5",
    benchmark: "LIBERO",
    simulator: "MuJoCo",
    rule: { margin: 0 },
    value: 0.8,
    perTask: 20,
    tasks: suite("libero_object", [16, 17, 17, 17, 17, 17, 18, 18, 18, 18], 20),
  }),
  inconclusive: packageOf({
    // 44 of 50 recorded, 60 planned, on a real arm.
    subject: "lab/act",
    benchmark: "PushT",
    rule: { margin: 0 },
    value: 0.9,
    perTask: 60,
    tasks: { "pusht/push": letters(44, 50) },
  }),
  refuted: packageOf({
    // 40 of 100.
    subject: "lab/diffusion-policy",
    benchmark: "Meta-World",
    simulator: "MuJoCo",
    rule: { margin: 0 },
    value: 0.7,
    perTask: 50,
    tasks: { "metaworld/reach": letters(10, 50), "metaworld/push": letters(30, 50) },
  }),
};

function packageOf(of: {
  subject: string;
  benchmark: string;
  simulator?: string;
  rule: Partial<Claim["decision_rule"]>;
  value: number;
  perTask: number;
  tasks: Record<string, string>;
}): WordingPackage {
  const base = claimOf(of.rule);
  const claim: Claim = {
    ...base,
    claim_text: `The policy reaches at least ${of.value * 100} % success.`,
    subject: { ...base.subject, id: of.subject },
    applicability: {
      benchmark: of.benchmark,
      ...(of.simulator ? { simulator: of.simulator } : {}),
    },
    expected_metrics: [{ name: "success_rate", operator: ">=", value: of.value, unit: "ratio" }],
    population: "tasks_fixed",
  };
  const execution = { episodes_per_task: of.perTask };
  const protocol = protocolOf(claim, Object.keys(of.tasks), execution);
  return { claim, evidence: deriveEvidence(claim, protocol, inputOf(of.tasks)) };
}

/** So many successes, the rest errors or failures. */
function letters(successes: number, episodes: number, errors = 0): string {
  return `${"S".repeat(successes)}${"E".repeat(errors)}`.padEnd(episodes, "F");
}

function suite(
  name: string,
  successes: readonly number[],
  episodes: number,
  errors: Readonly<Record<number, number>> = {},
): Record<string, string> {
  return Object.fromEntries(
    successes.map((count, i) => [`${name}/${i}`, letters(count, episodes, errors[i])]),
  );
}
