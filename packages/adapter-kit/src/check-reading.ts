import {
  checkDocument,
  type Digest,
  digester,
  EpisodeRecord,
  preview,
  type Reading,
  ReadingFacts,
  WorldFluxError,
} from "@worldflux/schema";

/**
 * Holds an adapter to its contract: the facts at once, each episode as it is iterated.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID, naming the adapter and the field
 */
export function checkReading(adapter: string, reading: Reading): Reading {
  const source = `adapter ${adapter}`;
  // An adapter may be anybody's, and written without types.
  const { episodes, ...facts }: Partial<Reading> = Object(reading);
  if (typeof Object(episodes)[Symbol.iterator] !== "function") {
    throw new WorldFluxError(
      "WF_DOCUMENT_INVALID",
      `${source}: /episodes: expected a list or another iterable, got ${preview(episodes)}`,
      { hint: "correct the adapter" },
    );
  }
  const list = episodes as Iterable<EpisodeRecord>;
  const passes = new Passes(source);
  return {
    ...checkDocument(ReadingFacts, facts, source),
    episodes: { [Symbol.iterator]: () => passes.next(checked(list, source)) },
  };
}

function* checked(episodes: Iterable<EpisodeRecord>, source: string): Generator<EpisodeRecord> {
  let i = 0;
  for (const episode of episodes) {
    const { success, data } = EpisodeRecord.safeParse(episode);
    yield success ? data : checkDocument(EpisodeRecord, episode, `${source}, episode ${i}`);
    i++;
  }
}

/** Counts and records are made in different passes, so each has to give the same episodes. */
class Passes {
  readonly #source: string;
  #first: Digest | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  *next(episodes: Iterable<EpisodeRecord>): Generator<EpisodeRecord> {
    const hash = digester();
    const encoder = new TextEncoder();
    for (const episode of episodes) {
      hash.update(encoder.encode(`${JSON.stringify(episode)}\n`));
      yield episode;
    }
    const digest = hash.digest();
    this.#first ??= digest;
    if (digest === this.#first) return;
    throw new WorldFluxError(
      "WF_ADAPTER_INVALID",
      `${this.#source} gave other episodes when it was asked for them again`,
      { hint: "report it to the author of the adapter: episodes must be the same each time" },
    );
  }
}
