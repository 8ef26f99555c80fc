import type { DenominatorPolicy, Denominators } from "@worldflux/schema";
import type { Disagreement, MatchedCells } from "./cells.ts";

/** Successes and the episodes that they are divided by. */
export interface Tally {
  readonly successes: number;
  readonly episodes: number;
}

/** Where every episode went: the waterfall from planned and recorded to each outcome. */
export function denominators(cells: MatchedCells): Denominators {
  const letters = cells.tasks.map((t) => t.outcomes).join("");
  return {
    planned: cells.planned,
    recorded: cells.recorded,
    success: countLetter(letters, "S"),
    failure: countLetter(letters, "F"),
    error: countLetter(letters, "E"),
    pending: countLetter(letters, "P"),
    not_applicable: countLetter(letters, "N"),
    missing: cells.planned - letters.length,
    duplicated: cells.duplicated,
    out_of_protocol: cells.outOfProtocol,
  };
}

type Countable = Pick<Denominators, "success" | "failure" | "error" | "pending" | "missing">;

/** Numerator and denominator under a declared rule. Episodes where success is not defined never count. */
export function tally(d: Countable, rule: DenominatorPolicy): Tally {
  const all = d.success + d.failure + d.error + d.pending + d.missing;
  switch (rule) {
    case "errors_as_failures":
      return { successes: d.success, episodes: d.success + d.failure + d.error };
    case "errors_excluded":
      return { successes: d.success, episodes: d.success + d.failure };
    case "missing_as_failures":
      return { successes: d.success, episodes: all };
  }
}

/**
 * The fewest and the most successes that the planned episodes can have had: errors, pending and
 * missing episodes all failed or all succeeded, and of records that disagree the one or the other
 * counts.
 */
export function bounds(d: Countable, disagreement: Disagreement): { fewest: Tally; most: Tally } {
  const open = d.error + d.pending + d.missing;
  const episodes = d.success + d.failure + open;
  return {
    fewest: { successes: d.success - disagreement.successes, episodes },
    most: { successes: Math.min(episodes, d.success + open + disagreement.failures), episodes },
  };
}

/** The same for one task's outcome letters, with `missing` of its cells unmatched. */
export function tallyLetters(outcomes: string, missing: number, rule: DenominatorPolicy): Tally {
  return tally(
    {
      success: countLetter(outcomes, "S"),
      failure: countLetter(outcomes, "F"),
      error: countLetter(outcomes, "E"),
      pending: countLetter(outcomes, "P"),
      missing,
    },
    rule,
  );
}

/** How often a letter occurs. */
export function countLetter(outcomes: string, letter: string): number {
  let n = 0;
  for (const c of outcomes) if (c === letter) n++;
  return n;
}
