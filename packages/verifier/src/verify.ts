import { type Check, checkIds, notEvaluated, verdictOf } from "./check.ts";
import { checkCommitments } from "./check-commitments.ts";
import { checkManifest, checkStructure } from "./check-files.ts";
import { checkLinks } from "./check-links.ts";
import { checkNumbers } from "./check-numbers.ts";
import { checkSidecars } from "./check-sidecars.ts";
import { checkVisibility } from "./check-visibility.ts";
import { readMembers } from "./documents.ts";
import type { PackageFiles } from "./read-folder.ts";

/** What `verify` found. */
export interface Verification {
  /** True when no check failed. A check that was not evaluated is named, and is not a pass. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

/**
 * Checks a package against itself: structure, manifest, schema, cross-links, and every number
 * recomputed from the episode records. Pure; never throws for a bad package.
 *
 * What it cannot show: who made the package, and that outcomes were not changed everywhere
 * consistently before it was made.
 */
export function verifyPackage(files: PackageFiles): Verification {
  const { documents, sidecars, manifest, schemaProblems, manifestProblems } = readMembers(files);
  const checks = [
    checkStructure(files),
    checkManifest(files, manifest, manifestProblems),
    notEvaluated("signature", "not checked here; `worldflux audit verify` does"),
    notEvaluated("identity", "no signature was checked here"),
    verdictOf("schema", schemaProblems, "every member is valid and in canonical form"),
    checkLinks(documents, manifest),
    ...checkNumbers(documents),
    checkSidecars(documents, sidecars),
    checkCommitments(documents, sidecars),
    checkVisibility(documents, sidecars),
  ];
  checks.sort((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
  return { ok: checks.every((check) => check.status !== "fail"), checks };
}
