import { checkSignature, type SignatureCheck, type SignaturePolicy } from "@worldflux/signing";
import { type Check, checkIds, notEvaluated, verdictOf } from "./check.ts";
import { checkCommitments } from "./check-commitments.ts";
import { checkManifest, checkStructure } from "./check-files.ts";
import { checkLinks } from "./check-links.ts";
import { checkLock, type LockCheck, type ReaderPolicy } from "./check-lock.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkSidecars } from "./check-sidecars.ts";
import { checkVisibility } from "./check-visibility.ts";
import { readMembers } from "./documents.ts";
import type { PackageFiles } from "./read-folder.ts";

/** What `verify` found. */
export interface Verification {
  /** True when no check failed. A check that was not evaluated is named, and is not a pass. */
  readonly ok: boolean;
  readonly checks: readonly (Check | SignatureCheck | LockCheck)[];
}

/**
 * Checks a package: structure, manifest, signature, who signed, who locked claim and protocol, schema, cross-links, and every number
 * recomputed from the episode records. Pure; never throws for a bad package.
 *
 * What it cannot show: that outcomes were not changed everywhere consistently before it was made; and
 * without a policy, who made it.
 *
 * @param policy whom the reader trusts; without it the signature is not looked at
 */
export function verifyPackage(files: PackageFiles, policy?: ReaderPolicy): Verification {
  const { documents, sidecars, manifest, schemaProblems, manifestProblems } = readMembers(files);
  const checks: (Check | SignatureCheck | LockCheck)[] = [
    checkStructure(files),
    checkManifest(files, manifest, manifestProblems),
    ...signatureChecks(files, policy),
    checkLock(files, documents, policy),
    verdictOf("schema", schemaProblems, "every member is valid and in canonical form"),
    checkLinks(documents, manifest),
    ...checkNumbers(documents, files),
    checkSidecars(documents, sidecars),
    checkCommitments(documents, sidecars),
    checkVisibility(documents, sidecars),
  ];
  checks.sort((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
  return { ok: checks.every((check) => check.status !== "fail"), checks };
}

function signatureChecks({ files }: PackageFiles, policy: SignaturePolicy | undefined) {
  if (policy !== undefined) {
    const { signature, identity } = checkSignature(files, policy);
    return [signature, identity];
  }
  return [
    notEvaluated("signature", "nobody said whose signature to look for"),
    notEvaluated("identity", "no signature was checked here"),
  ];
}
