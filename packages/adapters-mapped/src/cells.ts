import { type EpisodeRecord, type Outcome, WorldFluxError } from "@worldflux/schema";
import type { ReadRow } from "./episode.ts";

/** Most cells that are remembered to number episodes or to find duplicates. */
export const maxCells = 1_000_000;

/** Numbers for tasks, so that the key of a cell stays short. */
function taskNumbers(): (episode: ReadRow["episode"]) => number {
  const numbers = new Map<string, number>();
  return ({ suite, task }) => {
    const key = JSON.stringify([suite, task]);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
}

/**
 * Gives episodes without an index one: how many earlier rows had the same task, seed and attempt.
 *
 * @throws WorldFluxError WF_INPUT_TOO_LARGE when there are more cells than are remembered
 */
export function numbering(file: string, limit = maxCells): (read: ReadRow) => EpisodeRecord {
  const numberOf = taskNumbers();
  const counts = new Map<string, number>();
  return ({ episode }) => {
    if (episode.index !== null) return { ...episode, index: episode.index };
    const key = `${numberOf(episode)}/${episode.seed}/${episode.attempt}`;
    const index = counts.get(key) ?? 0;
    if (counts.size >= limit && index === 0) {
      throw new WorldFluxError(
        "WF_INPUT_TOO_LARGE",
        `${file} has more than ${limit} pairs of a task and a seed, too many to number its episodes`,
        { hint: "map a column to index, or declare index:=0 for one episode a seed" },
      );
    }
    counts.set(key, index + 1);
    return { ...episode, index };
  };
}

/** A cell that stands in two rows. */
interface Duplicate {
  readonly first: number;
  readonly again: number;
  readonly opposite: boolean;
}

/** What was seen more than once. */
export interface Repetitions {
  readonly total: number;
  readonly opposite: number;
  /** The first few, those with opposite outcomes before others. */
  readonly examples: readonly Duplicate[];
  /** False when there were more cells than are remembered. */
  readonly complete: boolean;
}

const letters: readonly Outcome[] = ["success", "failure"];

/**
 * Finds episodes that are recorded twice: the same suite, task, seed, index and attempt. Remembers
 * a number a cell, up to a limit.
 *
 * @param key what makes two rows the same; by default the whole cell
 */
export function repetitions(
  key: (episode: EpisodeRecord) => string = ({ seed, index, attempt }) =>
    `${seed}/${index}/${attempt}`,
  limit = maxCells,
) {
  const taskOf = taskNumbers();
  const seen = new Map<string, number>();
  const found = { same: [] as Duplicate[], opposite: [] as Duplicate[] };
  let [total, opposite, complete] = [0, 0, true];
  return {
    see(episode: EpisodeRecord, row: number): void {
      const cell = `${taskOf(episode)}/${key(episode)}`;
      const letter = letters.indexOf(episode.outcome) + 1;
      const before = seen.get(cell);
      if (before === undefined) {
        if (seen.size < limit) seen.set(cell, row * 4 + letter);
        else complete = false;
        return;
      }
      total++;
      const contradicts = letter > 0 && before % 4 > 0 && before % 4 !== letter;
      if (contradicts) opposite++;
      const list = contradicts ? found.opposite : found.same;
      if (list.length < 8) {
        list.push({ first: Math.floor(before / 4), again: row, opposite: contradicts });
      }
    },
    result: (): Repetitions => ({
      total,
      opposite,
      examples: [...found.opposite, ...found.same].slice(0, 8),
      complete,
    }),
  };
}
