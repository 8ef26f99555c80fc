export { comparableName, suiteSize } from "./benchmarks.ts";
export {
  type BuiltPackage,
  buildPackage,
  type PackageInput,
  type PackageLock,
  packageBytes,
  type ReadFile,
  type RunFacts,
  withSidecars,
} from "./build-package.ts";
export { type ChallengeInput, challengeOf, challengeProblem, leavesAt } from "./challenge.ts";
export { commitmentsOf, leafBytes, openEpisodes, recordsSentence } from "./commitments.ts";
export { completenessOf } from "./completeness.ts";
export { mapRegime } from "./compliance/map-regime.ts";
export { findRegime, regimeIds, regimeOf } from "./compliance/regimes.ts";
export { type Decidability, decidability } from "./decidability.ts";
export { type DeriveOptions, derivation, deriveEvidence, optionsOf } from "./derive.ts";
export { diffEvidence } from "./diff/diff-evidence.ts";
export { renderDiff } from "./diff/render-diff.ts";
export type { DiffInput } from "./diff/side.ts";
export type { ClaimAnswers } from "./draft/claim-answers.ts";
export {
  type ClaimDocuments,
  type DraftIdentity,
  draftDocuments,
} from "./draft/draft-documents.ts";
export { episodeManifest } from "./episode-manifest.ts";
export { failureIndex, failureReplays } from "./failures.ts";
export { headline, type Paint, renderInspection, type Tone } from "./inspect.ts";
export { type EvaluatorFacts, evaluators, findEvaluator } from "./lint/evaluators.ts";
export { lintClaim, lintProtocol } from "./lint/lint-documents.ts";
export { lockMember, startsAfter } from "./lock.ts";
export { lockLimits, lockSentence } from "./lock-wording.ts";
export { type Lockable, lockable } from "./lockable.ts";
export type { WrittenFile } from "./manifest.ts";
export { renderMarkdown } from "./markdown.ts";
export { mlbomDocument } from "./mlbom/document.ts";
export {
  episodeId,
  type NormalizedInput,
  normalizeReading,
  type PredictionsFile,
} from "./normalize.ts";
export type { PublicDocuments } from "./public-documents.ts";
export { renderReport } from "./report/render-report.ts";
export {
  type CheckedTask,
  checkRun,
  type RecordedRun,
  type RunCheck,
} from "./run-sheet/check-run.ts";
export { planSheet, type RunSheet, type SheetOptions } from "./run-sheet/plan-sheet.ts";
export { readSheet } from "./run-sheet/read-sheet.ts";
export { renderSheet } from "./run-sheet/render-sheet.ts";
export { type SidecarChoice, sidecarsOf } from "./sidecars.ts";
export { type Tabulated, tabulateEpisodes } from "./tabulate.ts";
export { type WordingCode, type WordingSeverity, wordingCatalog } from "./wording-lint/catalog.ts";
export type { WordingFinding } from "./wording-lint/finding.ts";
export { lintWording, type WordingReport } from "./wording-lint/lint-wording.ts";
export type { Modifier } from "./wording-lint/modifiers.ts";
export { type Quantity, type QuantityKind, quantitiesIn } from "./wording-lint/quantities.ts";
export { type Sentence, sentencesOf } from "./wording-lint/sentences.ts";
export { strongestSentence } from "./wording-lint/strongest.ts";
export {
  type FileContent,
  type IndexFile,
  refuseExisting,
  type WriteOptions,
  writeFolder,
} from "./write-folder.ts";
