import {
  type AuditProvenance,
  type Claim,
  canonicalBytes,
  checkDocument,
  documentDigest,
  type EpisodeResult,
  type Evidence,
  type FailureEvidence,
  type FailureReplay,
  findPrivateText,
  jsonlBytes,
  type MemberName,
  manifestName,
  type Protocol,
  packageMembers,
  privateReason,
  type RawEvidenceManifest,
  type Reading,
  WorldFluxError,
} from "@worldflux/schema";
import { deriveEvidence } from "./derive.ts";
import { failureIndex, failureReplays } from "./failures.ts";
import { manifestOf } from "./manifest.ts";
import { renderMarkdown } from "./markdown.ts";
import { episodeId, normalizeReading } from "./normalize.ts";

/** A file that was read, with the name that only private members show. */
export interface ReadFile {
  readonly role: string;
  readonly name: string;
  readonly sha256: string;
  readonly size_bytes: number;
}

/** What a run knows beside its input: the only place where ids, clock and host come in. */
export interface RunFacts {
  readonly packageId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly tool: AuditProvenance["tool"];
  readonly runtime: AuditProvenance["runtime"];
}

/** Everything that a package is made of. */
export interface PackageInput {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly adapter: string;
  readonly reading: Reading;
  readonly files: readonly ReadFile[];
  readonly run: RunFacts;
}

/** A package in memory. */
export interface BuiltPackage {
  readonly evidence: Evidence;
  /** Bytes of each member, the manifest last. */
  readonly members: ReadonlyMap<string, Uint8Array>;
}

/**
 * Builds all eleven members. Equal input gives equal bytes, but for `audit_provenance.json` and the
 * manifest that lists it.
 *
 * @throws WorldFluxError as `deriveEvidence` and `normalizeReading` do, and WF_PRIVATE_TEXT when a
 * member would hold an absolute path, a credential, an e-mail address or the like
 */
export function buildPackage(input: PackageInput): BuiltPackage {
  const { claim, protocol, adapter, reading, files, run } = input;
  const { auditInput, episodes } = normalizeReading(
    adapter,
    reading,
    files.map(({ name: _, ...file }) => file),
  );
  const evidence = deriveEvidence(claim, protocol, auditInput);
  const raw = rawManifest(files, reading);
  const documents = {
    "claim.json": claim,
    "protocol.json": protocol,
    "evidence.json": evidence,
    "evidence.md": renderMarkdown(claim, evidence),
    "audit_input.json": auditInput,
    "audit_provenance.json": {
      schema_version: "worldflux.audit_provenance.v0_draft",
      package_id: run.packageId,
      created_at: run.createdAt,
      tool: run.tool,
      runtime: run.runtime,
      adapter: { name: adapter, shape: reading.shape },
      sources: files.map((file) => ({ role: file.role, sha256: file.sha256 })),
      digests: {
        claim: evidence.claim.sha256,
        protocol: evidence.protocol.sha256,
        audit_input: evidence.audit_input.sha256,
        evidence: documentDigest(evidence),
      },
    } satisfies AuditProvenance,
    "episode_results.jsonl": episodes,
    "raw_evidence_manifest.json": raw,
    "failure_evidence_index.jsonl": failureIndex(episodes, raw.references),
    "failure_replay_manifest.jsonl": failureReplays(episodes, auditInput, claim, protocol),
  } satisfies Documents;

  const members = new Map<string, Uint8Array>();
  for (const [name, document] of Object.entries(documents)) {
    const { schema, mediaType } = packageMembers[name as MemberName];
    if (schema !== null && mediaType === "application/json") checkDocument(schema, document, name);
    refusePrivateText(name, document);
    members.set(name, encodeMember(name as MemberName, document));
  }
  members.set(manifestName, canonicalBytes(manifestOf(run.packageId, members)));
  return { evidence, members };
}

interface Documents extends Record<MemberName, unknown> {
  "episode_results.jsonl": EpisodeResult[];
  "failure_evidence_index.jsonl": FailureEvidence[];
  "failure_replay_manifest.jsonl": FailureReplay[];
}

function encodeMember(name: MemberName, document: unknown): Uint8Array {
  if (typeof document === "string") return new TextEncoder().encode(document);
  return packageMembers[name].mediaType === "application/jsonl"
    ? jsonlBytes(document as readonly unknown[])
    : canonicalBytes(document);
}

function rawManifest(files: readonly ReadFile[], reading: Reading): RawEvidenceManifest {
  return {
    schema_version: "worldflux.raw_evidence_manifest.v0_draft",
    files: files.map((file) => ({
      ...file,
      name: privateReason(file.name) === undefined ? file.name : "(name withheld)",
    })),
    references: reading.references.map(({ episode, kind, path }) => ({
      episode_id: episodeId(episode),
      kind,
      path,
    })),
  };
}

/** The last gate before anything is written. */
function refusePrivateText(name: string, document: unknown): void {
  if (name === "evidence.md") return; // says what evidence.json and claim.json say
  const found = findPrivateText(document);
  if (found === undefined) return;
  throw new WorldFluxError(
    "WF_PRIVATE_TEXT",
    `${name}: ${found.pointer} holds ${found.what}, which must not leave the building`,
    {
      hint:
        name === "claim.json" || name === "protocol.json"
          ? "write it without that part, run `worldflux protocol bind`, and try again"
          : "rename it in the source file, or report the adapter that let it through",
    },
  );
}
