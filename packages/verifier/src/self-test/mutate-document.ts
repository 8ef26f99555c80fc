import { otherValues } from "./mutate-value.ts";
import { type MutationClass, pointerStep } from "./mutation.ts";
import type { Choices } from "./seeded.ts";

/** A document with one place changed. */
export interface DocumentChange {
  readonly class: MutationClass;
  readonly pointer: string;
  readonly change: string;
  /** True for the first change of a place. */
  readonly first: boolean;
  document(): unknown;
}

/** A list of which only some elements were gone into. */
export interface Sampled {
  readonly pointer: string;
  readonly elements: number;
  readonly taken: number;
}

/** How far a document is gone into. */
export interface Depth {
  readonly choices: Choices;
  /** Most elements of one list that are gone into. */
  readonly elements: number;
  onSampled(sampled: Sampled): void;
}

type Path = readonly (string | number)[];
type Container = Record<string | number, unknown>;

/** Every change of every place of a JSON value: each leaf, each list, each key of each object. */
export function* documentChanges(document: unknown, depth: Depth): Generator<DocumentChange> {
  yield* changesAt(document, [], document, depth);
}

function* changesAt(
  root: unknown,
  path: Path,
  value: unknown,
  depth: Depth,
): Generator<DocumentChange> {
  const pointer = path.map(pointerStep).join("");
  for (const [i, other] of otherValues(value).entries()) {
    const { class: name, change } = other;
    const document = () => replaced(root, path, other.value);
    yield { class: name, pointer, change, first: i === 0, document };
  }
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    const indices = depth.choices.sample([...value.keys()], depth.elements);
    if (indices.length < value.length) {
      depth.onSampled({ pointer, elements: value.length, taken: indices.length });
    }
    for (const i of indices) yield* changesAt(root, [...path, i], value[i], depth);
    return;
  }
  // JSON objects have string keys and any values.
  const object = value as Container;
  yield* keyChanges(root, path, object);
  for (const [key, child] of Object.entries(object)) {
    yield* changesAt(root, [...path, key], child, depth);
  }
}

function* keyChanges(root: unknown, path: Path, object: Container): Generator<DocumentChange> {
  const change = (at: Path, what: string, first: boolean, next: Container): DocumentChange => ({
    class: "key",
    pointer: at.map(pointerStep).join(""),
    change: what,
    first,
    document: () => replaced(root, path, next),
  });
  yield change([...path, "zz_added"], "key added", true, { ...object, zz_added: true });
  for (const [key, value] of Object.entries(object)) {
    const { [key]: _, ...rest } = object;
    yield change([...path, key], "key dropped", true, rest);
    yield change([...path, key], "key renamed", false, { ...rest, [`${key}_`]: value });
  }
}

/** A copy with another value at a path; what lies beside the path is shared. */
export function replaced(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = Array.isArray(root) ? [...root] : { ...(root as Container) };
  (copy as Container)[key] = replaced((copy as Container)[key], rest, value);
  return copy;
}

/** The value at a JSON pointer; undefined when there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  const keys = pointer.split("/").slice(1);
  return keys.reduce<unknown>((at, key) => {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    return (at as Container)[name];
  }, root);
}
