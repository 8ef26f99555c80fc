import {
  type AuditProvenance,
  type Claim,
  type CommitmentKey,
  canonicalBytes,
  checkDocument,
  documentDigest,
  type Evidence,
  findPrivateText,
  jsonlBytes,
  type LockFacts,
  type MemberName,
  manifestName,
  memberType,
  type Protocol,
  privateReason,
  type RawEvidenceManifest,
  type Reading,
  sha256,
  toHex,
  WorldFluxError,
} from "@worldflux/schema";
import { commitmentsOf } from "./commitments.ts";
import { type DeriveOptions, deriveEvidence } from "./derive.ts";
import { failureIndex, failureReplays } from "./failures.ts";
import { lockMember, startsAfter } from "./lock.ts";
import { manifestOf, type WrittenFile } from "./manifest.ts";
import { renderMarkdown } from "./markdown.ts";
import { episodeId, normalizeReading, type PredictionsFile } from "./normalize.ts";
import type { PublicDocuments } from "./public-documents.ts";
import { type SidecarChoice, sidecarsOf } from "./sidecars.ts";

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
  /** 32 random bytes for this package alone; without them episodes are not committed to. */
  readonly commitmentKey?: Uint8Array | undefined;
}

/** A lock: what it says, and the Sigstore bundle that it stands in. */
export interface PackageLock {
  readonly facts: LockFacts;
  readonly bundle: unknown;
}

/** Everything that a package is made of. */
export interface PackageInput {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly adapter: string;
  readonly reading: Reading;
  readonly files: readonly ReadFile[];
  readonly options?: Omit<DeriveOptions, "locks">;
  readonly predictions?: PredictionsFile | undefined;
  /** Locks of claim and protocol; they become public members in this order. */
  readonly locks?: readonly PackageLock[] | undefined;
  readonly run: RunFacts;
}

const keyName = "commitment_key.json";

/** A package that is ready to be written. */
export interface BuiltPackage {
  readonly evidence: Evidence;
  /** What everybody may see, and what sidecars are derived from. */
  readonly documents: Required<PublicDocuments>;
  /**
   * Content of every member but the manifest, by path. JSON Lines are made while they are read, so they take
   * no memory; private text in them is found only then (WF_PRIVATE_TEXT).
   */
  readonly contents: ReadonlyMap<string, Iterable<Uint8Array>>;
  /** The manifest for the members as they were written. */
  manifest(written: readonly WrittenFile[]): Uint8Array;
}

/**
 * Builds all eleven members. Equal input gives equal bytes, but for `audit_provenance.json` and the
 * manifest that lists it.
 *
 * @throws WorldFluxError as `deriveEvidence` and `normalizeReading` do, and WF_PRIVATE_TEXT when a
 * member would hold an absolute path, a credential, an e-mail address or the like
 */
export function buildPackage(input: PackageInput): BuiltPackage {
  const { claim, protocol, adapter, reading, files, options, predictions, locks, run } = input;
  const { auditInput, episodes } = normalizeReading(
    adapter,
    reading,
    files.map(({ name: _, ...file }) => file),
    predictions,
  );
  const evidence = deriveEvidence(claim, protocol, auditInput, {
    ...options,
    locks: locks?.map(({ facts }) => facts),
  });
  const ahead = startsAfter(evidence, run.createdAt);
  if (ahead !== null) {
    throw new WorldFluxError("WF_LOCK_LATE", `the source ${ahead}`, {
      hint: "a clock is wrong, so that its times say nothing of the lock: correct it before the next run, and leave --lock out of this one",
    });
  }
  const raw = rawManifest(files, reading);
  const key = run.commitmentKey;
  const provenance: AuditProvenance = {
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
    ...(key === undefined ? {} : { commitments: commitmentsOf(episodes, key) }),
  };
  const contents: Record<MemberName, Iterable<Uint8Array>> = {
    "claim.json": document("claim.json", claim),
    "protocol.json": document("protocol.json", protocol),
    "evidence.json": document("evidence.json", evidence),
    // Says what evidence.json and claim.json say, which are looked at above.
    "evidence.md": [new TextEncoder().encode(renderMarkdown(claim, evidence))],
    "audit_input.json": document("audit_input.json", auditInput),
    "audit_provenance.json": document("audit_provenance.json", provenance),
    "episode_results.jsonl": lines("episode_results.jsonl", () => episodes),
    "raw_evidence_manifest.json": document("raw_evidence_manifest.json", raw),
    "failure_evidence_index.jsonl": lines("failure_evidence_index.jsonl", () =>
      failureIndex(episodes, raw.references),
    ),
    "failure_replay_manifest.jsonl": lines("failure_replay_manifest.jsonl", () =>
      failureReplays(episodes, auditInput, claim, protocol),
    ),
  };
  const keyMember: CommitmentKey | undefined = key && {
    schema_version: "worldflux.commitment_key.v0_draft",
    key: toHex(key),
  };
  return {
    evidence,
    documents: { claim, protocol, evidence, auditInput, provenance },
    contents: new Map([
      ...Object.entries(contents),
      ...(keyMember ? [[keyName, document(keyName, keyMember)] as const] : []),
      // No text of anybody's: what is signed is looked at by whoever reads the lock.
      ...(locks ?? []).map(({ bundle }, i) => [lockMember(i), [canonicalBytes(bundle)]] as const),
    ]),
    manifest: (written) => canonicalBytes(manifestOf(run.packageId, written)),
  };
}

/**
 * The package with sidecars derived from its public documents.
 *
 * @throws WorldFluxError WF_USAGE for a regime that is not known
 */
export async function withSidecars(
  built: BuiltPackage,
  choice: SidecarChoice,
): Promise<BuiltPackage> {
  const sidecars = await sidecarsOf(built.documents, choice);
  const contents = new Map(built.contents);
  for (const [path, value] of sidecars) contents.set(path, document(path, value));
  return { ...built, contents };
}

/** The whole package in memory, by file name, the manifest last. */
export function packageBytes(built: BuiltPackage): Map<string, Uint8Array> {
  const members = new Map<string, Uint8Array>();
  for (const [name, content] of built.contents) members.set(name, joined([...content]));
  const written = [...members].map(([path, bytes]) => ({
    path,
    sha256: sha256(bytes),
    size_bytes: bytes.length,
  }));
  return members.set(manifestName, built.manifest(written));
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function document(name: string, value: unknown): Uint8Array[] {
  const schema = memberType(name)?.schema;
  if (schema) checkDocument(schema, value, name);
  refusePrivateText(name, value);
  return [canonicalBytes(value)];
}

/** Lines that are made each time they are asked for. */
function lines(name: MemberName, records: () => Iterable<unknown>): Iterable<Uint8Array> {
  const encode = function* () {
    let batch: unknown[] = [];
    for (const record of records()) {
      refusePrivateText(name, record);
      if (batch.push(record) < 512) continue;
      yield jsonlBytes(batch);
      batch = [];
    }
    yield jsonlBytes(batch);
  };
  return { [Symbol.iterator]: encode };
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
function refusePrivateText(name: string, value: unknown): void {
  const found = findPrivateText(value);
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
