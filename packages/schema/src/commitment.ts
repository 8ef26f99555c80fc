import * as z from "zod";
import { Digest } from "./digest.ts";
import { Outcome } from "./episode.ts";
import { PackageId } from "./ids.ts";
import { Count, Line } from "./text.ts";

const Hex32 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hex digits")
  .meta({ description: "32 bytes as lower-case hexadecimal digits." });

/** `commitments` of `audit_provenance.json`: one hash that binds every line of the records. */
export const EpisodeCommitments = z
  .looseObject({
    tree: z.literal("rfc6962_sha256"),
    salt: z.literal("hmac_sha256_v0"),
    tree_size: Count.meta({ description: "Number of lines of episode_results.jsonl." }),
    root: Digest,
  })
  .meta({
    description:
      "Merkle tree hash over the episode records: leaf i is a salt of 32 bytes and line i, without its line feed.",
  });
export type EpisodeCommitments = z.infer<typeof EpisodeCommitments>;

/** `commitment_key.json`, private: what the salts are made from. */
export const CommitmentKey = z
  .looseObject({
    schema_version: z.literal("worldflux.commitment_key.v0_draft"),
    key: Hex32,
  })
  .meta({ title: "commitment_key.json" });
export type CommitmentKey = z.infer<typeof CommitmentKey>;

/** Most episodes that one challenge asks for, or one opening discloses. */
export const maxOpened = 10_000;

/** Some episode records in full, with the proof that they are the committed ones. */
export const EpisodeOpening = z
  .looseObject({
    schema_version: z.literal("worldflux.episode_opening.v0_draft"),
    package_id: PackageId,
    root: Digest,
    tree_size: Count,
    episodes: z
      .array(
        z.looseObject({
          leaf_index: Count,
          salt: Hex32,
          line: z
            .string()
            .min(2)
            .max(2 ** 20)
            .meta({
              description: "The line of episode_results.jsonl, character by character.",
            }),
          audit_path: z.array(Digest).max(64).meta({
            description: "Sibling hashes from the leaf to the root (RFC 6962, section 2.1.1).",
          }),
        }),
      )
      .min(1)
      .max(maxOpened),
  })
  .meta({ title: "episode opening" });
export type EpisodeOpening = z.infer<typeof EpisodeOpening>;

/** An episode as the public members name it. */
export const ChallengedEpisode = z.looseObject({
  position: Count.meta({
    description: "Place in the outcome sequences of audit_input.json, task after task, from 0.",
  }),
  suite: Line.nullable(),
  task: Line.nullable(),
  index: Count,
  seed: z.number().int().nullable(),
  attempt: Count,
  outcome: Outcome,
});
export type ChallengedEpisode = z.infer<typeof ChallengedEpisode>;

/** Which episodes a reviewer wants to see. Everything but the nonce follows from the package. */
export const EpisodeChallenge = z
  .looseObject({
    schema_version: z.literal("worldflux.episode_challenge.v0_draft"),
    package_id: PackageId,
    root: Digest,
    nonce: Line.meta({ description: "The reviewer's text; nobody knew it before the root." }),
    count: Count.min(1).max(maxOpened).meta({ description: "How many episodes were asked for." }),
    episodes: z.array(ChallengedEpisode).max(maxOpened),
  })
  .meta({ title: "episode challenge" });
export type EpisodeChallenge = z.infer<typeof EpisodeChallenge>;
