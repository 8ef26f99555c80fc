import {
  ClaimId,
  Count,
  canonicalJson,
  Digest,
  Line,
  manifestName,
  PackageId,
  ProtocolId,
  sha256,
} from "@worldflux/schema";
import * as z from "zod";
import { NamedKey } from "./named-key.ts";

/** The in-toto statement type that is signed. */
export const statementType = "https://in-toto.io/Statement/v1";
/** What the statement says about its subject. */
export const predicateType = "https://worldflux.ai/attestation/evidence-package/v1";

/** A document by its id and the SHA-256 of its RFC 8785 form (no line feed), as `claim_hash` has it. */
const named = <I extends z.ZodType>(id: I) => z.strictObject({ id, sha256: Digest });

/** What is signed about a package beside the bytes of its manifest. */
export const Predicate = z.strictObject({
  package_id: PackageId,
  manifest: z.strictObject({
    path: z.literal(manifestName),
    member_count: Count,
    total_bytes: Count,
  }),
  claim: named(ClaimId),
  protocol: named(ProtocolId),
  evidence: z.strictObject({ sha256: Digest }),
  key: NamedKey,
  /** The program that wrote the statement, as it says. */
  producer: z.strictObject({ name: Line, version: Line }),
  /** When the package was made, as `audit_provenance.json` says. Not when it was signed. */
  created_at: z.iso.datetime(),
});
export type Predicate = z.infer<typeof Predicate>;

/** An in-toto Statement v1 with the manifest as its one subject. */
export const Statement = z.strictObject({
  _type: z.literal(statementType),
  subject: z.tuple([
    z.strictObject({
      name: z.literal(manifestName),
      digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    }),
  ]),
  predicateType: z.literal(predicateType),
  predicate: Predicate,
});
export type Statement = z.infer<typeof Statement>;

/** The statement about a manifest, as the bytes that go into the envelope: RFC 8785, no line feed. */
export function statementBytes(manifestBytes: Uint8Array, predicate: Predicate): Uint8Array {
  const statement: Statement = {
    _type: statementType,
    subject: [{ name: manifestName, digest: { sha256: subjectDigest(manifestBytes) } }],
    predicateType,
    predicate,
  };
  return new TextEncoder().encode(canonicalJson(Statement.parse(statement)));
}

/** SHA-256 of the manifest's bytes as in-toto spells it: 64 hexadecimal digits. */
export function subjectDigest(manifestBytes: Uint8Array): string {
  return sha256(manifestBytes).slice("sha256:".length);
}
