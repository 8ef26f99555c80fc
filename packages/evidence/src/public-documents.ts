import type { AuditInput, AuditProvenance, Claim, Evidence, Protocol } from "@worldflux/schema";

/** The documents that everybody may see, and that the sidecars are derived from. */
export interface PublicDocuments {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly evidence: Evidence;
  readonly auditInput: AuditInput;
  /** Needed for the ML-BOM, which bears a time and an id. */
  readonly provenance?: AuditProvenance | undefined;
}

/** What a path such as `claim.json/subject/id` leads to; undefined where there is nothing. */
export function factAt(documents: PublicDocuments, path: string): unknown {
  const [member, ...keys] = path.split("/");
  const root = byMember.find(([name]) => name === member)?.[1](documents);
  return keys.reduce<unknown>((at, key) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    return (at as Record<string, unknown>)[key];
  }, root);
}

const byMember: readonly (readonly [string, (of: PublicDocuments) => unknown])[] = [
  ["claim.json", (of) => of.claim],
  ["protocol.json", (of) => of.protocol],
  ["evidence.json", (of) => of.evidence],
  ["audit_input.json", (of) => of.auditInput],
  ["audit_provenance.json", (of) => of.provenance],
];
