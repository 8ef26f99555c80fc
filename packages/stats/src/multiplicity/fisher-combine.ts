import { StatsArgumentError } from "../arguments.ts";
import { stirlingRemainder } from "../special/stirling.ts";
import { checkPValues } from "./checked-p-values.ts";

/**
 * Fisher's combined p-value of m tests, of the null hypothesis that all m null hypotheses are true:
 * the probability that -2 sum log p, chi-square with 2m degrees of freedom, is at least as large.
 * A small one says that some claim holds, not which.
 *
 * Source: Fisher (1932), Statistical Methods for Research Workers, 4th ed., section 21.1. The
 * degrees of freedom are even, so the tail is a Poisson sum, exp(-x) (1 + x + ... +
 * x^(m-1)/(m-1)!) with x = -sum log p.
 *
 * A p-value of 0 makes it 0.
 *
 * Assumes valid p-values of independent tests, one-sided in one direction. Comparisons that share
 * an arm, or p-values of the same episodes, are not independent.
 *
 * @throws StatsArgumentError unless there is at least one value and every one is from 0 to 1,
 *   named as in `pValues[2]`
 */
export function fisherCombine(pValues: readonly number[]): { readonly pValue: number } {
  checkPValues(pValues);
  if (pValues.length === 0) {
    throw new StatsArgumentError("pValues", "a list of at least one p-value", pValues);
  }
  const x = pValues.reduce((sum, p) => sum - Math.log(p), 0);
  return { pValue: x === Number.POSITIVE_INFINITY ? 0 : poissonLowerTail(pValues.length - 1, x) };
}

/** P(X <= count) for X ~ Poisson(mean), summed outward from its largest term. */
function poissonLowerTail(count: number, mean: number): number {
  const largest = Math.min(count, Math.floor(mean));
  let sum = 1;
  for (let k = largest, term = 1; k > 0 && term > 0; k--) {
    term *= k / mean;
    sum += term;
  }
  for (let k = largest, term = 1; k < count && term > 0; k++) {
    term *= mean / (k + 1);
    sum += term;
  }
  return Math.min(1, Math.exp(logPoissonMass(largest, mean)) * sum);
}

/** log P(X = k) without the difference of large terms (Loader 2000). */
function logPoissonMass(k: number, mean: number): number {
  if (k === 0) return -mean;
  const spread = Math.log(2 * Math.PI * k) / 2;
  return k * Math.log(mean / k) + (k - mean) - spread - stirlingRemainder(k);
}
