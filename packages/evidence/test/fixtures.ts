import {
  type AuditInput,
  type Claim,
  documentDigest,
  type EpisodeRecord,
  type Evidence,
  type Outcome,
  outcomeLetters,
  type Protocol,
  type Reading,
  sha256,
} from "@worldflux/schema";
import { buildPackage, normalizeReading, packageBytes, type ReadFile } from "../src/index.ts";

const outcomes = Object.fromEntries(
  Object.entries(outcomeLetters).map(([outcome, letter]) => [letter, outcome as Outcome]),
);

/** A claim of at least 80 % with a margin of 5 points. */
export function claimOf(rule: Partial<Claim["decision_rule"]> = {}, operator = ">="): Claim {
  return {
    schema_version: "worldflux.claim.v0_draft",
    id: "clm_01HXY7K8ABCDEFGHJKMNPQRSTV",
    slug: "test",
    claim_text: "The policy reaches at least 80 % success.",
    subject: { type: "hf_model", id: "lab/policy" },
    capability: "manipulation",
    applicability: { benchmark: "LIBERO" },
    expected_metrics: [
      { name: "success_rate", operator: operator as ">=", value: 0.8, unit: "ratio" },
    ],
    decision_rule: { margin: 0.05, alpha: 0.05, interval_method: "wilson", ...rule },
    source: { type: "test" },
    curator: { agent: "test", created_at: "2026-01-01T00:00:00Z" },
    status: "untested",
  };
}

/** A protocol bound to the claim, for the tasks given. */
export function protocolOf(
  claim: Claim,
  taskList: string[],
  execution: Partial<Protocol["execution"]> = {},
): Protocol {
  return {
    schema_version: "worldflux.protocol.v0_draft",
    id: "prt_01HXY7K9ABCDEFGHJKMNPQRSTV",
    claim_id: claim.id,
    claim_hash: documentDigest(claim),
    benchmark: { name: "LIBERO", task_list: taskList },
    execution: { episodes_per_task: 10, seeds: [], ...execution },
    evaluator: { name: "lerobot" },
    model_runtime: {},
  };
}

/** Episodes of `suite/task`, one a letter: S F E P M N. */
export function episodesOf(
  name: string,
  letters: string,
  more: Partial<EpisodeRecord> = {},
): EpisodeRecord[] {
  const [suite = null, task = null] = name === "" ? [] : name.split("/");
  return [...letters].map((letter, index) => ({
    suite,
    task,
    index,
    seed: null,
    attempt: 0,
    outcome: outcomes[letter] ?? "failure",
    ...more,
  }));
}

/** A reading of those episodes. */
export function readingOf(episodes: EpisodeRecord[]): Reading {
  return {
    shape: "test",
    evaluator: { name: "lerobot", version: null },
    metric_contract: { name: "success_rate", success: "any_step", description: "any step" },
    episodes,
    episode_order: "within_task",
    not_recorded: ["seed", "initial_state"],
    notes: [],
    asserted: {},
    references: [],
  };
}

/** The audit input of tasks given by name and letters. */
export function inputOf(tasks: Record<string, string>): AuditInput {
  const episodes = Object.entries(tasks).flatMap(([name, letters]) => episodesOf(name, letters));
  return normalizeReading("lerobot", readingOf(episodes), []).auditInput;
}

const evalInfo: ReadFile = {
  role: "eval_info",
  name: "eval_info.json",
  sha256: sha256("x"),
  size_bytes: 1,
};

/** A whole package of tasks given by name and letters. */
export function packageOf(
  claim: Claim,
  protocol: Protocol,
  reading: Reading,
  packageId = "evd_01HXY7K9ABCDEFGHJKMNPQRSTV",
  files: readonly ReadFile[] = [evalInfo],
): { evidence: Evidence; members: Map<string, Uint8Array> } {
  const built = buildPackage({
    claim,
    protocol,
    adapter: "lerobot",
    reading,
    files,
    run: {
      packageId,
      createdAt: "2026-01-02T03:04:05Z",
      tool: { name: "worldflux", packages: { "@worldflux/cli": "0.0.0" } },
      runtime: { node: "v20", platform: "linux", arch: "x64" },
    },
  });
  return { evidence: built.evidence, members: packageBytes(built) };
}
