import {
  type AuditInput,
  Completeness,
  checkDocument,
  findPrivateText,
  type Protocol,
  type Unrecorded,
} from "@worldflux/schema";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimOf, episodesOf, inputOf, protocolOf } from "../test/fixtures.ts";
import { anyDocuments, fullDocuments, publicDocumentsOf } from "../test/public-documents.ts";
import { completenessOf } from "./completeness.ts";
import { deriveEvidence } from "./derive.ts";
import type { PublicDocuments } from "./public-documents.ts";

/** A package that is silent about nothing, derived again after an edit. */
function edited(
  edit: {
    protocol?: (of: Protocol) => Protocol;
    input?: (of: AuditInput) => AuditInput;
    claim?: Partial<PublicDocuments["claim"]>;
  } = {},
): PublicDocuments {
  const whole = fullDocuments();
  const claim = { ...whole.claim, ...edit.claim };
  const recorded: AuditInput = {
    ...whole.auditInput,
    not_recorded: [],
    episode_order: "recorded",
  };
  const auditInput = edit.input?.(recorded) ?? recorded;
  // The claim's id stays, so a claim that was changed needs a protocol that is bound again.
  const bound = { ...whole.protocol, claim_hash: protocolOf(claim, ["x"]).claim_hash };
  const protocol = edit.protocol?.(bound) ?? bound;
  return { claim, protocol, auditInput, evidence: deriveEvidence(claim, protocol, auditInput) };
}

const execution = (change: Partial<Protocol["execution"]>) => (of: Protocol) => {
  const merged = { ...of.execution, ...change };
  const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
  return { ...of, execution: Object.fromEntries(kept) as Protocol["execution"] };
};
const without = (what: Unrecorded) => ({
  input: (of: AuditInput) => ({ ...of, not_recorded: [what] }),
});
const note = (code: string) => ({
  input: (of: AuditInput) => ({ ...of, notes: [{ code, detail: "x" }] }),
});
const notMet = (documents: PublicDocuments) =>
  completenessOf(documents)
    .items.filter(({ status }) => status === "not_met")
    .map(({ item }) => item);

test("a package that is silent about nothing lacks only the lock proof", () => {
  const list = completenessOf(edited());
  expect(notMet(edited())).toEqual(["lock_proof"]);
  expect(list.counts).toEqual({ met: 28, not_met: 1, not_evaluated: 3 });
  expect(list.score).toEqual({ met: 28, items: 32 });
  expect(list.items.filter((of) => of.status === "not_evaluated").map((of) => of.item)).toEqual([
    "signature",
    "raw_evidence_agrees",
    "runs_left_out",
  ]);
  expect(findPrivateText(list)).toBeUndefined();
});

describe("each item is lost by what it asks for, and by nothing else", () => {
  const { population: _, ...unpopulated } = fullDocuments().claim;
  const cases: [item: string, documents: PublicDocuments][] = [
    [
      "claim_bound",
      edited({ protocol: (of) => ({ ...of, claim_hash: `sha256:${"a".repeat(64)}` }) }),
    ],
    [
      "plan_of_its_own",
      edited({
        protocol: (of) => ({ ...of, drafted_from_results: { source: "lerobot", files: [] } }),
      }),
    ],
    ["subject_named", edited({ claim: { subject: { type: "m", id: "your-org/x" } } })],
    ["model_digest", edited({ protocol: (of) => ({ ...of, model_runtime: {} }) })],
    ["denominator_policy", edited({ protocol: execution({ denominator_policy: undefined }) })],
    ["attempt_policy", edited({ protocol: execution({ attempt_policy: undefined }) })],
    ["seed_policy", edited({ protocol: execution({ seed_policy: undefined }) })],
    ["stopping_rule", edited({ protocol: ({ stopping: __, ...of }) => of })],
    ["step_cap_declared", edited({ protocol: execution({ max_steps_per_episode: undefined }) })],
    [
      "metrics_decided",
      edited({
        claim: {
          expected_metrics: [
            { name: "success_rate", operator: ">=", value: 0.8, unit: "ratio" },
            { name: "other", operator: ">=", value: 0.8, unit: "ratio" },
          ],
        },
      }),
    ],
    ["same_evaluator", edited({ protocol: (of) => ({ ...of, evaluator: { name: "openpi" } }) })],
    ["source_digests", edited({ input: (of) => ({ ...of, source: { ...of.source, files: [] } }) })],
    ["evaluator_version", edited(without("evaluator_version"))],
    ["task_identity", edited(without("task_identity"))],
    ["seeds", edited({ protocol: execution({ seeds: [] }) })],
    ["initial_states", edited(without("initial_state"))],
    ["episode_order", edited(without("episode_order"))],
    ["episode_order", edited({ input: (of) => ({ ...of, episode_order: "within_task" }) })],
    ["step_cap_recorded", edited(without("max_steps"))],
    ["errors_known", edited(without("harness_errors"))],
    ["checkpoint", edited(without("checkpoint"))],
    ["time", edited(without("time"))],
    [
      "success_rule",
      edited({
        input: (of) => ({ ...of, metric_contract: { ...of.metric_contract, success: "unknown" } }),
      }),
    ],
    ["columns_known", edited(note("mapped_by_hand"))],
    ["run_finished", edited(note("interim_look"))],
    ["cells_complete", edited({ protocol: execution({ episodes_per_task: 11 }) })],
    ["nothing_beside_the_plan", edited({ protocol: execution({ episodes_per_task: 9 }) })],
  ];
  test.each(cases)("%s", (item, documents) => {
    expect(notMet(documents)).toEqual([item, "lock_proof"]);
  });

  test("population", () => {
    const whole = fullDocuments();
    const documents = edited();
    const bound = { ...whole.protocol, claim_hash: protocolOf(unpopulated, ["x"]).claim_hash };
    const { auditInput } = documents;
    const evidence = deriveEvidence(unpopulated, bound, auditInput);
    const of = { claim: unpopulated, protocol: bound, auditInput, evidence };
    expect(notMet(of)).toEqual(["population", "lock_proof"]);
  });

  test("suite_sizes", () => {
    const claim = claimOf();
    const protocol = protocolOf(claim, ["nobody_knows"]);
    const auditInput = inputOf({ "nobody_knows/a": "SSSSSSSSSS" });
    const evidence = deriveEvidence(claim, protocol, auditInput);
    expect(notMet({ claim, protocol, auditInput, evidence })).toContain("suite_sizes");
  });
});

test("whatever the package, the score is the number of items that are met", () => {
  fc.assert(
    fc.property(anyDocuments, (documents) => {
      const list = checkDocument(Completeness, completenessOf(documents), "completeness.json");
      const count = (status: string) => list.items.filter((of) => of.status === status).length;
      expect(list.score).toEqual({ met: count("met"), items: list.items.length });
      expect(list.counts.met + list.counts.not_met + list.counts.not_evaluated).toBe(
        list.items.length,
      );
      expect(count("not_evaluated")).toBe(3);
      expect(new Set(list.items.map((of) => of.item)).size).toBe(list.items.length);
    }),
    { numRuns: 100 },
  );
});

test("pending episodes leave the record incomplete", () => {
  const documents = publicDocumentsOf(
    undefined,
    undefined,
    episodesOf("libero_spatial/0", "SSSSSSSSSP"),
  );
  expect(notMet(documents)).toContain("cells_complete");
});
