export { AuditInput, AuditTask, OutcomeCounts, SourceFile } from "./audit-input.ts";
export { canonicalBytes, canonicalJson } from "./canonical-json.ts";
export {
  Claim,
  DecisionRule,
  ExpectedMetric,
  IntervalMethod,
  Operator,
  Population,
} from "./claim.ts";
export { Digest, documentDigest, isPlaceholderDigest, sha256 } from "./digest.ts";
export {
  EpisodeMetadata,
  EpisodeRecord,
  EpisodeResult,
  Outcome,
  outcomeLetters,
  taskName,
} from "./episode.ts";
export {
  type ErrorCode,
  type ErrorKind,
  type ErrorOptions,
  errorCatalog,
  WorldFluxError,
} from "./error.ts";
export {
  Conformance,
  CountingRule,
  Coverage,
  Denominators,
  Evidence,
  Grade,
  Label,
  MissingCells,
  RateInterval,
  Result,
  RuleResult,
  Verdict,
} from "./evidence.ts";
export { ClaimId, type IdPrefix, newId, PackageId, ProtocolId } from "./ids.ts";
export { type DocumentName, jsonSchema } from "./json-schema.ts";
export { type JsonLine, jsonlBytes, parseJsonl } from "./jsonl.ts";
export { type LabelCode, type LabelKind, labelCatalog, labelCodes } from "./labels.ts";
export { ArtifactManifest, ManifestMember, manifestName, Visibility } from "./manifest.ts";
export {
  documents,
  type MemberName,
  type MemberType,
  memberNames,
  packageMembers,
} from "./members.ts";
export { decodeUtf8, type ParsedJson, parseJson } from "./parse-json.ts";
export { preview, printable } from "./printable.ts";
export { findPrivateText, type PrivateText, privateReason } from "./private-text.ts";
export { AttemptPolicy, DenominatorPolicy, Protocol, SeedPolicy } from "./protocol.ts";
export { AuditProvenance } from "./provenance.ts";
export { FailureEvidence, FailureReplay, RawEvidenceManifest } from "./raw-evidence.ts";
export { checkDocument, readDocument } from "./read-document.ts";
export {
  EpisodeOrder,
  MetricContract,
  RawReference,
  Reading,
  ReadingNote,
  SuccessRule,
  Unrecorded,
} from "./reading.ts";
export { type BareNumber, type JsonOptions, scanJson } from "./scan-json.ts";
export { Count, Line, Rate, Text } from "./text.ts";
