export { comparableName, suiteSize } from "./benchmarks.ts";
export { type ChallengeInput, challengeOf, challengeProblem, leavesAt } from "./challenge.ts";
export { commitmentsOf, leafBytes, openEpisodes, recordsSentence } from "./commitments.ts";
export { completenessOf } from "./completeness.ts";
export { mapRegime } from "./compliance/map-regime.ts";
export { findRegime, regimeIds, regimeOf } from "./compliance/regimes.ts";
export { type DeriveOptions, derivation, deriveEvidence, optionsOf } from "./derive.ts";
export { diffEvidence } from "./diff/diff-evidence.ts";
export { renderDiff } from "./diff/render-diff.ts";
export type { DiffInput } from "./diff/side.ts";
export { episodeManifest } from "./episode-manifest.ts";
export { failureIndex, failureReplays } from "./failures.ts";
export { headline, type Paint, renderInspection, type Tone } from "./inspect.ts";
export { lockMember, startsAfter } from "./lock.ts";
export { lockLimits, lockSentence } from "./lock-wording.ts";
export { type Lockable, lockable } from "./lockable.ts";
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
export { type Tabulated, tabulateEpisodes } from "./tabulate.ts";
