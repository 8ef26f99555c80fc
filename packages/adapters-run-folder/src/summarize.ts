import { type EpisodeRecord, type Outcome, outcomeLetters } from "@worldflux/schema";

/** What goes through once over the episodes of a candidate finds. */
export interface Summary {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly seeds: { readonly recorded: boolean; readonly distinct: number };
  /** At most 64. */
  readonly suites: readonly string[];
  readonly taskCount: number;
  /** Every name of a suite or a task. */
  readonly names: readonly string[];
  /** Episodes that name neither suite nor task. */
  readonly unnamed: number;
  /** Records of an episode that is there already, and how many of them ended the other way. */
  readonly repeated: number;
  readonly opposite: number;
}

/** Most episodes that are remembered to find one that is there twice. */
const maxKept = 1_000_000;

/** Goes once over the episodes. */
export function summarize(episodes: Iterable<EpisodeRecord>): Summary {
  const outcomes = Object.fromEntries(
    Object.keys(outcomeLetters).map((outcome) => [outcome, 0]),
    // One entry an outcome.
  ) as Record<Outcome, number>;
  const seeds = new Set<number>();
  const suites = new Set<string>();
  const tasks = new Set<string>();
  const names = new Set<string>();
  const kept = new Map<string, Outcome>();
  let [seeded, unnamed, repeated, opposite] = [0, 0, 0, 0];
  for (const { suite, task, index, seed, attempt, outcome } of episodes) {
    outcomes[outcome]++;
    if (seed !== null) {
      seeded++;
      if (seeds.size < maxKept) seeds.add(seed);
    }
    if (suite !== null && suites.size < 64) suites.add(suite);
    for (const name of [suite, task]) if (name !== null) names.add(name);
    if (suite === null && task === null) unnamed++;
    else if (tasks.size < maxKept) tasks.add(JSON.stringify([suite, task]));
    const key = JSON.stringify([suite, task, index, seed, attempt]);
    const before = kept.get(key);
    if (before !== undefined) {
      repeated++;
      if (before !== outcome) opposite++;
    } else if (kept.size < maxKept) kept.set(key, outcome);
  }
  return {
    outcomes,
    seeds: { recorded: seeded > 0, distinct: seeds.size },
    suites: [...suites],
    names: [...names],
    taskCount: tasks.size,
    unnamed,
    repeated,
    opposite,
  };
}
