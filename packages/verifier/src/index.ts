export { type Check, type CheckId, type CheckStatus, checkIds } from "./check.ts";
export { checkCommitments } from "./check-commitments.ts";
export type { LockCheck, ReaderPolicy } from "./check-lock.ts";
export {
  checkOpening,
  type OpenedEpisode,
  type OpeningContext,
  type OpeningReport,
} from "./check-opening.ts";
export { type Content, contentDigest, inMemory, type StoredContent } from "./content.ts";
export { floatTolerance } from "./difference.ts";
export { type Documents, type ReadMembers, readMembers, type Sidecars } from "./documents.ts";
export { lockFiles } from "./lock-files.ts";
export { type PackageFiles, readPackageFolder } from "./read-folder.ts";
export { type Verification, verifyPackage } from "./verify.ts";
