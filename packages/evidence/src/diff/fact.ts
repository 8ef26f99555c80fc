import type { AxisValue } from "@worldflux/schema";

/** What a side says of an axis, in the form in which it is compared. */
export type Fact = Known | Unknown;

/** A side that says something. */
export interface Known {
  readonly value: string;
  readonly origin: NonNullable<AxisValue["origin"]>;
  /** Equal keys mean the same. */
  readonly key: string;
  /** Where the keys are equal, another text here makes the answer unknown. */
  readonly detail?: string | undefined;
  /** What the value is a set of, name by key, so that a difference can name members. */
  readonly members?: ReadonlyMap<string, string> | undefined;
  /** Several values that can be declared or left out one by one; they take the place of the key. */
  readonly parts?: Readonly<Record<string, string>> | undefined;
}

/** A side that says nothing, and why. */
export interface Unknown {
  readonly value: null;
  readonly why: string;
}

/** A side that says nothing. */
export function unknown(why: string): Unknown {
  return { value: null, why };
}

/** A value from outside, cut to what a document may hold of it; no character is cut in two. */
export function clip(text: string, length = 200): string {
  return text.length > length ? `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}

/** The first few of a list of names, and how many more there are. */
export function someOf(names: readonly string[], shown = 4): string {
  const first = names
    .slice(0, shown)
    .map((name) => clip(name, 40))
    .join(", ");
  return names.length > shown ? `${first} and ${names.length - shown} more` : first;
}
