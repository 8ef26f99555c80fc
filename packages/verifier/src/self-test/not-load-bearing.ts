import type { Excuse } from "./excuses.ts";

/** Places that nothing is derived from, and what a reader is told. */
export const notLoadBearing: readonly Excuse[] = [];
