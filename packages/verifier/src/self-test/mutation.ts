/** What an attacker does after he changed a file; each step is one more than the one before. */
export const attackLevels = ["edited", "rehashed", "other_key", "same_key"] as const;

/**
 * `edited`: only the file is changed. `rehashed`: the manifest is made to fit again. `other_key`: and it is
 * signed with a key of the attacker's own. `same_key`: the signer himself cheats: every digest, id and
 * commitment that points at what was changed is made to fit, and it is signed with the genuine key.
 */
export type AttackLevel = (typeof attackLevels)[number];

/** What kind of change a mutation is. */
export const mutationClasses = [
  "number",
  "string",
  "boolean",
  "null",
  "list",
  "key",
  "unicode",
  "json",
  "lines",
  "text",
  "members",
  "manifest",
  "signature",
  "replay",
  "derived_again",
  "folder",
] as const;
export type MutationClass = (typeof mutationClasses)[number];

/** New content of members by path; null takes a member away. */
export type Edits = ReadonlyMap<string, Uint8Array | null>;

/** One change to a package. */
export interface Mutation {
  readonly class: MutationClass;
  /** The member that is changed; empty when it is none in particular. */
  readonly member: string;
  /** JSON pointer of the place, `/<line>/...` in JSON Lines, lines counted from 0; empty for the whole member. */
  readonly pointer: string;
  /** What is done, in a few stable words. */
  readonly change: string;
  readonly levels: readonly AttackLevel[];
  edits(): Edits;
}

/** Every level. */
export const everyLevel: readonly AttackLevel[] = [...attackLevels];
/** The level at which only recomputing can catch it. */
export const sameKey: readonly AttackLevel[] = ["same_key"];
/** For files that no manifest lists. */
export const editedOnly: readonly AttackLevel[] = ["edited"];

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
