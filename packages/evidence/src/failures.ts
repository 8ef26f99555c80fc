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
export function* failureIndex(
  episodes: Iterable<EpisodeResult>,
  references: References,
): Generator<FailureEvidence> {
  const files = new Map<string, string[]>();
  for (const { episode_id, path } of references) {
    const list = files.get(episode_id);
    if (list === undefined) files.set(episode_id, [path]);
    else list.push(path);
  }
  for (const episode of failed(episodes)) {
    yield {
      ...identity(episode),
      outcome: episode.outcome,
      ...(episode.sum_reward === undefined ? {} : { sum_reward: episode.sum_reward }),
      ...(episode.max_reward === undefined ? {} : { max_reward: episode.max_reward }),
      ...(episode.steps === undefined ? {} : { steps: episode.steps }),
      raw_files: files.get(episode.id) ?? [],
    };
  }
}

/** `failure_replay_manifest.jsonl`: what is known for running each of them again, and what is not. */
export function* failureReplays(
  episodes: Iterable<EpisodeResult>,
  input: AuditInput,
  claim: Claim,
  protocol: Protocol,
): Generator<FailureReplay> {
  const { name, version } = input.source.evaluator;
  const common = {
    evaluator: { name, version },
    checkpoint_uri: protocol.model_runtime.checkpoint_uri ?? claim.subject.checkpoint_uri ?? null,
    sources: input.source.files.map((file) => file.sha256),
    not_recorded: input.not_recorded,
  };
  for (const episode of failed(episodes)) yield { ...identity(episode), ...common };
}

function* failed(episodes: Iterable<EpisodeResult>): Generator<EpisodeResult> {
  for (const episode of episodes) {
    if (episode.outcome === "failure" || episode.outcome === "error") yield episode;
  }
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
