import {
  type AuditInput,
  type AuditProvenance,
  type Claim,
  type EpisodeRecord,
  manifestName,
  type Protocol,
  sha256,
} from "@worldflux/schema";
import fc from "fast-check";
import type { PublicDocuments } from "../src/index.ts";
import { claimOf, episodesOf, packageOf, protocolOf, readingOf } from "./fixtures.ts";

/** The public documents of a whole package, read from its members. */
export function publicDocumentsOf(
  claim: Claim = claimOf(),
  protocol: Protocol = protocolOf(claim, ["libero_spatial/0"]),
  episodes: EpisodeRecord[] = episodesOf("libero_spatial/0", "SSSSSSSSFE"),
): PublicDocuments & { readonly provenance: AuditProvenance } {
  const { members, evidence } = packageOf(claim, protocol, readingOf(episodes));
  if (!members.has(manifestName)) throw new TypeError("the package has no manifest");
  const read = (name: string) => JSON.parse(new TextDecoder().decode(members.get(name)));
  return {
    claim,
    protocol,
    evidence,
    auditInput: read("audit_input.json") as AuditInput,
    provenance: read("audit_provenance.json") as AuditProvenance,
  };
}

/** A claim and a protocol in which every optional field is filled in. */
export function fullDocuments(): ReturnType<typeof publicDocumentsOf> {
  const claim: Claim = {
    ...claimOf(),
    subject: { type: "hf_model", id: "lab/policy", checkpoint_uri: "hf://lab/policy@main" },
    population: "tasks_fixed",
    applicability: {
      benchmark: "LIBERO",
      benchmark_version: "v1",
      robot_embodiment: "Franka Panda",
      simulator: "MuJoCo",
      camera_distribution: "default",
      language_template: "standard",
    },
    source: { type: "paper", url: "https://example.org/paper" },
  };
  const bound = protocolOf(claim, ["libero_spatial/0", "libero_spatial/1"], {
    seeds: [7],
    max_steps_per_episode: 500,
    reset_policy: "seeded",
    observation_space: ["rgb", "state"],
    action_space: "continuous",
    denominator_policy: "errors_as_failures",
    attempt_policy: "first",
    seed_policy: "fixed_list",
  });
  const protocol: Protocol = {
    ...bound,
    benchmark: { ...bound.benchmark, version: "v1", split: "test" },
    stopping: { mode: "fixed" },
    model_runtime: { checkpoint_uri: "hf://lab/policy", digest: sha256("weights") },
  };
  const episodes = [
    ...episodesOf("libero_spatial/0", "SSSSSSSSFE", { seed: 7 }),
    ...episodesOf("libero_spatial/1", "SSSSSSSSSS", { seed: 7 }),
  ];
  const of = publicDocumentsOf(claim, protocol, episodes);
  const evaluator = { name: "lerobot", version: "0.4.1" };
  return {
    ...of,
    auditInput: { ...of.auditInput, source: { ...of.auditInput.source, evaluator } },
  };
}

const letters = fc.string({ unit: fc.constantFrom("S", "F", "E", "P", "N"), maxLength: 15 });
const line = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      "<script>alert(1)</script>",
      "\u202egnirts desrever",
      "a".repeat(512),
      " ",
      "hf://lab/model[1] with space",
      "https://x.example/%zz",
      "https://x.example/a#b#c",
      "{}",
      "__proto__",
    ),
  )
  .filter((text) => text.length <= 512 && !/[\p{Cc}\p{Cs}]/u.test(text));

/** Public documents of packages with any names, addresses and outcomes. */
export const anyDocuments = fc
  .record({
    tasks: fc.array(letters, { minLength: 1, maxLength: 4 }),
    id: line,
    uri: fc.option(line, { nil: undefined }),
    version: fc.option(line, { nil: undefined }),
    capability: line,
    simulator: fc.option(line, { nil: undefined }),
    declared: fc.boolean(),
  })
  .map(({ tasks, id, uri, version, capability, simulator, declared }) => {
    const bare = claimOf();
    const claim: Claim = {
      ...bare,
      subject: { type: "m", id, ...(uri === undefined ? {} : { checkpoint_uri: uri }) },
      capability,
      applicability: { benchmark: "B", ...(simulator === undefined ? {} : { simulator }) },
    };
    const plan = protocolOf(claim, ["libero_spatial"]);
    const protocol: Protocol = {
      ...plan,
      benchmark: { ...plan.benchmark, ...(version === undefined ? {} : { version }) },
      model_runtime: declared ? { digest: sha256("weights") } : {},
    };
    const safe = publicDocumentsOf(bare, protocolOf(bare, ["libero_spatial"]), [
      ...episodesOf("libero_spatial/0", "S"),
      ...tasks.flatMap((of, i) => episodesOf(`libero_spatial/${i + 1}`, of)),
    ]);
    // Built from a plain claim: some of these names would be refused as private text.
    return { ...safe, claim, protocol };
  });
