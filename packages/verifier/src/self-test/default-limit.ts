import type { Files } from "./package-in-memory.ts";

/** Most mutants when nothing is said. */
export const defaultLimit = 5000;
/** Bytes that all mutants together may have: verifying one takes time that grows with its package. */
const bytesInAll = 2 ** 31;
/** But at least so many. */
const fewest = 100;

/**
 * How many mutants are tried when nobody says how many: `defaultLimit`, and fewer of a package of more than
 * some 400 KiB, so that minutes do not become hours. A function of the sizes alone, never of the machine.
 */
export function defaultLimitOf(files: Files): number {
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return Math.min(defaultLimit, Math.max(fewest, Math.floor(bytesInAll / Math.max(1, bytes))));
}
