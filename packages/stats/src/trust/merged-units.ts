/**
 * How many units are left of `size` when the members of each group count as one, groups that share
 * a member too: union-find, Tarjan & van Leeuwen (1984), Journal of the ACM 31, 245-281.
 */
export function mergedUnits(size: number, groups: readonly (readonly number[])[]): number {
  const parent = Array.from({ length: size }, (_, index) => index);
  const root = (index: number) => {
    let at = index;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up;
      at = up;
    }
    return at;
  };
  let units = size;
  for (const [first, ...others] of groups) {
    if (first === undefined) continue;
    for (const other of others) {
      const [one, two] = [root(first), root(other)];
      if (one === two) continue;
      parent[two] = one;
      units--;
    }
  }
  return units;
}
