import {
  type ComparabilityAxis,
  comparabilityAxes,
  comparabilityCatalog,
  type DiffAxis,
  type Sameness,
} from "@worldflux/schema";
import { type Fact, type Known, someOf } from "./fact.ts";
import { facts } from "./facts.ts";
import type { Side } from "./side.ts";

/** What a side says of every axis. */
export type SideFacts = Readonly<Record<ComparabilityAxis, Fact>>;

/** Asks a side about every axis, once. */
export function factsOf(side: Side): SideFacts {
  const entries = comparabilityAxes.map((axis) => [axis, facts[axis](side)] as const);
  return Object.fromEntries(entries) as Record<ComparabilityAxis, Fact>;
}

/** Every axis of the closed list: same, different or unknown, and why. Unknown is never same. */
export function diffAxes(left: SideFacts, right: SideFacts): DiffAxis[] {
  return comparabilityAxes.map((axis) => {
    const [a, b] = [left[axis], right[axis]];
    const { role } = comparabilityCatalog[axis];
    const [status, reason] = compare(a, b);
    return {
      axis,
      role,
      status,
      left: shown(a),
      right: shown(b),
      reason,
      blocks:
        (role === "must_match" && status !== "same") ||
        (role === "must_not_differ" && status === "different"),
    };
  });
}

function shown(fact: Fact): DiffAxis["left"] {
  return { value: fact.value, origin: fact.value === null ? null : fact.origin };
}

function compare(a: Fact, b: Fact): [Sameness, string] {
  if (a.value === null || b.value === null) {
    return ["unknown", whyUnknown(a, b)];
  }
  if (a.parts !== undefined && b.parts !== undefined) return compareParts(a.parts, b.parts);
  if (a.key !== b.key) return ["different", differs(a, b)];
  if (a.detail !== b.detail) return ["unknown", "the same rule by name, but described otherwise"];
  return ["same", origins(a, b)];
}

function whyUnknown(a: Fact, b: Fact): string {
  const left = a.value === null ? a.why : undefined;
  const right = b.value === null ? b.why : undefined;
  if (left === right) return `both sides: ${left}`;
  return [left && `left: ${left}`, right && `right: ${right}`].filter(Boolean).join("; ");
}

function differs({ members: a }: Known, { members: b }: Known): string {
  if (a === undefined || b === undefined) return "the two values differ";
  const only = (of: typeof a, other: typeof a) => {
    const names = [...of].flatMap(([key, name]) => (other.has(key) ? [] : [name])).sort();
    return names.length === 0 ? "none" : `${names.length} (${someOf(names)})`;
  };
  return `only left: ${only(a, b)}; only right: ${only(b, a)}`;
}

function origins(a: Known, b: Known): string {
  return a.origin === b.origin
    ? `${a.origin} on both sides`
    : `${a.origin} on the left, ${b.origin} on the right`;
}

/** Parts are declared one by one: what only one side declares may still differ. */
function compareParts(
  a: NonNullable<Known["parts"]>,
  b: NonNullable<Known["parts"]>,
): [Sameness, string] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const [on, one] = [
    (name: string) => Object.hasOwn(a, name),
    (name: string) => Object.hasOwn(b, name),
  ];
  const differ = names.filter((name) => on(name) && one(name) && a[name] !== b[name]);
  if (differ.length > 0) return ["different", `they differ in ${differ.join(", ")}`];
  const open = names.filter((name) => on(name) !== one(name));
  if (open.length > 0) return ["unknown", `only one side declares ${open.join(", ")}`];
  return ["same", `declared on both sides: ${names.join(", ")}`];
}
