import { checkProbability, StatsArgumentError } from "../arguments.ts";

/** Throws unless every value is from 0 to 1, named as in `pValues[2]`. */
export function checkPValues(pValues: readonly number[]): void {
  if (!Array.isArray(pValues)) throw new StatsArgumentError("pValues", "a list", pValues);
  // A loop by index, because forEach skips the holes of a sparse list.
  for (let i = 0; i < pValues.length; i++) checkProbability(`pValues[${i}]`, pValues[i]);
}

/** The places of the values, from the smallest value to the largest. */
export function risingOrder(pValues: readonly number[]): number[] {
  return pValues
    .map((p, place) => ({ p, place }))
    .sort((one, other) => one.p - other.p)
    .map(({ place }) => place);
}
