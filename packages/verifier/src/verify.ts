import { checkSignature, type SignatureCheck, type SignaturePolicy } from "@worldflux/signing";
import { type Check, checkIds, notEvaluated, verdictOf } from "./check.ts";
import { checkCommitments } from "./check-commitments.ts";
import { checkManifest, checkStructure } from "./check-files.ts";
import { checkLinks } from "./check-links.ts";
import { checkLock, type LockCheck, type ReaderPolicy } from "./check-lock.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkSidecars } from "./check-sidecars.ts";
import { checkVisibility } from "./check-visibility.ts";
import { inMemory } from "./content.ts";
import { readManifest, readMembers } from "./documents.ts";
import { forgetful, type Memory } from "./memory.ts";
import type { PackageFiles } from "./read-folder.ts";

/** What `verify` found. */
export interface Verification {
  /** True when no check failed. A check that was not evaluated is named, and is not a pass. */
  readonly ok: boolean;
  readonly checks: readonly (Check | SignatureCheck | LockCheck)[];
}

/**
 * Checks a package: structure, manifest, signature, who signed, who locked claim and protocol, schema,
 * cross-links, and every number recomputed from the episode records. Never throws for a bad package; pure,
 * but for large JSON Lines that `readPackageFolder` left in their files.
 *
 * What it cannot show: that outcomes were not changed everywhere consistently before it was made; and
 * without a policy, who made it.
 *
 * @param policy whom the reader trusts; without it the signature is not looked at
 * @throws WorldFluxError WF_INPUT_CHANGED or WF_INPUT_UNREADABLE when such a file is no longer what it was
 */
export function verifyPackage(files: PackageFiles, policy?: ReaderPolicy): Verification {
  const checks = [...packageChecks(files, policy)];
  checks.sort((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
  return { ok: checks.every((check) => check.status !== "fail"), checks };
}

/** The checks of `verifyPackage`, each made when it is asked for: the cheap ones come first. */
export function* packageChecks(
  files: PackageFiles,
  policy?: ReaderPolicy,
  memory: Memory = forgetful,
): Generator<Check | SignatureCheck | LockCheck> {
  yield checkStructure(files);
  const { manifest, manifestProblems } = readManifest(files, memory);
  yield checkManifest(files, manifest, manifestProblems, memory);
  yield* signatureChecks(files, policy);
  const { documents, sidecars, schemaProblems } = readMembers(files, memory);
  yield checkLock(files, documents, policy);
  yield verdictOf("schema", schemaProblems, "every member is valid and in canonical form");
  yield checkLinks(documents, manifest, memory);
  yield* checkNumbers(documents, files, memory);
  yield checkSidecars(documents, sidecars, memory);
  yield checkCommitments(documents, sidecars, memory);
  yield checkVisibility(documents, sidecars, memory);
}

function signatureChecks({ files }: PackageFiles, policy: SignaturePolicy | undefined) {
  if (policy !== undefined) {
    const { signature, identity } = checkSignature(inMemory(files), policy);
    return [signature, identity];
  }
  return [
    notEvaluated("signature", "nobody said whose signature to look for"),
    notEvaluated("identity", "no signature was checked here"),
  ];
}
