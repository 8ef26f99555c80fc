import {
  ClaimId,
  Count,
  canonicalJson,
  Digest,
  type EpisodeManifest,
  Line,
  LockRole,
  ProtocolId,
  UtcTime,
} from "@worldflux/schema";
import * as z from "zod";
import { NamedKey } from "./named-key.ts";
import { statementType } from "./statement.ts";

/** What a lock says about its subjects. */
export const lockPredicateType = "https://worldflux.ai/attestation/claim-lock/v1";

const subject = <N extends string>(name: N) =>
  z.strictObject({
    name: z.literal(name),
    digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  });

/** What is signed about claim and protocol beside their digests. */
export const LockPredicate = z.strictObject({
  role: LockRole,
  claim: z.strictObject({ id: ClaimId }),
  protocol: z.strictObject({ id: ProtocolId }),
  /** What has to run, as the protocol alone has it. */
  episodes: z.strictObject({ tasks: Count, cells: Count, sha256: Digest }),
  /** Id of the lock that this one co-signs: the SHA-256 of its statement. */
  cosigns: Digest.nullable(),
  key: NamedKey,
  producer: z.strictObject({ name: Line, version: Line }),
  /** By the signer's own clock. */
  created_at: UtcTime,
});
export type LockPredicate = z.infer<typeof LockPredicate>;

/** An in-toto Statement v1 over claim and protocol, by the digests of their RFC 8785 forms. */
export const LockStatement = z.strictObject({
  _type: z.literal(statementType),
  subject: z.tuple([subject("claim.json"), subject("protocol.json")]),
  predicateType: z.literal(lockPredicateType),
  predicate: LockPredicate,
});
export type LockStatement = z.infer<typeof LockStatement>;

/** Claim and protocol by id and by digest (`documentDigest`), and the episodes they ask for. */
export interface LockedDocuments {
  readonly claim: { readonly id: string; readonly sha256: Digest };
  readonly protocol: { readonly id: string; readonly sha256: Digest };
  readonly episodes: EpisodeManifest;
}

/** The statement as the bytes that go into the envelope: RFC 8785, no line feed. */
export function lockStatementBytes(
  { claim, protocol, episodes }: LockedDocuments,
  about: Pick<LockPredicate, "role" | "cosigns" | "key" | "producer" | "created_at">,
): Uint8Array {
  const { tasks, cells, sha256 } = episodes;
  const hex = (digest: Digest) => digest.slice("sha256:".length);
  const statement: LockStatement = {
    _type: statementType,
    subject: [
      { name: "claim.json", digest: { sha256: hex(claim.sha256) } },
      { name: "protocol.json", digest: { sha256: hex(protocol.sha256) } },
    ],
    predicateType: lockPredicateType,
    predicate: {
      ...about,
      claim: { id: claim.id },
      protocol: { id: protocol.id },
      episodes: { tasks, cells, sha256 },
    },
  };
  return new TextEncoder().encode(canonicalJson(LockStatement.parse(statement)));
}
