import {
  AttemptPolicy,
  CompletenessStatus,
  ComplianceStatus,
  CountingRule,
  EpisodeOrder,
  Grade,
  IntervalMethod,
  Operator,
  Outcome,
  Population,
  Recommendation,
  SeedPolicy,
  StoppingMode,
  SuccessRule,
  Unrecorded,
  Verdict,
} from "@worldflux/schema";
import type { MutationClass } from "./mutation.ts";

/** Another value for a place of a document. */
export interface OtherValue {
  readonly class: MutationClass;
  readonly change: string;
  readonly value: unknown;
}

/** Words of closed lists: the other words are valid there too, so that only recomputing can tell. */
const closedLists: readonly (readonly string[])[] = [
  AttemptPolicy,
  CompletenessStatus,
  ComplianceStatus,
  CountingRule,
  EpisodeOrder,
  Grade,
  IntervalMethod,
  Operator,
  Outcome,
  Population,
  Recommendation,
  SeedPolicy,
  StoppingMode,
  SuccessRule,
  Unrecorded,
  Verdict,
].map(({ options }) => options);

/** What an attacker may write in the place of a value, the likeliest first; lists and objects not gone into. */
export function otherValues(value: unknown): readonly OtherValue[] {
  if (typeof value === "number") return otherNumbers(value);
  if (typeof value === "string") return otherStrings(value);
  if (typeof value === "boolean") {
    return [of("boolean", "flipped", !value), of("boolean", "made null", null)];
  }
  if (value === null) {
    return [of("null", "filled with 1", 1), of("null", "filled with a word", "filled")];
  }
  return Array.isArray(value) ? otherLists(value) : [];
}

const of = (name: MutationClass, change: string, value: unknown): OtherValue => ({
  class: name,
  change,
  value,
});

function otherNumbers(value: number): OtherValue[] {
  const fraction = Number.isInteger(value)
    ? []
    : [
        of("number", "changed by 1e-6 of itself", value * (1 + 1e-6)),
        of("number", "changed by 1e-12 of itself", value * (1 + 1e-12)),
        of("number", "rounded", Math.round(value)),
      ];
  return [
    of("number", "+1", value + 1),
    of("number", "-1", value - 1),
    ...fraction,
    of("number", "made null", null),
    of("number", "made a string", String(value)),
  ];
}

function otherStrings(value: string): OtherValue[] {
  const list = closedLists.find((words) => words.includes(value)) ?? [];
  return [
    of("string", "one character changed", otherLast(value)),
    of("string", "a character added", `${value}x`),
    of("string", "emptied", ""),
    of("string", "made null", null),
    ...list.filter((word) => word !== value).map((word) => of("string", `made ${word}`, word)),
    ...(/^[SFEPMN]{2,}$/.test(value) ? otherSequences(value) : []),
    ...(/[a-z]/i.test(value) ? otherLetters(value) : []),
  ];
}

/** Of the same form: hexadecimal digits, digits and letters stay what they are. */
function otherLast(value: string): string {
  const at = value.search(/[0-9A-Za-z][^0-9A-Za-z]*$/);
  if (at === -1) return `${value}x`;
  const other: Record<string, string> = { "0": "1", "9": "8", a: "b", f: "e", z: "y", Z: "Y" };
  const c = value.charAt(at);
  const next = other[c] ?? (/[0-8A-Ya-y]/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 1) : "x");
  return value.slice(0, at) + next + value.slice(at + 1);
}

function otherSequences(value: string): OtherValue[] {
  const swapped = value.replace(/[SF]/, (c) => (c === "S" ? "F" : "S"));
  const reversed = [...value].reverse().join("");
  return [
    of("string", "an outcome turned", swapped),
    of("string", "in another order", reversed),
    of("string", "all successes", "S".repeat(value.length)),
    of("string", "one outcome left out", value.slice(1)),
  ];
}

/** Looks the same to a reader, or nearly. */
function otherLetters(value: string): OtherValue[] {
  const cyrillic: Record<string, string> = { a: "а", c: "с", e: "е", o: "о", p: "р", x: "х" };
  return [
    of(
      "unicode",
      "a Cyrillic twin",
      value.replace(/[aceopx]|$/, (c) => cyrillic[c] ?? "і"),
    ),
    of("unicode", "a null character added", `${value}\u0000`),
    of("unicode", "a zero-width space added", `${value}\u200b`),
    of("unicode", "a right-to-left mark added", `\u202e${value}`),
    of("unicode", "an accent on its own", value.replace(/[a-z]/i, "$&\u0301")),
    of("unicode", "a full-width twin", value.replace(/[A-Za-z]/, fullWidth)),
  ];
}

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
}

function otherLists(value: readonly unknown[]): OtherValue[] {
  if (value.length === 0) return [of("list", "an element added", [1])];
  const last = value.at(-1);
  const [first, second, ...rest] = value;
  return [
    of("list", "the last element dropped", value.slice(0, -1)),
    of("list", "the last element duplicated", [...value, last]),
    ...(value.length > 1
      ? [
          of("list", "the first element dropped", value.slice(1)),
          of("list", "two elements swapped", [second, first, ...rest]),
          of("list", "emptied", []),
        ]
      : []),
  ];
}
