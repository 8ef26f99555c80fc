import * as z from "zod";
import { Digest } from "./digest.ts";
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
  tasks: Count.meta({ description: "Planned tasks; a suite counts as many as it is known to have." }),
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
    description: "SHA-256 of the signed statement: the lock's id. Signatures have more than one form.",
  }),
  role: LockRole,
  signer: Line.meta({ description: "Id of the key that is said to have signed." }),
  cosigns: Digest.nullable().meta({
    description: "Id of the lock that this one co-signs; null for a lock of its own.",
  }),
  stated_at: UtcTime.meta({ description: "By the signer's own clock; proves nothing." }),
  stamped_at: UtcTime.nullable().meta({
    description: "What the time stamp of a third party says (RFC 3161); null without one.",
  }),
};

/** What a lock says, before anybody looked at its signature. */
export interface LockFacts {
  readonly statement: Digest;
  readonly role: LockRole;
  readonly signer: string;
  readonly cosigns: Digest | null;
  readonly stated_at: UtcTime;
  readonly stamped_at: UtcTime | null;
  /** RFC 8785 digests of what is locked. */
  readonly claim: Digest;
  readonly protocol: Digest;
  readonly episodes: EpisodeManifest;
}

/** The locks of a package against its episodes. What they say, not that it is genuine. */
export const EvidenceLock = z.looseObject({
  locks: z
    .array(z.looseObject({ member: Line, ...stated }))
    .min(1)
    .max(maxLocks),
  locked_at: UtcTime.nullable().meta({
    description: "The earliest time stamp among the locks; null when none has one.",
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
