import type {
  CountingRule,
  DenominatorPolicy,
  Denominators,
  Operator,
  RuleResult,
} from "@worldflux/schema";
import { taskName } from "@worldflux/schema";
import { disagreementOf, type MatchedCells, type MatchedTask } from "./cells.ts";

/** Successes and the episodes that they are divided by. */
export interface Tally {
  readonly successes: number;
  readonly episodes: number;
}

/** A tally of one task or seed. */
export interface ClusterTally extends Tally {
  readonly name: string;
}

/** The counts under one rule, in all and by what makes episodes alike. */
export interface Sample extends Tally {
  readonly tasks: readonly ClusterTally[];
  /** null when the file records no seeds. */
  readonly seeds: readonly ClusterTally[] | null;
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

interface Countable {
  readonly success: number;
  readonly failure: number;
  readonly error: number;
  readonly pending: number;
  readonly missing: number;
  /** Cells whose records disagree: counted as a success, or as a failure. */
  readonly contested: { readonly successes: number; readonly failures: number };
}

/**
 * Counts the matched episodes under a rule. `best_case` and `worst_case` are meant for the claim:
 * errors, pending and missing episodes all end in its favour or against it, and of records that
 * disagree the better or the worse one counts.
 */
export function sampleOf(cells: MatchedCells, rule: CountingRule, operator: Operator): Sample {
  const way = wayOf(rule, operator);
  const unnamed = unnamedTasks(cells).map((name) => ({
    name,
    ...tally({ ...nothing, missing: cells.plannedPerTask }, way),
  }));
  const tasks = [
    ...cells.tasks.map((task) => ({ name: taskName(task), ...tally(countable(task), way) })),
    ...unnamed,
  ];
  return {
    successes: tasks.reduce((sum, task) => sum + task.successes, 0),
    episodes: tasks.reduce((sum, task) => sum + task.episodes, 0),
    tasks,
    seeds: bySeed(cells, way),
  };
}

/** Names for the tasks that have none, which no recorded or planned task bears. */
function unnamedTasks({ tasks, conformance }: MatchedCells): string[] {
  const taken = new Set(tasks.map(taskName));
  const names: string[] = [];
  for (let i = 1; names.length < conformance.unnamed_missing_tasks; i++) {
    const name = `(unnamed task ${i})`;
    if (!taken.has(name)) names.push(name);
  }
  return names;
}

/** The rules whose verdict is another than that of the headline's own rule, each for one look. */
export function otherVerdicts(
  rules: readonly RuleResult[],
  { rule }: { readonly rule: DenominatorPolicy },
): RuleResult[] {
  const own = rules.find((result) => result.rule === rule);
  return rules.filter((result) => result.verdict !== own?.verdict);
}

type Way = DenominatorPolicy | "fewest" | "most";

function wayOf(rule: CountingRule, operator: Operator): Way {
  if (rule !== "best_case" && rule !== "worst_case") return rule;
  return (rule === "best_case") === operator.startsWith(">") ? "most" : "fewest";
}

const nothing: Countable = {
  success: 0,
  failure: 0,
  error: 0,
  pending: 0,
  missing: 0,
  contested: { successes: 0, failures: 0 },
};

function countable({ outcomes, planned, disagreement }: MatchedTask): Countable {
  return {
    success: countLetter(outcomes, "S"),
    failure: countLetter(outcomes, "F"),
    error: countLetter(outcomes, "E"),
    pending: countLetter(outcomes, "P"),
    missing: planned - outcomes.length,
    contested: disagreement,
  };
}

/** Episodes where success is not defined never count. */
function tally(d: Countable, way: Way): Tally {
  const open = d.error + d.pending + d.missing;
  const all = d.success + d.failure + open;
  switch (way) {
    case "errors_as_failures":
      return { successes: d.success, episodes: d.success + d.failure + d.error };
    case "errors_excluded":
      return { successes: d.success, episodes: d.success + d.failure };
    case "missing_as_failures":
      return { successes: d.success, episodes: all };
    case "fewest":
      return { successes: d.success - d.contested.successes, episodes: all };
    case "most":
      return { successes: Math.min(all, d.success + open + d.contested.failures), episodes: all };
  }
}

/** Cells without a record have no seed of their own; they count as one cluster more. */
function bySeed(cells: MatchedCells, way: Way): ClusterTally[] | null {
  if (cells.tasks.every((task) => task.seeds === null)) return null;
  const letters = new Map<number | null, string[]>();
  let unseeded = {
    ...nothing,
    missing: cells.conformance.unnamed_missing_tasks * cells.plannedPerTask,
  };
  for (const task of cells.tasks) {
    unseeded = { ...unseeded, missing: unseeded.missing + task.planned - task.outcomes.length };
    task.seeds?.forEach((seed, i) => {
      const of = letters.get(seed);
      if (of === undefined) letters.set(seed, [task.outcomes[i] ?? ""]);
      else of.push(task.outcomes[i] ?? "");
    });
  }
  const twice = new Map<number | null, { outcomes: string }[]>();
  for (const again of cells.conformance.duplicated) {
    const of = twice.get(again.seed);
    if (of === undefined) twice.set(again.seed, [again]);
    else of.push(again);
  }
  const unplanned = { suite: null, task: null, indices: [], seeds: null };
  return [
    ...[...letters].map(([seed, of]) => {
      const outcomes = of.join("");
      const disagreement = disagreementOf(twice.get(seed) ?? []);
      const planned = outcomes.length;
      const counts = countable({ ...unplanned, outcomes, planned, disagreement });
      return { name: `seed ${seed ?? "not recorded"}`, ...tally(counts, way) };
    }),
    { name: "(no record)", ...tally(unseeded, way) },
  ].filter(({ episodes }) => episodes > 0);
}

/** How often a letter occurs. */
export function countLetter(outcomes: string, letter: string): number {
  let n = 0;
  for (let i = outcomes.indexOf(letter); i !== -1; i = outcomes.indexOf(letter, i + 1)) n++;
  return n;
}
