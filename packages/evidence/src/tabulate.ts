import {
  type AuditTask,
  type EpisodeRecord,
  isBefore,
  type OutcomeCounts,
  outcomeLetters,
  type UtcTime,
} from "@worldflux/schema";

/** When episodes began, as far as their records say. */
export interface RecordedStarts {
  /** The earliest start; undefined when no record has one. */
  readonly first: UtcTime | undefined;
  /** Whether every episode that was run has one. */
  readonly every: boolean;
}

/** The part of an audit input that the episode records alone decide. */
export interface Tabulated {
  readonly tasks: AuditTask[];
  readonly counts: OutcomeCounts;
  readonly starts: RecordedStarts;
}

/**
 * Groups episodes by task, in order of first appearance, and counts them. `recorded` counts every
 * record but those of outcome `missing`, which announce an episode that has none. Takes a stream:
 * of each episode a few bytes are kept.
 */
export function tabulateEpisodes(episodes: Iterable<EpisodeRecord>): Tabulated {
  const rows = new Map<string, TaskRow>();
  const counts = {
    recorded: 0,
    success: 0,
    failure: 0,
    error: 0,
    pending: 0,
    missing: 0,
    not_applicable: 0,
  };
  let first: UtcTime | undefined;
  let every = true;
  for (const episode of episodes) {
    const { started_at: started } = episode;
    if (started !== undefined && (first === undefined || isBefore(started, first))) first = started;
    if (started === undefined && wasRun(episode)) every = false;
    counts[episode.outcome]++;
    if (episode.outcome !== "missing") counts.recorded++;
    const key = JSON.stringify([episode.suite, episode.task]);
    let row = rows.get(key);
    if (row === undefined) {
      row = new TaskRow(episode.suite, episode.task);
      rows.set(key, row);
    }
    row.add(episode);
  }
  return { tasks: [...rows.values()].map((row) => row.table()), counts, starts: { first, every } };
}

function wasRun({ outcome }: EpisodeRecord): boolean {
  return outcome !== "missing" && outcome !== "pending";
}

/** The sequences of one task while they grow. Seeds and attempts take room once there are any. */
class TaskRow {
  readonly #letters: number[] = [];
  readonly #index: number[] = [];
  #seed: (number | null)[] | null = null;
  #attempt: number[] | null = null;

  readonly #name: Pick<AuditTask, "suite" | "task">;

  constructor(suite: string | null, task: string | null) {
    this.#name = { suite, task };
  }

  add({ outcome, index, seed, attempt }: EpisodeRecord): void {
    const before = this.#letters.length;
    this.#letters.push(outcomeLetters[outcome].charCodeAt(0));
    this.#index.push(index);
    if (seed !== null) this.#seed ??= Array.from({ length: before }, () => null);
    this.#seed?.push(seed);
    if (attempt !== 0) this.#attempt ??= Array.from({ length: before }, () => 0);
    this.#attempt?.push(attempt);
  }

  table(): AuditTask {
    return {
      ...this.#name,
      outcomes: new TextDecoder().decode(Uint8Array.from(this.#letters)),
      index: this.#index,
      seed: this.#seed,
      attempt: this.#attempt,
    };
  }
}
