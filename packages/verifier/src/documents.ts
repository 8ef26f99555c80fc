import {
  ArtifactManifest,
  type AuditInput,
  type AuditProvenance,
  type Claim,
  canonicalBytes,
  checkDocument,
  decodeUtf8,
  type EpisodeResult,
  type Evidence,
  type FailureEvidence,
  type FailureReplay,
  jsonlBytes,
  type MemberName,
  manifestName,
  type Protocol,
  packageMembers,
  parseJson,
  parseJsonl,
  type RawEvidenceManifest,
  WorldFluxError,
} from "@worldflux/schema";
import type { PackageFiles } from "./read-folder.ts";

/** The members that could be read; absent ones were withheld or are invalid. */
export interface Documents {
  "claim.json"?: Claim;
  "protocol.json"?: Protocol;
  "evidence.json"?: Evidence;
  "evidence.md"?: string;
  "audit_input.json"?: AuditInput;
  "audit_provenance.json"?: AuditProvenance;
  "episode_results.jsonl"?: EpisodeResult[];
  "raw_evidence_manifest.json"?: RawEvidenceManifest;
  "failure_evidence_index.jsonl"?: FailureEvidence[];
  "failure_replay_manifest.jsonl"?: FailureReplay[];
}

/** What reading the members gave. */
export interface ReadMembers {
  readonly documents: Documents;
  readonly manifest: ArtifactManifest | null;
  /** Why a member is not a valid document, each with the member's name. */
  readonly schemaProblems: readonly string[];
  readonly manifestProblems: readonly string[];
}

/** Reads every known member from the bytes that are also hashed. */
export function readMembers({ files }: PackageFiles): ReadMembers {
  const documents: Record<string, unknown> = {};
  const schemaProblems: string[] = [];
  for (const name of Object.keys(packageMembers) as MemberName[]) {
    const bytes = files.get(name);
    if (bytes === undefined) continue;
    attempt(schemaProblems, () => {
      documents[name] = readMember(name, bytes);
    });
  }
  const manifestProblems: string[] = [];
  let manifest: ArtifactManifest | null = null;
  const bytes = files.get(manifestName);
  if (bytes !== undefined) {
    attempt(manifestProblems, () => {
      const value = readCanonical(manifestName, bytes);
      manifest = checkDocument(ArtifactManifest, value, manifestName);
    });
  }
  // Each document was checked against the schema of its own name just above.
  return { documents: documents as Documents, manifest, schemaProblems, manifestProblems };
}

function attempt(problems: string[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    problems.push(error.message);
  }
}

function readMember(name: MemberName, bytes: Uint8Array): unknown {
  const { schema, mediaType } = packageMembers[name];
  if (schema === null) {
    const text = decodeUtf8(bytes, name);
    refuseOtherForm(name, bytes, new TextEncoder().encode(text));
    return text;
  }
  if (mediaType === "application/json") {
    return checkDocument(schema, readCanonical(name, bytes), name);
  }
  const lines = parseJsonl(decodeUtf8(bytes, name), { source: name });
  const values = lines.map(({ line, value }) => checkDocument(schema, value, `${name}:${line}`));
  refuseOtherForm(name, bytes, jsonlBytes(values));
  return values;
}

/** Strict JSON in its one form; not yet checked against a schema. */
function readCanonical(name: string, bytes: Uint8Array): unknown {
  const { value } = parseJson(decodeUtf8(bytes, name), { source: name });
  refuseOtherForm(name, bytes, canonicalBytes(value));
  return value;
}

/** One document has one form: bytes that mean the same but read differently are refused. */
function refuseOtherForm(name: string, bytes: Uint8Array, canonical: Uint8Array): void {
  if (Buffer.compare(bytes, canonical) === 0) return;
  throw new WorldFluxError("WF_DOCUMENT_INVALID", `${name} is not in canonical form (RFC 8785)`);
}
