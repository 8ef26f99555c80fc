// The types say `export =`; under NodeNext its default import is module.exports itself.
import erfc from "@stdlib/math-base-special-erfc";
import erfcinv from "@stdlib/math-base-special-erfcinv";

/**
 * z with P(Z > z) = tail for a standard normal Z; negative for a tail above 1/2.
 *
 * Taken from the inverse of erfc, because 1 - tail would round small tails away.
 */
export function normalUpperQuantile(tail: number): number {
  if (tail !== last.tail) last = { tail, z: Math.SQRT2 * erfcinv(2 * tail) };
  return last.z;
}

/** One alpha serves many calls, and the inverse costs more than the interval that needs it. */
let last = { tail: Number.NaN, z: Number.NaN };

/** P(Z > z) for a standard normal Z, without 1 - P. */
export function normalUpperTail(z: number): number {
  return erfc(z * Math.SQRT1_2) / 2;
}
