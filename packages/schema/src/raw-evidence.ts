import * as z from "zod";
import { Digest } from "./digest.ts";
import { Outcome } from "./episode.ts";
import { RawReference, Unrecorded } from "./reading.ts";
import { Count, Line } from "./text.ts";

const episode = {
  episode_id: Line,
  suite: Line.nullable(),
  task: Line.nullable(),
  index: Count,
  seed: z.number().int().nullable(),
  attempt: Count,
};

/** `raw_evidence_manifest.json`: which raw files there are, by name and hash; never their bytes. */
export const RawEvidenceManifest = z
  .looseObject({
    schema_version: z.literal("worldflux.raw_evidence_manifest.v0_draft"),
    files: z.array(z.looseObject({ role: Line, name: Line, sha256: Digest, size_bytes: Count })),
    references: z.array(
      z.looseObject({ episode_id: Line, kind: RawReference.shape.kind, path: Line }),
    ),
  })
  .meta({ title: "raw_evidence_manifest.json" });
export type RawEvidenceManifest = z.infer<typeof RawEvidenceManifest>;

/** One line of `failure_evidence_index.jsonl`: an episode that did not succeed. */
export const FailureEvidence = z
  .looseObject({
    ...episode,
    outcome: Outcome,
    sum_reward: z.number().nullable().optional(),
    max_reward: z.number().nullable().optional(),
    steps: Count.optional(),
    raw_files: z.array(Line),
  })
  .meta({ title: "failure_evidence_index.jsonl" });
export type FailureEvidence = z.infer<typeof FailureEvidence>;

/** One line of `failure_replay_manifest.jsonl`: what is known for running that episode again. */
export const FailureReplay = z
  .looseObject({
    ...episode,
    evaluator: z.looseObject({ name: Line, version: Line.nullable() }),
    checkpoint_uri: Line.nullable(),
    sources: z.array(Digest),
    not_recorded: z.array(Unrecorded),
  })
  .meta({ title: "failure_replay_manifest.jsonl" });
export type FailureReplay = z.infer<typeof FailureReplay>;
