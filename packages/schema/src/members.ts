import * as z from "zod";
import { AuditInput } from "./audit-input.ts";
import { BridgeEpisode, BridgeHeader } from "./bridge.ts";
import { Claim } from "./claim.ts";
import { CommitmentKey, EpisodeChallenge, EpisodeOpening } from "./commitment.ts";
import { Completeness } from "./completeness.ts";
import { ComplianceMap } from "./compliance.ts";
import { EvidenceDiff } from "./diff.ts";
import { EpisodeResult } from "./episode.ts";
import { Evidence } from "./evidence.ts";
import { ImportReport } from "./import-report.ts";
import { ArtifactManifest, manifestName, type Visibility } from "./manifest.ts";
import { Predictions } from "./predictions.ts";
import { Protocol } from "./protocol.ts";
import { AuditProvenance } from "./provenance.ts";
import { FailureEvidence, FailureReplay, RawEvidenceManifest } from "./raw-evidence.ts";

/** What a package member of a given name is. */
export interface MemberType {
  readonly role: string;
  readonly visibility: Visibility;
  readonly mediaType:
    | "application/json"
    | "application/jsonl"
    | "application/vnd.cyclonedx+json"
    | "application/vnd.dev.sigstore.bundle.v0.3+json"
    | "text/markdown";
  /** Schema of the document, or of each line; null for text. */
  readonly schema: z.ZodType | null;
}

const AnyObject = z.looseObject({});
const cyclonedx = "application/vnd.cyclonedx+json";
const sigstore = "application/vnd.dev.sigstore.bundle.v0.3+json";

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

/** A member that only some packages have. */
export interface Sidecar {
  /** Its path, with `<id>` where that varies. */
  readonly path: string;
  readonly pattern: RegExp;
  readonly type: MemberType;
}

/** Members that a package has when they were asked for. */
export const sidecarMembers: readonly Sidecar[] = [
  {
    path: "mlbom.cdx.json",
    pattern: /^mlbom\.cdx\.json$/,
    type: { ...json("mlbom", "public", AnyObject), mediaType: cyclonedx },
  },
  {
    path: "completeness.json",
    pattern: /^completeness\.json$/,
    type: json("completeness", "public", Completeness),
  },
  {
    path: "compliance/<id>.json",
    pattern: /^compliance\/[a-z0-9][a-z0-9-]{0,63}\.json$/,
    type: json("compliance", "public", ComplianceMap),
  },
  {
    path: "locks/<n>.sigstore.json",
    pattern: /^locks\/[1-9]\.sigstore\.json$/,
    type: { ...json("lock", "public", AnyObject), mediaType: sigstore },
  },
  {
    path: "commitment_key.json",
    pattern: /^commitment_key\.json$/,
    type: json("commitment_key", "private", CommitmentKey),
  },
];

/** Folders that members may lie in. */
export const memberFolders: readonly string[] = ["compliance", "locks"];

/** What a member of that path is; undefined when no package has such a member. */
export function memberType(path: string): MemberType | undefined {
  if (Object.hasOwn(packageMembers, path)) return packageMembers[path as MemberName];
  return sidecarMembers.find(({ pattern }) => pattern.test(path))?.type;
}

/** Name of a member of every package. */
export type MemberName = keyof typeof packageMembers;

/** The documents that have a JSON Schema, by the name of its file in `json-schema/`. */
export const documents = {
  claim: Claim,
  protocol: Protocol,
  audit_input: AuditInput,
  episode_result: EpisodeResult,
  evidence: Evidence,
  evidence_diff: EvidenceDiff,
  audit_provenance: AuditProvenance,
  raw_evidence_manifest: RawEvidenceManifest,
  failure_evidence: FailureEvidence,
  failure_replay: FailureReplay,
  artifact_manifest: ArtifactManifest,
  completeness: Completeness,
  compliance: ComplianceMap,
  predictions: Predictions,
  commitment_key: CommitmentKey,
  episode_opening: EpisodeOpening,
  episode_challenge: EpisodeChallenge,
  import_report: ImportReport,
  bridge_header: BridgeHeader,
  bridge_episode: BridgeEpisode,
} as const satisfies Record<string, z.ZodType>;

/** Every file of a package, the manifest last. */
export const memberNames: readonly string[] = [...Object.keys(packageMembers), manifestName];
