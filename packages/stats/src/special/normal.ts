// The types say `export =`; under NodeNext its default import is module.exports itself.
import erfcinv from "@stdlib/math-base-special-erfcinv";

/**
 * z with P(Z > z) = tail for a standard normal Z; negative for a tail above 1/2.
 *
 * Taken from the inverse of erfc, because 1 - tail would round small tails away.
 */
export function normalUpperQuantile(tail: number): number {
  return Math.SQRT2 * erfcinv(2 * tail);
}
