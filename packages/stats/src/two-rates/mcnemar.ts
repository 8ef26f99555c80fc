import { checkWhole } from "../arguments.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { logBeta } from "../special/gamma.ts";

/** p-values of {@link mcnemarTest}. */
export interface McnemarResult {
  /** H0: a succeeds no more often than b. P(X >= onlyA). */
  readonly greater: number;
  /** H0: a succeeds no less often than b. P(X <= onlyA). */
  readonly less: number;
  /** H0: equal rates. Twice the smaller of the two, at most 1. */
  readonly twoSided: number;
  /** `twoSided` less P(X = onlyA), half of it if onlyA = onlyB. Its size can exceed the level. */
  readonly midP: number;
}

/**
 * McNemar's exact test for two policies on the same episodes. Only pairs with different outcomes
 * count; of those, X that favour a are Binomial(onlyA + onlyB, 1/2) if the rates are equal.
 * Without such pairs every p-value is 1.
 *
 * Source: McNemar (1947), Psychometrika 12, 153-157; mid-P as Fagerland, Lydersen & Laake (2013),
 * BMC Medical Research Methodology 13:91. Good to 1e-11 up to 1e5 such pairs, to 1e-9 at 1e7.
 *
 * Assumes that pairs are independent of each other, that their number was fixed beforehand, and
 * that both policies of a pair met the same seed and initial state. Check the recorded identities
 * first: an evaluator that draws the next state when an episode ends pairs unequal episodes.
 *
 * @throws StatsArgumentError unless both counts are whole, at least 0 and sum to at most 2^53 - 1
 */
export function mcnemarTest({
  onlyA,
  onlyB,
}: {
  readonly onlyA: number;
  readonly onlyB: number;
}): McnemarResult {
  checkWhole("onlyA", onlyA, 0, Number.MAX_SAFE_INTEGER);
  checkWhole("onlyB", onlyB, 0, Number.MAX_SAFE_INTEGER - onlyA);
  const size = onlyA + onlyB;
  if (size === 0) return { greater: 1, less: 1, twoSided: 1, midP: 1 };
  const greater = binomialUpperTail(onlyA, size, 0.5);
  const less = binomialLowerTail(onlyA, size, 0.5);
  const mass = Math.exp(-logBeta(onlyA + 1, onlyB + 1) - Math.log(size + 1) - size * Math.LN2);
  const twoSided = onlyA === onlyB ? 1 : Math.min(1, 2 * Math.min(greater, less));
  return {
    greater,
    less,
    twoSided,
    midP: Math.max(0, twoSided - (onlyA === onlyB ? mass / 2 : mass)),
  };
}
