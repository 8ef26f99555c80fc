import type { Excuse } from "./excuses.ts";

type Place = readonly [member: string, ...pointers: string[]];

/** Places that pass for one reason. */
function places(
  reason: string,
  of: readonly Place[],
  more: Pick<Excuse, "change" | "said" | "notEvaluated" | "without"> = {},
): Excuse[] {
  return of.flatMap(([member, ...pointers]) =>
    pointers.map((pointer) => ({
      outcome: "not_load_bearing" as const,
      member,
      pointer,
      reason,
      ...more,
    })),
  );
}

/** Places that no number, label or verdict is derived from: a genuine signer may write another text there. */
export const notLoadBearing: readonly Excuse[] = [
  {
    outcome: "not_load_bearing",
    member: "*",
    pointer: "/**",
    unknown: true,
    reason: "a field that this version does not know is kept and not used",
  },
  ...places("free text about the claim: its author's words", [
    ["claim.json", "/capability", "/curator/**", "/slug", "/source/**", "/status", "/subject/type"],
    ["claim.json", "/applicability/**", "/decision_rule/null_hypothesis"],
  ]),
  ...places(
    "free text about the plan: its author's words; nothing recorded tells whether it was kept",
    [
      ["protocol.json", "/benchmark/name", "/benchmark/version", "/benchmark/split", "/runtime/**"],
      ["protocol.json", "/evaluator/**", "/execution/action_space", "/execution/reset_policy"],
      ["protocol.json", "/execution/observation_space/**", "/execution/max_steps_per_episode"],
    ],
  ),
  ...places(
    "when an episode was to count as a success: held against the evaluator's rule where the plan says it; nothing is claimed by leaving it out",
    [["protocol.json", "/execution/success_rule"]],
    { change: "key *" },
  ),
  ...places("which model was run is asserted; only a digest that somebody can compare would tell", [
    ["claim.json", "/subject/checkpoint_uri"],
    ["protocol.json", "/model_runtime/checkpoint_uri", "/model_runtime/digest"],
  ]),
  ...places("from what the plan was drafted; that it was is a label, which is recomputed", [
    ["protocol.json", "/drafted_from_results/source", "/drafted_from_results/files/**"],
  ]),
  ...places("who predicted, and from which file; the counts are recomputed", [
    ["audit_input.json", "/predictions/predictor/**", "/predictions/sha256"],
  ]),
  ...places(
    "the plan stays the same: a task named twice is one task",
    [["protocol.json", "/benchmark/task_list"]],
    { change: "the last element duplicated" },
  ),
  ...places(
    "the plan stays the same: one seed as many episodes as none, and the run has no seeds recorded",
    [["protocol.json", "/execution/seeds"]],
    { change: "an element added" },
  ),
  ...places(
    "a name that all documents use; changed in all, and unique to nobody who has not seen the first",
    [
      ["claim.json", "/id"],
      ["protocol.json", "/id", "/claim_id"],
      ["evidence.json", "/claim/id", "/protocol/id"],
      ["audit_provenance.json", "/package_id"],
      ["artifact_manifest.json", "/package_id"],
    ],
  ),
  ...places("what the adapter says of the evaluator and its files; only the raw files can tell", [
    ["audit_input.json", "/asserted/**", "/metric_contract/**", "/notes/**", "/source/**"],
    ["audit_provenance.json", "/adapter/**", "/sources/**"],
    ["raw_evidence_manifest.json", "/files/**", "/references/**"],
  ]),
  ...places(
    "a lock by somebody whom the reader does not know is not evaluated, and verify says so",
    [["locks/*.sigstore.json", "/**"]],
    { notEvaluated: "lock" },
  ),
  ...places(
    "when the run began, as the source says: it is held against a lock, and here is none",
    [
      ["audit_input.json", "/recorded_times/**"],
      ["episode_results.jsonl", "/*/started_at"],
    ],
    { without: ["locks/1.sigstore.json"] },
  ),
  ...places("who made the package, when and with what: the author's words", [
    ["audit_provenance.json", "/created_at", "/tool/**", "/runtime/**"],
    ["signature.sigstore.json", "/dsseEnvelope/payload/predicate/producer/**"],
  ]),
  ...places("measured beside the outcome; nothing is derived from it", [
    ["episode_results.jsonl", "/*/duration_seconds", "/*/max_reward", "/*/sum_reward", "/*/steps"],
    ["episode_results.jsonl", "/*/metadata/**"],
  ]),
  ...places(
    "the order of episodes counts where a sequential result is derived from it, and here none changes",
    [["audit_input.json", "/episode_order"]],
  ),
  ...places(
    "what the source could not tell; an entry that gives a label is recomputed with the label",
    [["audit_input.json", "/not_recorded/**"]],
  ),
  ...places(
    "which repetition had which outcome; with the records withheld only an opening tells",
    [["audit_input.json", "/tasks/*/index/**", "/tasks/*/seed/**", "/tasks/*/attempt/**"]],
    { without: ["episode_results.jsonl"] },
  ),
  ...places(
    "size and hash of a member that is withheld: they are held against it by whoever has it",
    [["artifact_manifest.json", "/members/*/sha256", "/members/*/size_bytes"]],
    {
      without: [
        "episode_results.jsonl",
        "raw_evidence_manifest.json",
        "failure_evidence_index.jsonl",
        "failure_replay_manifest.jsonl",
        "commitment_key.json",
      ],
    },
  ),
  ...places("another key gives another root; both are fixed when the package is made", [
    ["commitment_key.json", "/key"],
  ]),
  ...places(
    "without the records and the key nothing recomputes the root: an opening does, on request",
    [["audit_provenance.json", "/commitments/**"]],
    { without: ["commitment_key.json", "episode_results.jsonl"] },
  ),
  ...places(
    "a private member may be withheld, and verify says so",
    [
      ["episode_results.jsonl", ""],
      ["raw_evidence_manifest.json", ""],
      ["failure_evidence_index.jsonl", ""],
      ["failure_replay_manifest.jsonl", ""],
      ["commitment_key.json", ""],
    ],
    { change: "member dropped", said: true },
  ),
  ...places(
    "a sidecar is there only when it was asked for",
    [
      ["completeness.json", ""],
      ["mlbom.cdx.json", ""],
      ["compliance/*.json", ""],
    ],
    { change: "member dropped" },
  ),
  ...places(
    "a map of a regime's data that this version does not have is not evaluated, and verify says so",
    [["compliance/*.json", "/regime/as_of", "/regime/sha256"]],
    { said: true },
  ),
  ...places("a private member may be withheld, and verify says so", [["", ""]], {
    change: "subset: the public members alone",
    said: true,
  }),
  ...places(
    "a consistent lie: a package that follows from its episodes, as an honest one does; only the raw evidence can refute it",
    [["", ""]],
    { change: "an outcome changed, everything derived again" },
  ),
];
