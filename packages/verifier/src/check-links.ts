import { episodeId, startsAfter } from "@worldflux/evidence";
import { type ArtifactManifest, documentDigest, preview } from "@worldflux/schema";
import { type Check, notEvaluated, verdictOf } from "./check.ts";
import { firstDifference } from "./difference.ts";
import type { Documents } from "./documents.ts";
import { forgetful, type Memory } from "./memory.ts";

/** Every document names the others by the id and hash that they have. */
export function checkLinks(
  documents: Documents,
  manifest: ArtifactManifest | null,
  memory: Memory = forgetful,
): Check {
  const {
    "claim.json": claim,
    "protocol.json": protocol,
    "evidence.json": evidence,
    "audit_input.json": input,
    "audit_provenance.json": provenance,
    "raw_evidence_manifest.json": raw,
  } = documents;
  if (!claim || !protocol || !evidence || !input || !provenance || manifest === null) {
    return notEvaluated("cross_links", "a public member could not be read");
  }
  const problems: string[] = [];
  const expect = (what: string, actual: unknown, expected: unknown) => {
    if (actual !== expected) problems.push(`${what} is ${actual}, expected ${expected}`);
  };
  const digestOf = (of: object) => memory("digest", [of], () => documentDigest(of));
  const digests = {
    claim: digestOf(claim),
    protocol: digestOf(protocol),
    audit_input: digestOf(input),
    evidence: digestOf(evidence),
  };
  expect("protocol.json /claim_id", protocol.claim_id, claim.id);
  expect("evidence.json /claim/id", evidence.claim.id, claim.id);
  expect("evidence.json /claim/sha256", evidence.claim.sha256, digests.claim);
  expect("evidence.json /protocol/id", evidence.protocol.id, protocol.id);
  expect("evidence.json /protocol/sha256", evidence.protocol.sha256, digests.protocol);
  expect("evidence.json /audit_input/sha256", evidence.audit_input.sha256, digests.audit_input);
  for (const name of ["claim", "protocol", "audit_input", "evidence"] as const) {
    expect(`audit_provenance.json /digests/${name}`, provenance.digests[name], digests[name]);
  }
  expect("audit_provenance.json /package_id", provenance.package_id, manifest.package_id);
  expect("audit_provenance.json /adapter/name", provenance.adapter.name, input.source.adapter);
  expect("audit_provenance.json /adapter/shape", provenance.adapter.shape, input.source.shape);
  const ahead = startsAfter(evidence, provenance.created_at);
  if (ahead !== null) problems.push(`audit_input.json ${ahead}`);
  const { files } = input.source;
  const sources = files.map(({ role, sha256 }) => ({ role, sha256 }));
  if (firstDifference(sources, provenance.sources)) {
    problems.push("audit_provenance.json /sources are not the files of audit_input.json");
  }
  const listed = raw?.files.map(({ name: _, ...file }) => file);
  if (listed && firstDifference(files, listed)) {
    problems.push("raw_evidence_manifest.json /files are not the files of audit_input.json");
  }
  const episodes = documents["episode_results.jsonl"];
  const lost = episodes && raw?.references.find((r) => !isOneOf(r.episode_id, episodes.length));
  if (lost) {
    problems.push(
      `raw_evidence_manifest.json names an episode that is not there: ${preview(lost.episode_id)}`,
    );
  }
  return verdictOf("cross_links", problems, "ids and hashes agree");
}

/** Ids are numbered through; `recompute.episodes` holds the records to that. */
function isOneOf(id: string, episodes: number): boolean {
  const number = Number(/^ep_(\d+)$/.exec(id)?.[1]);
  return number >= 1 && number <= episodes && episodeId(number - 1) === id;
}
