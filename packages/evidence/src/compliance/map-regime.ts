import {
  type ComplianceFact,
  type ComplianceMap,
  type ComplianceRegime,
  documentDigest,
  isPlaceholderDigest,
} from "@worldflux/schema";
import { factAt, type PublicDocuments } from "../public-documents.ts";

/**
 * Derives `compliance/<id>.json`: each item of the regime with the facts that may serve it. An item
 * that a package can support is `not_covered` where the package has none of its facts. Pure.
 */
export function mapRegime(regime: ComplianceRegime, documents: PublicDocuments): ComplianceMap {
  const { id, title, as_of, source, disclaimer, statuses } = regime;
  const items = regime.items.map(({ from, ...item }): ComplianceMap["items"][number] => {
    const facts = from.map((path) => describe(path, factAt(documents, path)));
    const held = facts.some((fact) => fact.state === "present");
    return { ...item, status: held ? item.status : "not_covered", facts };
  });
  const supporting = items.filter((item) => item.status === "supporting").length;
  return {
    schema_version: "worldflux.compliance.v0_draft",
    evidence: { sha256: documentDigest(documents.evidence) },
    regime: { id, title, as_of, source, sha256: documentDigest(regime) },
    disclaimer,
    applicability: "unknown",
    statuses,
    counts: { items: items.length, supporting, not_covered: items.length - supporting },
    items,
  };
}

/** null, an empty list and a sample's placeholder hash say nothing, like a field that is not there. */
function describe(fact: string, value: unknown): ComplianceFact {
  switch (typeof value) {
    case "string":
      return isPlaceholderDigest(value)
        ? { fact, state: "absent" }
        : { fact, state: "present", value };
    case "number":
    case "boolean":
      return { fact, state: "present", value };
  }
  const entries = value === null || value === undefined ? 0 : Object.keys(value).length;
  return entries === 0 ? { fact, state: "absent" } : { fact, state: "present", entries };
}
