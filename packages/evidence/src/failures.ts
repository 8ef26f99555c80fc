import type {
  AuditInput,
  Claim,
  EpisodeResult,
  FailureEvidence,
  FailureReplay,
  Protocol,
  RawEvidenceManifest,
} from "@worldflux/schema";

type References = RawEvidenceManifest["references"];

/** `failure_evidence_index.jsonl`: every recorded failure or error, with its raw files. */
export function failureIndex(
  episodes: readonly EpisodeResult[],
  references: References,
): FailureEvidence[] {
  const files = new Map<string, string[]>();
  for (const { episode_id, path } of references) {
    const list = files.get(episode_id);
    if (list === undefined) files.set(episode_id, [path]);
    else list.push(path);
  }
  return failed(episodes).map((episode) => ({
    ...identity(episode),
    outcome: episode.outcome,
    ...(episode.sum_reward === undefined ? {} : { sum_reward: episode.sum_reward }),
    ...(episode.max_reward === undefined ? {} : { max_reward: episode.max_reward }),
    ...(episode.steps === undefined ? {} : { steps: episode.steps }),
    raw_files: files.get(episode.id) ?? [],
  }));
}

/** `failure_replay_manifest.jsonl`: what is known for running each of them again, and what is not. */
export function failureReplays(
  episodes: readonly EpisodeResult[],
  input: AuditInput,
  claim: Claim,
  protocol: Protocol,
): FailureReplay[] {
  const { name, version } = input.source.evaluator;
  return failed(episodes).map((episode) => ({
    ...identity(episode),
    evaluator: { name, version },
    checkpoint_uri: protocol.model_runtime.checkpoint_uri ?? claim.subject.checkpoint_uri ?? null,
    sources: input.source.files.map((file) => file.sha256),
    not_recorded: input.not_recorded,
  }));
}

function failed(episodes: readonly EpisodeResult[]): EpisodeResult[] {
  return episodes.filter((e) => e.outcome === "failure" || e.outcome === "error");
}

function identity(e: EpisodeResult) {
  return {
    episode_id: e.id,
    suite: e.suite,
    task: e.task,
    index: e.index,
    seed: e.seed,
    attempt: e.attempt,
  };
}
