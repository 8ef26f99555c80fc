/** How many tasks each LIBERO suite has (Liu et al. 2023, arXiv:2306.03310). */
const suiteSizes: Readonly<Record<string, number>> = {
  liberospatial: 10,
  liberoobject: 10,
  liberogoal: 10,
  libero10: 10,
  libero90: 90,
};

/** Other names of the same suite. */
const aliases: Readonly<Record<string, string>> = { liberolong: "libero10" };

/**
 * The form in which names are compared: case, dashes, underscores and white space do not matter,
 * and a suite's other name is its name.
 */
export function comparableName(name: string): string {
  const [first = "", ...rest] = name
    .toLowerCase()
    .replace(/[-_\s]/g, "")
    .split("/");
  const suite = Object.hasOwn(aliases, first) ? (aliases[first] ?? first) : first;
  return [suite, ...rest].join("/");
}

/** Number of tasks of a suite, or undefined where it is not known here. */
export function suiteSize(name: string): number | undefined {
  const key = comparableName(name);
  return Object.hasOwn(suiteSizes, key) ? suiteSizes[key] : undefined;
}
