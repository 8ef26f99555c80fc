import { type DocumentDiff, documentDigest } from "@worldflux/schema";
import { fieldDifferences } from "./field-differences.ts";
import type { Side } from "./side.ts";

/**
 * The four documents on both sides: equal by digest or not, and the fields in which they differ
 * where both are at hand. `evidence.json` names the digests of the other three.
 */
export function documentDiffs(left: Side, right: Side): DocumentDiff[] {
  return (["claim.json", "protocol.json", "audit_input.json", "evidence.json"] as const).map(
    (name) => {
      const [a, b] = [documentOf(left, name), documentOf(right, name)];
      const known = a.document !== undefined && b.document !== undefined;
      const { differences, more } = fieldDifferences(a.document, b.document);
      return {
        name,
        status: a.sha256 === b.sha256 ? "same" : "different",
        left: { sha256: a.sha256, read: a.document !== undefined },
        right: { sha256: b.sha256, read: b.document !== undefined },
        differences: known ? differences : null,
        more: known ? more : 0,
      };
    },
  );
}

function documentOf(
  { evidence, claim, protocol, input }: Side,
  name: DocumentDiff["name"],
): { sha256: string; document: unknown } {
  switch (name) {
    case "claim.json":
      return { sha256: evidence.claim.sha256, document: claim };
    case "protocol.json":
      return { sha256: evidence.protocol.sha256, document: protocol };
    case "audit_input.json":
      return { sha256: evidence.audit_input.sha256, document: input };
    case "evidence.json":
      return { sha256: documentDigest(evidence), document: evidence };
  }
}
