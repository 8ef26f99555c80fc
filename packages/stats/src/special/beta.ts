// The types say `export =`; under NodeNext its default import is module.exports itself.
import betainc from "@stdlib/math-base-special-betainc";
import betaincinv from "@stdlib/math-base-special-betaincinv";

// Accuracy of @stdlib's port of Boost against 45-digit series: tails to 1e-11 for a + b up to
// 1e5 and to 1e-9 at 1e7, where 1 - x has too few digits to be raised to such a power;
// quantiles to 1e-13 and 1e-9, for tails down to 1e-30.

/** I_x(a, b): the probability that a Beta(a, b) variable is at most x. */
export function betaLowerTail(x: number, a: number, b: number): number {
  return betainc(x, a, b, true, false);
}

/** 1 - I_x(a, b), computed without the subtraction. */
export function betaUpperTail(x: number, a: number, b: number): number {
  return betainc(x, a, b, true, true);
}

/** x with I_x(a, b) = tail. */
export function betaLowerQuantile(tail: number, a: number, b: number): number {
  return betaincinv(tail, a, b, false);
}

/** x with 1 - I_x(a, b) = tail, for tails too small to be subtracted from 1. */
export function betaUpperQuantile(tail: number, a: number, b: number): number {
  return betaincinv(tail, a, b, true);
}
