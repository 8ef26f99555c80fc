import { statSync } from "node:fs";
import { join } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { renderInspection } from "@worldflux/evidence";
import { Evidence, readDocument } from "@worldflux/schema";
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
  const evidence = readDocument(Evidence, readInput(path).bytes, "evidence.json");
  const claim = folder ? readClaim(join(args.package, "claim.json")) : undefined;
  const note = "Not verified here: `worldflux audit verify` recomputes these numbers.";
  return {
    text: `${renderInspection(evidence, claim, painter(args.json))}\n${note}`,
    json: { claim_text: claim?.claim_text ?? null, evidence },
  };
}
