import {
  type AuditInput,
  type AuditProvenance,
  type AuditTask,
  type ChallengedEpisode,
  canonicalJson,
  type Digest,
  type EpisodeChallenge,
  type EpisodeResult,
  type Outcome,
  outcomeLetters,
  sha256,
} from "@worldflux/schema";

/** What a challenge is about, and what the reviewer brings. */
export interface ChallengeInput {
  readonly packageId: string;
  /** Root of the commitments. */
  readonly root: Digest;
  /** Text that nobody could know before the root was fixed; no control characters. */
  readonly nonce: string;
  /** How many episodes to open. */
  readonly count: number;
}

const outcomes = new Map<string, Outcome>(
  Object.entries(outcomeLetters).map(([outcome, letter]) => [letter, outcome as Outcome]),
);

/**
 * Picks the episodes to be opened, from public members alone: every recorded episode has a rank,
 * the SHA-256 of root, nonce and position, and the lowest ranks are picked. Of `count`, four fifths
 * (rounded up) are successes and the rest are others; where one kind runs out, the other fills up.
 * Announced episodes without a record are never picked. Sorted by position.
 */
export function challengeOf(input: AuditInput, about: ChallengeInput): EpisodeChallenge {
  const { packageId, root, nonce, count } = about;
  const rank = (position: number) =>
    sha256(`worldflux episode challenge v0\0${root}\0${nonce}\0${position}`);
  const kinds = { success: new Lowest(count), other: new Lowest(count) };
  for (const { letter, position } of entries(input)) {
    if (letter === outcomeLetters.missing) continue;
    kinds[letter === outcomeLetters.success ? "success" : "other"].add(position, rank(position));
  }
  const successes = kinds.success.positions();
  const others = kinds.other.positions();
  const wanted = Math.ceil((4 * count) / 5);
  const fewerOthers = Math.min(others.length, count - Math.min(wanted, successes.length));
  const picked = new Set([
    ...successes.slice(0, count - fewerOthers),
    ...others.slice(0, fewerOthers),
  ]);
  const episodes: ChallengedEpisode[] = [];
  for (const { task, i, position, letter } of entries(input)) {
    if (!picked.has(position)) continue;
    episodes.push({
      position,
      suite: task.suite,
      task: task.task,
      index: task.index[i] ?? 0,
      seed: task.seed?.[i] ?? null,
      attempt: task.attempt?.[i] ?? 0,
      outcome: outcomes.get(letter) ?? "missing",
    });
  }
  return {
    schema_version: "worldflux.episode_challenge.v0_draft",
    package_id: packageId,
    root,
    nonce,
    count,
    episodes,
  };
}

/**
 * Why a challenge is not the one that its nonce gives for a package, or null when it is. So a
 * reviewer cannot pick by hand, and neither side can change the list.
 */
export function challengeProblem(
  challenge: EpisodeChallenge,
  provenance: AuditProvenance,
  input: AuditInput,
): string | null {
  const { package_id: packageId, commitments } = provenance;
  if (challenge.package_id !== packageId || challenge.root !== commitments?.root) {
    return "the challenge is for another package";
  }
  const { root, nonce, count } = challenge;
  const { episodes } = challengeOf(input, { packageId, root, nonce, count });
  return canonicalJson(episodes) === canonicalJson(challenge.episodes)
    ? null
    : "the challenge's episodes are not those that its nonce picks";
}

/**
 * Leaf indices of the episodes at some positions, in the order of the records. Only who has the
 * records can tell: their order across tasks is not public.
 */
export function leavesAt(
  input: AuditInput,
  episodes: Iterable<EpisodeResult>,
  positions: Iterable<number>,
): number[] {
  const next = new Map<string, number>();
  let offset = 0;
  for (const task of input.tasks) {
    next.set(JSON.stringify([task.suite, task.task]), offset);
    offset += task.outcomes.length;
  }
  const asked = new Set(positions);
  const found: number[] = [];
  let leaf = 0;
  for (const { suite, task } of episodes) {
    const key = JSON.stringify([suite, task]);
    const position = next.get(key) ?? -1;
    if (asked.has(position)) found.push(leaf);
    next.set(key, position + 1);
    leaf++;
  }
  return found;
}

interface Entry {
  readonly task: AuditTask;
  /** Place within the task. */
  readonly i: number;
  /** Place among all episodes, task after task. */
  readonly position: number;
  readonly letter: string;
}

function* entries({ tasks }: AuditInput): Generator<Entry> {
  let position = 0;
  for (const task of tasks) {
    for (let i = 0; i < task.outcomes.length; i++) {
      yield { task, i, position: position++, letter: task.outcomes.charAt(i) };
    }
  }
}

/** Keeps the positions with the lowest ranks, in little room. */
class Lowest {
  readonly #most: number;
  #kept: { position: number; rank: string }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(position: number, rank: string): void {
    if (this.#kept.push({ position, rank }) > 2 * this.#most + 1000) this.#cut();
  }

  /** Lowest rank first. */
  positions(): number[] {
    this.#cut();
    return this.#kept.map(({ position }) => position);
  }

  #cut(): void {
    this.#kept.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    this.#kept = this.#kept.slice(0, this.#most);
  }
}
