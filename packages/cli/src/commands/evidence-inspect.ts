import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { recordsSentence, renderInspection } from "@worldflux/evidence";
import { AuditProvenance, Evidence, readDocument } from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { readClaim } from "../read-documents.ts";

/** Arguments of `evidence inspect`. */
export interface EvidenceInspectArgs {
  readonly package: string;
  readonly json: boolean;
}

/** `evidence inspect`: one page about a package, or about an evidence.json alone. */
export async function evidenceInspect(args: EvidenceInspectArgs): Promise<Outcome> {
  const folder = statSync(args.package, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const path = folder ? join(args.package, "evidence.json") : args.package;
  const evidence = readDocument(Evidence, readInput(path), "evidence.json");
  const claim = folder ? readClaim(join(args.package, "claim.json")) : undefined;
  const records = folder ? recordsOf(args.package) : undefined;
  const note = "Not verified here: `worldflux audit verify` recomputes these numbers.";
  return {
    text: [
      renderInspection(evidence, claim, painter(args.json)),
      ...(records === undefined
        ? []
        : [`Episode records: ${recordsSentence(records.commitments, records.withheld)}.`]),
      note,
    ].join("\n"),
    json: {
      claim_text: claim?.claim_text ?? null,
      evidence,
      records:
        records === undefined ? null : { ...records, commitments: records.commitments ?? null },
    },
  };
}

/** Whether the records are there, and the root that binds them; undefined without provenance. */
function recordsOf(folder: string) {
  const path = join(folder, "audit_provenance.json");
  if (!existsSync(path)) return undefined;
  const { commitments } = readDocument(AuditProvenance, readInput(path), "audit_provenance.json");
  return { withheld: !existsSync(join(folder, "episode_results.jsonl")), commitments };
}
