/** A source of choices that is the same for the same seed (mulberry32). */
export interface Choices {
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  /** `count` of the items in their order, or all when there are no more. */
  sample<T>(items: readonly T[], count: number): readonly T[];
}

/** Choices from a seed; any whole number will do. */
export function seeded(seed: number): Choices {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (n) => Math.floor(next() * n),
    sample(items, count) {
      // Selection sampling (Knuth, TAOCP 3.4.2, algorithm S): each item is taken with equal chance.
      const taken: (typeof items)[number][] = [];
      for (const [i, item] of items.entries()) {
        if (next() * (items.length - i) < count - taken.length) taken.push(item);
      }
      return taken;
    },
  };
}
