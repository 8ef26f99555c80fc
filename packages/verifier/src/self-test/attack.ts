import { type ErrorCode, signatureName } from "@worldflux/schema";
import type { SignaturePolicy, SigningKey } from "@worldflux/signing";
import type { CheckId, CheckStatus } from "../check.ts";
import type { Memory } from "../memory.ts";
import { packageChecks } from "../verify.ts";
import { excuseFor } from "./excuses.ts";
import { madeConsistent } from "./made-consistent.ts";
import type { AttackLevel, MutationClass } from "./mutation.ts";
import { type Files, rehashed, signedWith, withEdits } from "./package-in-memory.ts";
import type { Trial } from "./trials.ts";

/** What became of a changed package. */
export type MutantOutcome = "killed" | "harmless" | "not_load_bearing" | "survived";

/** A changed package, and what the verifier said to it. */
export interface Mutant {
  readonly class: MutationClass;
  readonly level: AttackLevel;
  readonly member: string;
  readonly pointer: string;
  readonly change: string;
  readonly outcome: MutantOutcome;
  /** The first check that failed, or the error with which it was not even read. */
  readonly by: CheckId | ErrorCode | null;
  /** Why a mutant that no check killed may pass; null for one that was killed or survived. */
  readonly reason: string | null;
}

/** A package with a signature, and whom its reader trusts. */
export interface Sealed {
  readonly files: Files;
  readonly policy: SignaturePolicy;
}

interface Keys {
  readonly genuine: SigningKey;
  readonly other: SigningKey;
}

/**
 * Makes an attack a trial: changes the package as the attacker of that level does, and asks check after check
 * until one fails. Null when nothing changed.
 *
 * @param ours signed with the genuine key of `keys`
 * @param given as the reader has it, for attackers who do not have that key
 */
export function attackOn(
  ours: Sealed,
  given: Sealed,
  keys: Keys,
  memory: Memory,
): (trial: Trial) => Mutant | null {
  const before = saysOf(ours, ours.files, memory);
  return (trial) => {
    const { mutation, level } = trial;
    const attacked = level === "same_key" || level === "other_key" ? ours : given;
    const files = changed(attacked.files, trial, keys, memory);
    if (isSame(attacked.files, files, trial)) return null;
    const { class: name, member, pointer, change } = mutation;
    const of = { class: name, level, member, pointer, change };
    const said: Says[] = [];
    for (const check of packageChecks({ files, refused: [] }, attacked.policy, memory)) {
      if (check.status === "fail") return { ...of, outcome: "killed", by: check.id, reason: null };
      said.push({ id: check.id, status: check.status, detail: check.detail });
    }
    const excuse = excuseFor(mutation, attacked.files, {
      said: differs(before, said),
      notEvaluated: said.filter(({ status }) => status === "not_evaluated").map(({ id }) => id),
    });
    const outcome = excuse?.outcome ?? "survived";
    return { ...of, outcome, by: null, reason: excuse?.reason ?? null };
  };
}

/** The files after an attack; signed again where the attacker can. */
export function changed(
  files: Files,
  { mutation, level }: Trial,
  keys: Keys,
  memory: Memory,
): Files {
  const edits = mutation.edits();
  const edited = withEdits(files, edits);
  if (level === "edited" || edits.has(signatureName)) return edited;
  if (level === "rehashed") return rehashed(edited, edits.keys());
  if (level === "other_key") return signedWith(rehashed(edited, edits.keys()), keys.other, files);
  // Another spelling would be lost in making it consistent; what was derived again is consistent.
  const asItIs = mutation.class === "derived_again" || mutation.class === "json";
  const consistent = asItIs ? edited : madeConsistent(files, edited, memory);
  const paths = new Set([...files.keys(), ...consistent.keys()]);
  const touched = [...paths].filter((path) => files.get(path) !== consistent.get(path));
  return signedWith(rehashed(consistent, touched), keys.genuine, files);
}

/** A new signature of the same members is no change; one that the attacker put there is. */
function isSame(before: Files, after: Files, { mutation }: Trial): boolean {
  const names = new Set([...before.keys(), ...after.keys()]);
  if (mutation.member !== signatureName) names.delete(signatureName);
  return [...names].every((name) => equal(before.get(name), after.get(name)));
}

function equal(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

interface Says {
  readonly id: CheckId;
  readonly status: CheckStatus;
  readonly detail: string;
}

function saysOf({ policy }: Sealed, files: Files, memory: Memory): Says[] {
  return [...packageChecks({ files, refused: [] }, policy, memory)].map(
    ({ id, status, detail }) => ({ id, status, detail }),
  );
}

/** True when a reader is told: a check that passed is not evaluated now, or something more is withheld. */
function differs(before: readonly Says[], after: readonly Says[]): boolean {
  return after.some(({ id, status, detail }, i) => {
    const was = before[i];
    return was?.status !== status || (id === "structure" && was.detail !== detail);
  });
}
