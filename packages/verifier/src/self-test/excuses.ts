import type { CheckId } from "../check.ts";
import { harmless } from "./harmless.ts";
import type { Mutation } from "./mutation.ts";
import { notLoadBearing } from "./not-load-bearing.ts";
import type { Files } from "./package-in-memory.ts";
import { isUnknownField } from "./unknown-field.ts";

/** A place or a change that a verifier lets pass, and why it may. Data: nothing else lets a mutant pass. */
export interface Excuse {
  /** `harmless`: the reading is the same. `not_load_bearing`: it differs where nothing is derived from. */
  readonly outcome: "harmless" | "not_load_bearing";
  /** Path of the member; `*` stands for any run of characters. */
  readonly member: string;
  /** JSON pointer: `*` stands for one step, a last `**` for the place itself and all below. */
  readonly pointer: string;
  /** The change; `*` stands for any run of characters. Any change when left out. */
  readonly change?: string;
  /** Holds only where `verify` says it: a check that passed is not evaluated, or a member is named as withheld. */
  readonly said?: true;
  /** Holds only where this check is not evaluated, before and after. */
  readonly notEvaluated?: CheckId;
  /** Holds only in a field that the schema does not name. */
  readonly unknown?: true;
  /** Holds only for a package in which one of these members is withheld. */
  readonly without?: readonly string[];
  readonly reason: string;
}

/** All of them, in the order in which they are looked through. */
export const excuses: readonly Excuse[] = [...harmless, ...notLoadBearing];

/** What `verify` says of a mutant that no check killed. */
export interface Told {
  /** A check that passed before is not evaluated now, or something more is withheld. */
  readonly said: boolean;
  readonly notEvaluated: readonly CheckId[];
}

/** The first excuse that a mutant has which no check killed. */
export function excuseFor(
  { member, pointer, change }: Mutation,
  files: Files,
  { said, notEvaluated }: Told,
): Excuse | undefined {
  return excuses.find(
    (excuse) =>
      pattern(excuse.member, "[^]*").test(member) &&
      pattern(excuse.pointer, "[^/]*").test(pointer) &&
      (excuse.change === undefined || pattern(excuse.change, "[^]*").test(change)) &&
      (!excuse.said || said) &&
      (excuse.notEvaluated === undefined || notEvaluated.includes(excuse.notEvaluated)) &&
      (!excuse.unknown || isUnknownField(member, pointer)) &&
      (excuse.without === undefined || excuse.without.some((path) => !files.has(path))),
  );
}

const patterns = new Map<string, RegExp>();

function pattern(text: string, star: string): RegExp {
  const key = `${star} ${text}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const source = text
    .split(/(\/\*\*$|\*)/)
    .map((part) => {
      if (part === "/**") return "(?:/[^]*)?";
      return part === "*" ? star : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    })
    .join("");
  const made = new RegExp(`^${source}$`, "u");
  patterns.set(key, made);
  return made;
}
