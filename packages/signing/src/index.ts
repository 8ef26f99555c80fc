export { Bundle, bundleMediaType, maxBundleBytes, signatureName } from "./bundle.ts";
export type { SignatureCheck, SignatureChecks, SignatureCode } from "./check.ts";
export {
  checkLocks,
  isLockPolicy,
  type LockCode,
  type LockContext,
  type LockFile,
  type LockReport,
  type LocksVerdict,
} from "./check-locks.ts";
export { checkSignature, type SignaturePolicy } from "./check-package.ts";
export { payloadType, preAuthenticationEncoding } from "./dsse.ts";
export { readKeyFile } from "./key-file.ts";
export {
  type LockedDocuments,
  LockPredicate,
  LockStatement,
  lockPredicateType,
} from "./lock-statement.ts";
export type { NamesItsKey } from "./named-key.ts";
export { type PackageFacts, packageFacts, statementDifferences } from "./package-facts.ts";
export { generateKey, minPassPhrase, openKey, type SigningKey } from "./private-key.ts";
export { type PublicKey, readPublicKey, SigningAlgorithm } from "./public-key.ts";
export { readLock } from "./read-lock.ts";
export { type SignInput, signManifest } from "./sign.ts";
export { type SignLockInput, signLock } from "./sign-lock.ts";
export type { SigningTime, TimestampFinding, TimestampTrust } from "./signing-time.ts";
export {
  loadSigstoreTrust,
  publicGoodRoot,
  readSigstoreKeys,
  type SigstoreKeys,
  type SigstorePolicyFile,
} from "./sigstore/load-sigstore-trust.ts";
export { loadTimestampTrust } from "./sigstore/load-timestamp-trust.ts";
export { readSigstorePolicy, SigstorePolicyConfig } from "./sigstore/policy.ts";
export {
  type Judgement,
  type JudgesNeeded,
  needsJudge,
  recordedTrust,
  recordJudgement,
  stoppedJudgement,
} from "./sigstore/recorded-trust.ts";
export type { JudgedSignature, Signer, SigstoreTrust } from "./sigstore/sigstore-trust.ts";
export { Predicate, predicateType, Statement, statementType } from "./statement.ts";
export {
  readTrustedSigners,
  type TimestampAuthority,
  type TrustedSigner,
  type TrustedSigners,
  TrustedSignersConfig,
  trustedSignersFor,
} from "./trusted-signers.ts";
export { type BundleVerdict, type VerifyInput, verifyBundle } from "./verify.ts";
export {
  type EnvelopeInput,
  type EnvelopeVerdict,
  type SignatureTrust,
  trustsSomebody,
  verifyEnvelope,
} from "./verify-envelope.ts";
export {
  type KeyFolder,
  keyFileNames,
  refuseKeyFolder,
  writeKeyFolder,
  writeSignatureFile,
} from "./write-files.ts";
