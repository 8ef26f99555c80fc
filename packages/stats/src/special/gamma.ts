// The types say `export =`; under NodeNext its default import is module.exports itself.
import betaln from "@stdlib/math-base-special-betaln";
import gammaln from "@stdlib/math-base-special-gammaln";

/** log |Gamma(x)|. */
export function logGamma(x: number): number {
  return gammaln(x);
}

/** log B(a, b), without the difference of large log-gammas. */
export function logBeta(a: number, b: number): number {
  return betaln(a, b);
}
