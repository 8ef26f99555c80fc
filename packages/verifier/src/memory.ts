/**
 * Gives what was computed from the very same objects before, or computes it. Only for functions that are
 * pure, of objects that nobody changes.
 */
export type Memory = <T>(what: string, of: readonly (object | undefined)[], compute: () => T) => T;

/** Remembers nothing: what one `verify` uses. */
export const forgetful: Memory = (_what, _of, compute) => compute();

interface Place {
  found?: { readonly value: unknown };
  readonly next: WeakMap<object, Place>;
}

const newPlace = (): Place => ({ next: new WeakMap() });

/** What stands for a thing that is not there. */
const nothing = {};

/** Remembers as long as the objects are held by somebody: for thousands of packages that share members. */
export function remembering(): Memory {
  const roots = new Map<string, Place>();
  return <T>(what: string, of: readonly (object | undefined)[], compute: () => T): T => {
    let place = roots.get(what) ?? newPlace();
    roots.set(what, place);
    for (const object of of) {
      const next = place.next.get(object ?? nothing) ?? newPlace();
      place.next.set(object ?? nothing, next);
      place = next;
    }
    place.found ??= { value: compute() };
    // Whoever asks for the same thing of the same objects gets what the same function gave.
    return place.found.value as T;
  };
}
