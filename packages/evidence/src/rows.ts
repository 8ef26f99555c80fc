import {
  type Evidence,
  type Label,
  type LabelCode,
  taskName,
  type Verdict,
} from "@worldflux/schema";
import { populationMeaning, range } from "./wording.ts";

/** What the answers for each population say: name, numbers, verdict. */
export function populationRows({
  population,
  result,
}: Evidence): (readonly [string, string, Verdict])[] {
  return population.answers.map((answer) => {
    const of = populationMeaning[answer.population];
    const declared = answer.population === population.declared ? " (declared)" : "";
    const worth = Math.round(answer.effective_episodes);
    const note = worth < result.episodes ? `, worth ${worth} episodes` : "";
    return [`${of}${declared}`, `${range(answer.interval)}${note}`, answer.verdict];
  });
}

/** The waterfall from planned and recorded episodes to the headline, as name and number. */
export function waterfall(evidence: Evidence): (readonly [string, number])[] {
  const d = evidence.denominators;
  return [
    ["planned", d.planned],
    ["  missing", d.missing],
    ["recorded", d.recorded],
    ["  out of protocol", d.out_of_protocol],
    ["  duplicated", d.duplicated],
    ["  pending", d.pending],
    ["  not applicable", d.not_applicable],
    ["  error", d.error],
    ["  failure", d.failure],
    ["  success", d.success],
    ["headline denominator", evidence.result.episodes],
  ];
}

/** Tasks from the lowest rate to the highest, for tables that may be cut. */
export function tasksByRate(evidence: Evidence) {
  return evidence.tasks
    .map((task) => ({ ...task, name: taskName(task) }))
    .sort((a, b) => (a.estimate ?? 2) - (b.estimate ?? 2) || (a.name < b.name ? -1 : 1));
}

/** Where record and plan differ: task, and what about it. */
export function conformanceRows({ conformance: c }: Evidence): (readonly [string, string])[] {
  const unnamed = c.unnamed_missing_tasks;
  return [
    ...c.tasks
      .filter((task) => task.missing.length > 0)
      .map((task): [string, string] => [
        taskName(task),
        `missing ${task.planned - task.matched} of ${task.planned}: ${task.missing.map(cell).join("; ")}`,
      ]),
    ...(unnamed > 0
      ? [["(not named)", `${unnamed} tasks of a planned suite have no record`] as const]
      : []),
    ...c.out_of_protocol.map((task): [string, string] => [
      taskName(task),
      `${task.episodes} episodes out of protocol`,
    ]),
    ...c.duplicated.map((again): [string, string] => [
      taskName(again),
      `${again.records} records of ${cell({ seed: again.seed, indices: String(again.index) })}: ${again.outcomes}`,
    ]),
  ];
}

/** The percentages of the claim's text, and what count each could be. */
export function statedRateRows(evidence: Evidence): (readonly [string, string])[] {
  return evidence.stated_rates.map(({ percent, episodes, feasible, successes }) => [
    `${percent} % of ${episodes}`,
    feasible && successes !== null
      ? `possible: ${successes.from === successes.to ? successes.from : `${successes.from} to ${successes.to}`} successes`
      : "no count of successes gives it",
  ]);
}

/** Labels by code, in order of first occurrence, each with what it is about. */
export function labelGroups(
  labels: readonly Label[],
): { readonly code: LabelCode; readonly details: readonly string[] }[] {
  const groups = new Map<LabelCode, string[]>();
  for (const { code, task, detail } of labels) {
    const details = groups.get(code) ?? [];
    groups.set(code, details);
    const about = [task, detail].filter((part) => part !== undefined).join(": ");
    if (about !== "") details.push(about);
  }
  return [...groups].map(([code, details]) => ({ code, details }));
}

function cell(of: { seed: number | null; indices: string }): string {
  return of.seed === null ? `index ${of.indices}` : `seed ${of.seed}, index ${of.indices}`;
}
