import { quote } from "@worldflux/adapter-kit";
import { type EpisodeRecord, type Outcome, taskName, WorldFluxError } from "@worldflux/schema";

/** Records that are remembered at least; at most twice as many. */
const span = 65_536;

interface Seen {
  readonly where: string;
  readonly outcome: Outcome;
}

/**
 * Notices a cell (task, seed, index, attempt) that is recorded twice. Two generations of records are
 * remembered, so that memory does not grow with the file: nothing escapes in a file of up to
 * 131,072 records, and nothing within 65,536 records of each other in a longer one.
 */
export class Repeats {
  #young = new Map<string, Seen>();
  #old = new Map<string, Seen>();
  #forgot = false;

  /** True once records were forgotten, so that a repeat might have escaped. */
  get forgot(): boolean {
    return this.#forgot;
  }

  /** @throws WorldFluxError WF_EPISODE_DUPLICATED */
  add(record: EpisodeRecord, where: string): void {
    const { suite, task, seed, index, attempt, outcome } = record;
    // Names have no control characters, so no two cells share a key.
    const key = `${suite ?? ""}\n${task}\n${seed}\n${index}\n${attempt}`;
    const before = this.#young.get(key) ?? this.#old.get(key);
    if (before !== undefined) throw repeated(record, where, before);
    if (this.#young.size >= span) {
      this.#forgot ||= this.#old.size > 0;
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, { where, outcome });
  }
}

function repeated(record: EpisodeRecord, where: string, before: Seen): WorldFluxError {
  const { seed, index, attempt, outcome } = record;
  const differs =
    before.outcome === outcome ? "" : `, once as ${before.outcome} and once as ${outcome}`;
  return new WorldFluxError(
    "WF_EPISODE_DUPLICATED",
    `${where}: task ${quote(taskName(record))}, seed ${seed}, index ${index}, attempt ${attempt} is recorded at ${before.where} already${differs}`,
    { hint: "give a second run of the same cell attempt 1, and another repetition its own index" },
  );
}
