export { comparableName, suiteSize } from "./benchmarks.ts";
export {
  type BuiltPackage,
  buildPackage,
  type PackageInput,
  type ReadFile,
  type RunFacts,
} from "./build-package.ts";
export { deriveEvidence } from "./derive.ts";
export { failureIndex, failureReplays } from "./failures.ts";
export { headline, type Paint, renderInspection, type Tone } from "./inspect.ts";
export { renderMarkdown } from "./markdown.ts";
export { type NormalizedInput, normalizeReading } from "./normalize.ts";
export { type Tabulated, tabulateEpisodes } from "./tabulate.ts";
export { refuseExisting, type WriteOptions, writeFolder } from "./write-folder.ts";
