import type { DenominatorPolicy, DiffAxis } from "@worldflux/schema";
import { type RecordedCell, recordedCells } from "./recorded-cells.ts";
import type { Side } from "./side.ts";

/** The outcomes of both policies on the same starts, of one task or of all. */
export interface PairCounts {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

/** Whether episodes can be compared start by start, and then their cells. */
export type Pairing =
  | { readonly possible: false; readonly reason: string }
  | { readonly possible: true; readonly reason: string; readonly cells: readonly PairedCell[] };

/** A cell that both sides recorded. */
export interface PairedCell {
  readonly task: string;
  /** One letter each: S F E P N. */
  readonly left: string;
  readonly right: string;
}

/**
 * Episodes pair only where something shows that equal cells started equally: the evaluator fixes
 * the initial state by the cell or recorded it, and both sides recorded the same cells.
 */
export function pairingOf(
  left: Side,
  right: Side,
  axes: readonly DiffAxis[],
  { byCell }: { readonly byCell: boolean },
): Pairing {
  const no = (reason: string): Pairing => ({ possible: false, reason });
  const of = (name: DiffAxis["axis"]) => axes.find(({ axis }) => axis === name);
  const [starts, seeds] = [of("initial_states"), of("seeds")];
  if (starts?.status !== "same") {
    return no(`initial states are ${starts?.status ?? "unknown"}: ${starts?.reason ?? ""}`);
  }
  if (left.cells === null || right.cells === null) {
    return no("protocol.json or audit_input.json is not at hand");
  }
  const [a, b] = [recordedCells(left.cells), recordedCells(right.cells)];
  const seedless = [...a, ...b].every(({ seed }) => seed === null);
  if (seeds?.status !== "same" && !(seedless && byCell)) {
    return no(`the recorded seeds are ${seeds?.status ?? "unknown"}: ${seeds?.reason ?? ""}`);
  }
  if (![left, right].every(agrees)) return no("evidence.json does not agree with audit_input.json");
  const cells = join(a, b);
  if (cells === null) return no("the two sides did not record the same cells");
  return {
    possible: true,
    reason: `${cells.length} cells with the same ${seedless ? "index" : "seed and index"}, started from the same states`,
    cells,
  };
}

/** Counts pairs as the rule counts episodes; a pair of which one side does not count is left out. */
export function countPairs(cells: readonly PairedCell[], rule: DenominatorPolicy): PairCounts {
  let [both, onlyA, onlyB, neither] = [0, 0, 0, 0];
  for (const { left, right } of cells) {
    if (!counts(left, rule) || !counts(right, rule)) continue;
    if (left === "S" && right === "S") both++;
    else if (left === "S") onlyA++;
    else if (right === "S") onlyB++;
    else neither++;
  }
  return { both, onlyA, onlyB, neither };
}

function counts(letter: string, rule: DenominatorPolicy): boolean {
  if (letter === "S" || letter === "F") return true;
  if (rule === "errors_excluded") return false;
  return letter === "E" || (letter === "P" && rule === "missing_as_failures");
}

/** null unless both hold exactly the same cells. */
function join(a: readonly RecordedCell[], b: readonly RecordedCell[]): PairedCell[] | null {
  const outcomes = new Map(b.map(({ key, outcome }) => [key, outcome]));
  if (a.length === 0 || a.length !== b.length || outcomes.size !== b.length) return null;
  if (new Set(a.map(({ key }) => key)).size !== a.length) return null;
  const cells = a.flatMap(({ key, task, outcome: left }): PairedCell[] => {
    const right = outcomes.get(key);
    return right === undefined ? [] : [{ task, left, right }];
  });
  return cells.length === a.length ? cells : null;
}

function agrees({ cells, evidence }: Side): boolean {
  const letters = cells?.tasks.map(({ outcomes }) => outcomes).join("") ?? "";
  return letters.split("S").length - 1 === evidence.denominators.success;
}
