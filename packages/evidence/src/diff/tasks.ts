import type { DenominatorPolicy, RatesDiff, TaskDiff } from "@worldflux/schema";
import { fisherEpisodeLimit, fisherExact, holm, mcnemarTest } from "@worldflux/stats";
import { clip } from "./fact.ts";
import { countPairs, type PairedCell, type Pairing } from "./pairing.ts";
import type { Side, SideTask } from "./side.ts";

/**
 * The tasks of both sides, the largest difference first. Where the rates are compared, each common
 * task has an exact two-sided p-value, adjusted by Holm's method for the number of tasks.
 */
export function taskDiffs(
  left: Side,
  right: Side,
  { method }: Pick<RatesDiff, "method">,
  pairing: Pairing,
): TaskDiff[] {
  const { rule } = left.evidence.denominator_policy;
  const byTask = method === "paired" && pairing.possible ? groupByTask(pairing.cells) : null;
  const rows = [...new Set([...left.tasks.keys(), ...right.tasks.keys()])].map((key) => {
    const [a, b] = [left.tasks.get(key), right.tasks.get(key)];
    const tested = method === "none" ? null : pValue(a, b, byTask && (byTask.get(key) ?? []), rule);
    return { key, a, b, p: tested };
  });
  const adjusted = holm(rows.flatMap(({ p }) => (p === null ? [] : [p])));
  let next = 0;
  return rows
    .map(({ key, a, b, p }) => ({
      key,
      task: clip(a?.name ?? b?.name ?? key, 250),
      left: shown(a),
      right: shown(b),
      difference: difference(a, b),
      p_value: p,
      p_adjusted: p === null ? null : (adjusted[next++] ?? 1),
    }))
    .sort((x, y) => size(y) - size(x) || (x.key < y.key ? -1 : 1))
    .map(({ key: _, ...row }) => row);
}

function pValue(
  a: SideTask | undefined,
  b: SideTask | undefined,
  cells: readonly PairedCell[] | null,
  rule: DenominatorPolicy,
): number | null {
  if (a === undefined || b === undefined || a.episodes === 0 || b.episodes === 0) return null;
  if (cells !== null) return mcnemarTest(countPairs(cells, rule)).twoSided;
  if (a.episodes + b.episodes > fisherEpisodeLimit) return null;
  return fisherExact(counts(a), counts(b), { alternative: "two_sided" }).pValue;
}

function counts({ successes, episodes }: SideTask) {
  return { successes, episodes };
}

function groupByTask(cells: readonly PairedCell[]): Map<string, PairedCell[]> {
  const groups = new Map<string, PairedCell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.task);
    if (group === undefined) groups.set(cell.task, [cell]);
    else group.push(cell);
  }
  return groups;
}

function shown(task: SideTask | undefined): TaskDiff["left"] {
  return task === undefined ? null : { ...counts(task), estimate: task.estimate };
}

function difference(a: SideTask | undefined, b: SideTask | undefined): number | null {
  const [x, y] = [a?.estimate ?? null, b?.estimate ?? null];
  return x === null || y === null ? null : x - y;
}

function size({ difference: of }: { readonly difference: number | null }): number {
  return of === null ? -1 : Math.abs(of);
}
