import { type Check, checkIds, notEvaluated, verdictOf } from "./check.ts";
import { checkManifest, checkStructure } from "./check-files.ts";
import { checkLinks } from "./check-links.ts";
import { checkNumbers } from "./check-numbers.ts";
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
  const { documents, manifest, schemaProblems, manifestProblems } = readMembers(files);
  const checks = [
    checkStructure(files),
    checkManifest(files, manifest, manifestProblems),
    notEvaluated("signature", "this version does not check signatures yet"),
    notEvaluated("identity", "there is no verified signature"),
    verdictOf("schema", schemaProblems, "every member is valid and in canonical form"),
    checkLinks(documents, manifest),
    ...checkNumbers(documents),
    checkVisibility(documents),
  ];
  checks.sort((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id));
  return { ok: checks.every((check) => check.status !== "fail"), checks };
}
