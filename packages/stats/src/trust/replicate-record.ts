/** One episode, in the order in which it ran, with whatever identifies it. */
export interface ReplicateRecord {
  readonly success: boolean;
  readonly task?: string;
  /** Which repetition of the whole evaluation: a label of the run, often its seed. */
  readonly run?: string;
  /** The seed of this one episode. */
  readonly seed?: string | number;
  /** Identity or digest of the state that the episode started in. */
  readonly initialState?: string;
  /** Digest of what happened: actions, observations, frames. */
  readonly trace?: string;
}

/** Groups of episodes that repeat one another, and the largest chance of such a coincidence. */
export interface Found {
  readonly groups: readonly (readonly number[])[];
  readonly chance: number | null;
}

/** The indices of the items by identity, in order; items without one are left out. */
export function grouped<T>(
  items: readonly T[],
  identity: (item: T) => string | null,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    const name = identity(item);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  }
  return groups;
}

/** Text that only equal identities of one task share; null without identity. */
export function key(identity: string | number | undefined, task?: string): string | null {
  return identity === undefined ? null : JSON.stringify([String(identity), task ?? null]);
}
