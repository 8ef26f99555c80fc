import { challengeProblem, episodeId, leafBytes } from "@worldflux/evidence";
import {
  type AuditInput,
  type AuditProvenance,
  canonicalJson,
  checkDocument,
  type EpisodeChallenge,
  type EpisodeOpening,
  EpisodeResult,
  fromHex,
  merkleIncludes,
  merkleLeaf,
  outcomeLetters,
  parseJson,
  taskName,
  WorldFluxError,
} from "@worldflux/schema";

/** What one disclosed record turned out to be. */
export interface OpenedEpisode {
  readonly leafIndex: number;
  /** The record; null when the line is none. */
  readonly episode: EpisodeResult | null;
  /** Why it is not accepted; null when it is the committed record and agrees with the package. */
  readonly problem: string | null;
}

/** What `checkOpening` found. */
export interface OpeningReport {
  /** True when nothing is wrong with the opening, and it answers the challenge, if one was given. */
  readonly ok: boolean;
  /** What is wrong with the opening as a whole. */
  readonly problems: readonly string[];
  readonly episodes: readonly OpenedEpisode[];
  /** Recorded episodes of the package that are not opened here. */
  readonly notOpened: number;
}

/** The public members that an opening is held against. */
export interface OpeningContext {
  readonly provenance: AuditProvenance;
  readonly input: AuditInput;
  /** What was asked for; every episode of it must be opened. */
  readonly challenge?: EpisodeChallenge | undefined;
}

/**
 * Holds disclosed records against the root in `audit_provenance.json` and the outcomes in
 * `audit_input.json`. Only what the package says counts; root and size in the opening are compared.
 * Pure; never throws for a bad opening.
 */
export function checkOpening(opening: EpisodeOpening, context: OpeningContext): OpeningReport {
  const { provenance, input, challenge } = context;
  const problems: string[] = [];
  const expect = (what: string, actual: unknown, expected: unknown) => {
    if (actual !== expected) problems.push(`${what} is ${actual}, the package has ${expected}`);
  };
  expect("the opening's /package_id", opening.package_id, provenance.package_id);
  expect("the opening's /root", opening.root, provenance.commitments?.root ?? "no root");
  expect("the opening's /tree_size", opening.tree_size, provenance.commitments?.tree_size ?? 0);

  const published = new PublishedOutcomes(input);
  const opened = new Set<number>();
  const episodes = opening.episodes.map((entry): OpenedEpisode => {
    const leafIndex = entry.leaf_index;
    if (opened.has(leafIndex)) return { leafIndex, episode: null, problem: "opened twice" };
    opened.add(leafIndex);
    const read = readLine(entry.line, leafIndex);
    if (typeof read === "string") return { leafIndex, episode: null, problem: read };
    const problem = outsideOfTree(entry, provenance) ?? published.disagreement(read);
    return { leafIndex, episode: read, problem };
  });
  const accepted = episodes.filter(({ problem }) => problem === null);
  if (challenge !== undefined) problems.push(...unanswered(challenge, context, accepted));
  return {
    ok: problems.length === 0 && accepted.length === episodes.length,
    problems,
    episodes,
    notOpened: Math.max(0, (provenance.commitments?.tree_size ?? 0) - accepted.length),
  };
}

type Entry = EpisodeOpening["episodes"][number];

/** The record in a line, or why there is none. */
function readLine(line: string, leafIndex: number): EpisodeResult | string {
  const source = `the line of leaf ${leafIndex}`;
  try {
    const { value } = parseJson(line, { source });
    if (canonicalJson(value) !== line) return `${source} is not in canonical form (RFC 8785)`;
    const episode = checkDocument(EpisodeResult, value, source);
    const id = episodeId(leafIndex);
    return episode.id === id ? episode : `${source} has id ${episode.id}, expected ${id}`;
  } catch (error) {
    if (error instanceof WorldFluxError) return error.message;
    throw error;
  }
}

function outsideOfTree(entry: Entry, { commitments }: AuditProvenance): string | null {
  if (commitments === undefined) return "the package has no root";
  const included = merkleIncludes({
    leaf: merkleLeaf(leafBytes(fromHex(entry.salt), entry.line)),
    index: entry.leaf_index,
    size: commitments.tree_size,
    path: entry.audit_path.map(hashBytes),
    root: hashBytes(commitments.root),
  });
  return included ? null : "not the committed record: its audit path does not lead to the root";
}

function hashBytes(digest: string): Uint8Array {
  return fromHex(digest.slice("sha256:".length));
}

/** How many records `audit_input.json` has of each cell and outcome, each good for one record. */
class PublishedOutcomes {
  readonly #input: AuditInput;
  /** Counts by letter, by cell, for the tasks that were asked about. */
  readonly #tasks = new Map<string, Map<string, Map<string, number>>>();

  constructor(input: AuditInput) {
    this.#input = input;
  }

  /** Why a record is not what the package published, or null. */
  disagreement(episode: EpisodeResult): string | null {
    const counts = this.#cellsOf(episode).get(cellKey(episode));
    const where = placeOf(episode);
    if (counts === undefined) return `audit_input.json has no episode of ${where}`;
    const letter = outcomeLetters[episode.outcome];
    const count = counts.get(letter);
    if (count === undefined) {
      const published = [...counts.keys()].join("");
      return `the record says ${letter} (${episode.outcome}), audit_input.json has ${published} for ${where}`;
    }
    if (count === 0) return `more records than audit_input.json has of ${where}`;
    counts.set(letter, count - 1);
    return null;
  }

  #cellsOf(of: Named): Map<string, Map<string, number>> {
    const name = JSON.stringify([of.suite, of.task]);
    const known = this.#tasks.get(name);
    if (known !== undefined) return known;
    const cells = new Map<string, Map<string, number>>();
    const task = this.#input.tasks.find((t) => t.suite === of.suite && t.task === of.task);
    for (const [i, index] of (task?.index ?? []).entries()) {
      const seed = task?.seed?.[i] ?? null;
      const cell = cellKey({ index, seed, attempt: task?.attempt?.[i] ?? 0 });
      const counts = cells.get(cell) ?? new Map<string, number>();
      const letter = task?.outcomes.charAt(i) ?? "";
      cells.set(cell, counts.set(letter, (counts.get(letter) ?? 0) + 1));
    }
    this.#tasks.set(name, cells);
    return cells;
  }
}

function cellKey(of: { index: number; seed: number | null; attempt: number }): string {
  return `${of.index} ${of.seed} ${of.attempt}`;
}

/** What is wrong with a challenge, and which of its episodes are not among the accepted ones. */
function unanswered(
  challenge: EpisodeChallenge,
  { provenance, input }: OpeningContext,
  accepted: readonly OpenedEpisode[],
): string[] {
  const problem = challengeProblem(challenge, provenance, input);
  if (problem !== null) return [problem];
  const left = new Map<string, number>();
  for (const { episode } of accepted) {
    const key = episode === null ? "" : episodeKey(episode);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return challenge.episodes.flatMap((episode) => {
    const key = episodeKey(episode);
    const more = left.get(key) ?? 0;
    left.set(key, more - 1);
    return more > 0 ? [] : [`asked for and not opened: ${placeOf(episode)}, ${episode.outcome}`];
  });
}

type Named = Pick<EpisodeResult, "suite" | "task" | "index" | "seed" | "attempt" | "outcome">;

function episodeKey({ suite, task, index, seed, attempt, outcome }: Named): string {
  return JSON.stringify([suite, task, index, seed, attempt, outcome]);
}

function placeOf(of: Named): string {
  const seed = of.seed === null ? "" : `, seed ${of.seed}`;
  const attempt = of.attempt === 0 ? "" : `, attempt ${of.attempt}`;
  return `${taskName(of)}, index ${of.index}${seed}${attempt}`;
}
