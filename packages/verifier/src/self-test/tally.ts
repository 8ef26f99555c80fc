import type { Mutant, MutantOutcome } from "./attack.ts";
import { attackLevels, mutationClasses } from "./mutation.ts";

/** How many mutants of one class, by an attacker of one level, ended how. */
export interface ClassTally extends Record<MutantOutcome, number> {
  readonly class: Mutant["class"];
  readonly level: Mutant["level"];
}

/** What one check killed, with an example. */
export interface CheckTally {
  /** Id of a check, or the code of the error with which the package was not even read. */
  readonly by: string;
  readonly level: Mutant["level"];
  readonly killed: number;
  readonly example: Mutant;
}

/** Mutants that passed for one reason, with an example. */
export interface ReasonTally {
  readonly outcome: MutantOutcome;
  readonly reason: string;
  readonly mutants: number;
  readonly example: Mutant;
}

/** The mutants counted by class and level, by check and level, and by reason. */
export function tally(mutants: readonly Mutant[]): {
  readonly classes: readonly ClassTally[];
  readonly checks: readonly CheckTally[];
  readonly reasons: readonly ReasonTally[];
} {
  const classes = mutationClasses.flatMap((name) =>
    attackLevels.flatMap((level) => {
      const here = mutants.filter((mutant) => mutant.class === name && mutant.level === level);
      const count = (outcome: MutantOutcome) => here.filter((m) => m.outcome === outcome).length;
      if (here.length === 0) return [];
      return {
        class: name,
        level,
        killed: count("killed"),
        harmless: count("harmless"),
        not_load_bearing: count("not_load_bearing"),
        survived: count("survived"),
      };
    }),
  );
  const checks = grouped(mutants, (m) => (m.by === null ? null : `${m.level} ${m.by}`)).map(
    ([example, killed]) => ({ by: example.by ?? "", level: example.level, killed, example }),
  );
  const reasons = grouped(mutants, (m) =>
    m.reason === null ? null : `${m.outcome} ${m.reason}`,
  ).map(([example, count]) => ({
    outcome: example.outcome,
    reason: example.reason ?? "",
    mutants: count,
    example,
  }));
  return { classes, checks, reasons };
}

/** The largest group first. */
function grouped(
  mutants: readonly Mutant[],
  keyOf: (mutant: Mutant) => string | null,
): [example: Mutant, count: number][] {
  const groups = new Map<string, [Mutant, number]>();
  for (const mutant of mutants) {
    const key = keyOf(mutant);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [mutant, 1]);
    else group[1]++;
  }
  return [...groups.values()].sort(([, a], [, b]) => b - a);
}
