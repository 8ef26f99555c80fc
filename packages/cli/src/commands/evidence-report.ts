import { existsSync } from "node:fs";
import { join } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { renderReport } from "@worldflux/evidence";
import {
  AuditInput,
  AuditProvenance,
  documentDigest,
  Evidence,
  printable,
  readDocument,
  sha256,
  WorldFluxError,
} from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { refuseOutputFile, writeNewFile } from "../write-new-file.ts";

/** Arguments of `evidence report`. */
export interface EvidenceReportArgs {
  /** Package folder; its public members suffice. */
  readonly package: string;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `evidence report`: a package as one HTML page that needs no network and no script. */
export async function evidenceReport(args: EvidenceReportArgs): Promise<Outcome> {
  const writing = { force: args.force, outside: args.package };
  refuseOutputFile(args.output, writing);
  const { claim, protocol, evidence, auditInput, provenance } = readMembers(args.package);
  const page = renderReport(claim, protocol, evidence, auditInput, provenance);
  writeNewFile(args.output, page, writing);
  const bytes = new TextEncoder().encode(page).length;
  const paint = painter(args.json);
  const output = printable(args.output);
  return {
    text: [
      `wrote ${output} (${Math.ceil(bytes / 1000)} kB): one page, no network, no script`,
      "It is a view and not evidence. Not verified here; recompute these numbers with",
      `  ${paint("command", `worldflux audit verify ${printable(args.package)}`)}`,
    ].join("\n"),
    json: { output: args.output, bytes, sha256: sha256(page), evidence: documentDigest(evidence) },
  };
}

/** The members that the page shows; they must be the ones that the evidence was derived from. */
function readMembers(folder: string) {
  const read = (name: string) => readInput(join(folder, name));
  const evidence = readDocument(Evidence, read("evidence.json"), "evidence.json");
  const claim = readClaim(join(folder, "claim.json"));
  const protocol = readProtocol(join(folder, "protocol.json"));
  const auditInput = readDocument(AuditInput, read("audit_input.json"), "audit_input.json");
  refuseOther("claim.json", claim, evidence.claim.sha256);
  refuseOther("protocol.json", protocol, evidence.protocol.sha256);
  refuseOther("audit_input.json", auditInput, evidence.audit_input.sha256);
  const provenance = existsSync(join(folder, "audit_provenance.json"))
    ? readDocument(AuditProvenance, read("audit_provenance.json"), "audit_provenance.json")
    : undefined;
  return { claim, protocol, evidence, auditInput, provenance };
}

function refuseOther(name: string, document: unknown, expected: string): void {
  if (documentDigest(document) === expected) return;
  throw new WorldFluxError(
    "WF_PACKAGE_INVALID",
    `${name} is not the one that evidence.json was derived from`,
    { hint: "make the package anew with `worldflux audit run`, or fetch it again" },
  );
}
