import type * as z from "zod";
import { AuditInput } from "./audit-input.ts";
import { Claim } from "./claim.ts";
import { EpisodeResult } from "./episode.ts";
import { Evidence } from "./evidence.ts";
import { ArtifactManifest, manifestName, type Visibility } from "./manifest.ts";
import { Protocol } from "./protocol.ts";
import { AuditProvenance } from "./provenance.ts";
import { FailureEvidence, FailureReplay, RawEvidenceManifest } from "./raw-evidence.ts";

/** What a package member of a given name is. */
export interface MemberType {
  readonly role: string;
  readonly visibility: Visibility;
  readonly mediaType: "application/json" | "application/jsonl" | "text/markdown";
  /** Schema of the document, or of each line; null for text. */
  readonly schema: z.ZodType | null;
}

const json = (role: string, visibility: Visibility, schema: z.ZodType): MemberType => ({
  role,
  visibility,
  mediaType: "application/json",
  schema,
});

const jsonl = (role: string, schema: z.ZodType): MemberType => ({
  role,
  visibility: "private",
  mediaType: "application/jsonl",
  schema,
});

/** The members that every package has, beside `artifact_manifest.json`. */
export const packageMembers = {
  "claim.json": json("claim", "public", Claim),
  "protocol.json": json("protocol", "public", Protocol),
  "evidence.json": json("evidence", "public", Evidence),
  "evidence.md": {
    role: "evidence_text",
    visibility: "public",
    mediaType: "text/markdown",
    schema: null,
  },
  "audit_input.json": json("audit_input", "public", AuditInput),
  "audit_provenance.json": json("provenance", "public", AuditProvenance),
  "episode_results.jsonl": jsonl("episodes", EpisodeResult),
  "raw_evidence_manifest.json": json("raw_evidence", "private", RawEvidenceManifest),
  "failure_evidence_index.jsonl": jsonl("failures", FailureEvidence),
  "failure_replay_manifest.jsonl": jsonl("failure_replays", FailureReplay),
} as const satisfies Record<string, MemberType>;

/** Name of a member of every package. */
export type MemberName = keyof typeof packageMembers;

/** The documents that have a JSON Schema, by the name of its file in `json-schema/`. */
export const documents = {
  claim: Claim,
  protocol: Protocol,
  audit_input: AuditInput,
  episode_result: EpisodeResult,
  evidence: Evidence,
  audit_provenance: AuditProvenance,
  raw_evidence_manifest: RawEvidenceManifest,
  failure_evidence: FailureEvidence,
  failure_replay: FailureReplay,
  artifact_manifest: ArtifactManifest,
} as const satisfies Record<string, z.ZodType>;

/** Every file of a package, the manifest last. */
export const memberNames: readonly string[] = [...Object.keys(packageMembers), manifestName];
