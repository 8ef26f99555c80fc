import * as z from "zod";
import type { Claim } from "./claim.ts";
import { Digest, documentDigest } from "./digest.ts";
import type { Protocol } from "./protocol.ts";
import { RecordedTimes, UtcTime } from "./recorded-times.ts";
import { Count, Line } from "./text.ts";

/** On whose side somebody stands who signs a lock. */
export const LockRole = z.enum(["author", "counterparty"]).meta({
  description:
    "author: whoever makes the claim. counterparty: whoever the claim is made to, such as a buyer.",
});
export type LockRole = z.infer<typeof LockRole>;

/** The episodes that a protocol plans, in numbers and by the digest of the whole plan. */
export const EpisodeManifest = z.looseObject({
  tasks: Count.meta({
    description: "Planned tasks; a suite counts as many as it is known to have.",
  }),
  cells: Count.meta({ description: "Planned episodes: tasks x seeds x episodes_per_task." }),
  sha256: Digest.meta({
    description:
      'Of the RFC 8785 form of {"episodes_per_task", "seeds", "tasks": [[name, how many], ...]}, names and seeds sorted.',
  }),
});
export type EpisodeManifest = z.infer<typeof EpisodeManifest>;

/** Most locks of a package. */
export const maxLocks = 9;

const stated = {
  statement: Digest.meta({
    description:
      "SHA-256 of the signed statement: the lock's id. Signatures have more than one form.",
  }),
  role: LockRole,
  signer: Line.meta({
    description:
      'Id of the key that is said to have signed. With a certificate: SHA-256 of the RFC 8785 form of {"issuer", "name"}, the one name in it and who vouches for it.',
  }),
  signed_with: z.literal("certificate").optional().meta({
    description: "Left out for a key of the signer's own.",
  }),
  cosigns: Digest.nullable().meta({
    description: "Id of the lock that this one co-signs; null for a lock of its own.",
  }),
  stated_at: UtcTime.meta({ description: "By the signer's own clock; proves nothing." }),
  stamped_at: UtcTime.nullable().meta({
    description:
      "What the time stamp of a third party says (RFC 3161); null without one. With a certificate: the latest of what time stamps and logs say.",
  }),
  stamped_by: z.literal("log").optional().meta({
    description: "stamped_at is a log's, in whole seconds. Left out for a time stamp.",
  }),
};

/** What a lock says, before anybody looked at its signature. */
export interface LockFacts {
  readonly statement: Digest;
  readonly role: LockRole;
  /** The same for all locks of one key, or of one name that one issuer vouches for. */
  readonly signer: string;
  /** Left out for a key. */
  readonly signed_with?: "certificate" | undefined;
  readonly cosigns: Digest | null;
  readonly stated_at: UtcTime;
  readonly stamped_at: UtcTime | null;
  /** Left out for a time stamp of RFC 3161, and without any. */
  readonly stamped_by?: "log" | undefined;
  /** RFC 8785 digests of what is locked. */
  readonly claim: Digest;
  readonly protocol: Digest;
  /** What it says beside that of the documents: their ids, and the episodes that they plan. */
  readonly claim_id: string;
  readonly protocol_id: string;
  readonly episodes: EpisodeManifest;
}

/** The documents that locks are held against. What is left out is not looked at. */
export interface LockTerms extends Pick<LockFacts, "claim" | "protocol"> {
  readonly claim_id?: string | undefined;
  readonly protocol_id?: string | undefined;
  /** Depends on the sizes of suites that a version knows; leave it out for a lock of another version. */
  readonly episodes?: EpisodeManifest | undefined;
}

/** What a lock of these documents has to say of them, by digest and by id. */
export function lockTerms(claim: Claim, protocol: Protocol) {
  return {
    claim: documentDigest(claim),
    protocol: documentDigest(protocol),
    claim_id: claim.id,
    protocol_id: protocol.id,
  } satisfies LockTerms;
}

/** How one lock differs from the documents, as the end of a sentence about it; null when it does not. */
export function lockMismatch(facts: LockFacts, of: LockTerms): string | null {
  for (const document of ["claim", "protocol"] as const) {
    if (facts[document] !== of[document]) {
      return `is a lock of another ${document}.json: it names ${facts[document]}, and this one has ${of[document]}. It was changed after it was locked, or the lock is of something else`;
    }
  }
  for (const document of ["claim", "protocol"] as const) {
    const id = of[`${document}_id`];
    const said = facts[`${document}_id`];
    if (id !== undefined && said !== id) {
      return `calls the ${document} ${said}, and ${document}.json has the id ${id}`;
    }
  }
  const { episodes } = of;
  if (episodes === undefined || planned(facts.episodes) === planned(episodes)) return null;
  return `says that ${planned(facts.episodes)}, and protocol.json plans otherwise: ${planned(episodes)}. A lock by a version that knows other suites has to be made again`;
}

function planned({ cells, tasks, sha256 }: EpisodeManifest): string {
  return `${cells} episodes of ${tasks} tasks are planned (${sha256})`;
}

/** A lock by the name of its file or member. */
export interface NamedLock {
  readonly name: string;
  readonly facts: LockFacts;
}

/**
 * What is wrong with locks that are said to be of one claim and protocol, by what they say; null when
 * nothing is. Each is by another signer: one key or one name on both sides would be no contract.
 *
 * @param of the documents that should be the locked ones
 */
export function lockProblem(locks: readonly NamedLock[], of: LockTerms): string | null {
  if (locks.length > maxLocks) {
    return `there are ${locks.length} locks, and a package holds ${maxLocks} at most`;
  }
  for (const [i, { name, facts }] of locks.entries()) {
    const other = lockMismatch(facts, of);
    if (other !== null) return `${name} ${other}`;
    const first = (same: (other: LockFacts) => boolean) =>
      locks.findIndex((other) => same(other.facts)) === i;
    if (!first((other) => other.statement === facts.statement)) return `${name} is there twice`;
    if (!first((other) => other.signer === facts.signer)) {
      const who = facts.signed_with === "certificate" ? "by a name that" : "by a key that";
      return `${name} is ${who} made another of the locks`;
    }
    if (facts.cosigns !== null && !locks.some((o) => o.facts.statement === facts.cosigns)) {
      return `${name} co-signs the lock ${facts.cosigns}, which is not there`;
    }
  }
  return null;
}

/** The locks of a package against its episodes. What they say, not that it is genuine. */
export const EvidenceLock = z.looseObject({
  locks: z
    .array(z.looseObject({ member: Line, ...stated }))
    .min(1)
    .max(maxLocks),
  locked_at: UtcTime.nullable().meta({
    description: "The earliest stamped_at among the locks; null when none has one.",
  }),
  recorded_times: RecordedTimes.nullable(),
  precedes: z.boolean().nullable().meta({
    description:
      "true: locked_at is before the recorded start. null: one of the two is not known. false is refused.",
  }),
  episodes_frozen: z.boolean().meta({
    description: "Whether the episodes that had to run were all known when it was locked.",
  }),
});
export type EvidenceLock = z.infer<typeof EvidenceLock>;
