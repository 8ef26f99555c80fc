export { axisCatalog, recommendationCatalog } from "./advice.ts";
export { AuditInput, AuditTask, OutcomeCounts, SourceFile } from "./audit-input.ts";
export { BenchmarkSuite, BenchmarkTasks } from "./benchmark.ts";
export { BridgeEnd, BridgeEpisode, BridgeHeader } from "./bridge.ts";
export { canonicalBytes, canonicalJson } from "./canonical-json.ts";
export {
  Claim,
  DecisionRule,
  ExpectedMetric,
  IntervalMethod,
  Operator,
  Population,
} from "./claim.ts";
export {
  ChallengedEpisode,
  CommitmentKey,
  EpisodeChallenge,
  EpisodeCommitments,
  EpisodeOpening,
  maxOpened,
} from "./commitment.ts";
export {
  type AxisRole,
  type ComparabilityAxis,
  comparabilityAxes,
  comparabilityCatalog,
} from "./comparability.ts";
export { Completeness, CompletenessStatus } from "./completeness.ts";
export { ComplianceFact, ComplianceMap, ComplianceRegime, ComplianceStatus } from "./compliance.ts";
export {
  AxisValue,
  DiffAxis,
  DiffCaution,
  DiffReason,
  DiffVerdict,
  DocumentDiff,
  EvidenceDiff,
  FieldDifference,
  RatesDiff,
  Sameness,
  TaskDiff,
} from "./diff.ts";
export { Digest, digester, documentDigest, isPlaceholderDigest, sha256 } from "./digest.ts";
export { editDistance } from "./edit-distance.ts";
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
  FalsificationAxis,
  Fragility,
  Grade,
  Label,
  MissingCells,
  PopulationAnswer,
  PredictionPowered,
  RateInterval,
  RateMethod,
  Recommendation,
  Result,
  RuleResult,
  SequentialRefusal,
  SequentialResult,
  StatedRate,
  StillNeeded,
  Verdict,
  WorstTask,
} from "./evidence.ts";
export { fromHex, toHex } from "./hex.ts";
export { hmacSha256 } from "./hmac.ts";
export { ClaimId, type IdPrefix, newId, PackageId, ProtocolId, packageUuid } from "./ids.ts";
export {
  AcceptCondition,
  CandidateCounts,
  ConditionResult,
  FileClass,
  ImportCandidate,
  ImportRefusal,
  ImportReport,
  InventoryFile,
  RefusalNote,
  SecretPlace,
  SkippedKind,
} from "./import-report.ts";
export { type DocumentName, jsonSchema } from "./json-schema.ts";
export { type JsonLine, jsonLines, jsonlBytes, parseJsonl } from "./jsonl.ts";
export { type LabelCode, type LabelKind, labelCatalog, labelCodes } from "./labels.ts";
export {
  type LintCode,
  LintFinding,
  LintReport,
  LintSeverity,
  lintCatalog,
  lintCodes,
} from "./lint.ts";
export {
  EpisodeManifest,
  EvidenceLock,
  type LockFacts,
  LockRole,
  type LockTerms,
  lockMismatch,
  lockProblem,
  lockTerms,
  maxLocks,
  type NamedLock,
} from "./lock.ts";
export {
  ArtifactManifest,
  ManifestMember,
  manifestName,
  signatureName,
  Visibility,
} from "./manifest.ts";
export {
  documents,
  type MemberName,
  type MemberType,
  memberFolders,
  memberNames,
  memberType,
  packageMembers,
  type Sidecar,
  sidecarMembers,
} from "./members.ts";
export {
  type MerkleInclusion,
  type MerkleTree,
  merkleIncludes,
  merkleLeaf,
  merkleTree,
} from "./merkle.ts";
export { decodeUtf8, type ParsedJson, parseJson } from "./parse-json.ts";
export { PredictionCounts, Predictions } from "./predictions.ts";
export { preview, printable } from "./printable.ts";
export { findPrivateText, type PrivateText, privateReason } from "./private-text.ts";
export {
  AttemptPolicy,
  DenominatorPolicy,
  Protocol,
  SeedPolicy,
  StoppingMode,
} from "./protocol.ts";
export { AuditProvenance } from "./provenance.ts";
export { FailureEvidence, FailureReplay, RawEvidenceManifest } from "./raw-evidence.ts";
export {
  checkDocument,
  type DocumentProblem,
  documentProblems,
  readDocument,
  readWritten,
} from "./read-document.ts";
export {
  EpisodeOrder,
  MetricContract,
  RawReference,
  type Reading,
  ReadingFacts,
  ReadingNote,
  SuccessRule,
  Unrecorded,
} from "./reading.ts";
export { earliestTime, isBefore, RecordedTimes, UtcTime } from "./recorded-times.ts";
export {
  CellStatus,
  CheckedCell,
  RunSheetCell,
  RunSheetHeader,
  SheetOrder,
} from "./run-sheet.ts";
export { type BareNumber, type JsonOptions, scanJson } from "./scan-json.ts";
export { Count, Line, Rate, Text } from "./text.ts";
export { type TextLine, textLines } from "./text-lines.ts";
export { findUnfilled, refuseUnfilled, toFill, type Unfilled } from "./to-fill.ts";
