import type { AuditInput, AuditProvenance, EpisodeCommitments } from "@worldflux/schema";
import { printable, WorldFluxError } from "@worldflux/schema";
import type { Documents, PackageFiles, Sidecars } from "@worldflux/verifier";
import { checkCommitments, readMembers, readPackageFolder } from "@worldflux/verifier";

/** A package that commits to its episode records, whether or not it holds them. */
export interface CommittedPackage {
  readonly documents: Documents;
  readonly sidecars: Sidecars;
  readonly provenance: AuditProvenance;
  readonly input: AuditInput;
  readonly commitments: EpisodeCommitments;
}

/**
 * Reads a package folder whose provenance names a root.
 *
 * @throws WorldFluxError as `readPackageFolder` does, and WF_PACKAGE_INVALID when a public member
 * cannot be read, there is no root, or root and records do not belong together
 */
export function readCommitted(
  path: string,
  files: PackageFiles = readPackageFolder(path),
): CommittedPackage {
  const { documents, sidecars, schemaProblems } = readMembers(files);
  const { "audit_provenance.json": provenance, "audit_input.json": input } = documents;
  const name = printable(path);
  const verify = `run \`worldflux audit verify ${name}\``;
  if (provenance === undefined || input === undefined) {
    const why = schemaProblems[0] ?? "audit_provenance.json or audit_input.json is not there";
    throw new WorldFluxError("WF_PACKAGE_INVALID", `${name}: ${why}`, { hint: verify });
  }
  const { commitments } = provenance;
  if (commitments === undefined) {
    throw new WorldFluxError(
      "WF_PACKAGE_INVALID",
      `${name} commits to no episode records: its audit_provenance.json has no commitments`,
      { hint: "make the package again with `worldflux audit run`" },
    );
  }
  const check = checkCommitments(documents, sidecars);
  if (check.status === "fail") {
    throw new WorldFluxError("WF_PACKAGE_INVALID", `${name}: ${check.detail}`, { hint: verify });
  }
  return { documents, sidecars, provenance, input, commitments };
}
