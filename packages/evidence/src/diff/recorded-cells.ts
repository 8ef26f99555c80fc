import type { MatchedCells } from "../cells.ts";
import { taskKey } from "./side.ts";

/** The record that counts for a planned cell. */
export interface RecordedCell {
  /** Task, seed and index as one text: equal on both sides for the same cell. */
  readonly key: string;
  readonly task: string;
  readonly seed: number | null;
  /** One letter: S F E P N. */
  readonly outcome: string;
}

/** Every planned cell that has a record. */
export function recordedCells({ tasks }: MatchedCells): RecordedCell[] {
  return tasks.flatMap((of) => {
    const task = taskKey(of);
    return [...of.outcomes].map((outcome, i) => {
      const seed = of.seeds?.[i] ?? null;
      return { key: cellKey(task, seed, of.indices[i] ?? 0), task, seed, outcome };
    });
  });
}

/** Task, seed and index as one text. */
export function cellKey(task: string, seed: number | null, index: number): string {
  return JSON.stringify([task, seed, index]);
}
