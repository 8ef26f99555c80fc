import { checkAlpha, checkBetween } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import type { Detectable } from "./detectable.ts";
import { mcnemarTest } from "./mcnemar.ts";
import { pairedDetectableDifference } from "./paired-detectable.ts";
import { checkPairs, type Pairs, pairCount } from "./pairs.ts";
import { tangoDifference, tangoNonInferiority } from "./tango.ts";
import { type ComparisonVerdict, comparisonVerdict, type Equivalence } from "./verdict.ts";

/** What {@link comparePaired} found. */
export interface PairedComparison {
  readonly verdict: ComparisonVerdict;
  /** Rate of a less rate of b, or null without pairs. */
  readonly estimate: number | null;
  /** Of that difference: Tango's, two-sided with error alpha. */
  readonly interval: Interval & { readonly method: "tango" };
  /** Two-sided, of the null hypothesis of equal rates. */
  readonly pValue: number;
  readonly test: "mcnemar_exact";
  /** Null without a margin. These tests are approximate; no exact one is offered. */
  readonly equivalence: Equivalence<"tango"> | null;
  /** The smallest true difference that this number of pairs would have shown. */
  readonly detectable: Detectable;
}

/**
 * Which of two policies succeeds more often on the same episodes.
 *
 * The verdict follows the rules of {@link compareRates}: "equivalent" by two tests of
 * {@link tangoNonInferiority} at alpha/2 each, then a direction if the two-sided p-value of
 * {@link mcnemarTest} is at most alpha, else "cannot_tell".
 *
 * `detectable.difference` is the smallest |p_a - p_b| found with probability `power` (default 0.8)
 * while the share of pairs with different outcomes stays at the observed one, or grows to the
 * difference where it must: exact up to 2000 pairs, beyond by a large-sample formula.
 *
 * Assumes independent pairs in a number fixed beforehand, the same seed and initial state for both
 * policies of a pair, and a margin set without seeing the data.
 *
 * @throws StatsArgumentError unless the four counts are whole, at least 0 and sum to at most
 *   2^53 - 1, 1e-30 <= alpha < 1, 0 < margin < 1 if given, and 0 < power < 1
 */
export function comparePaired({
  alpha,
  margin,
  power = 0.8,
  ...pairs
}: Pairs & {
  /** Error probability of the two-sided test and interval; one-sided tests run at alpha/2. */
  readonly alpha: number;
  /** The largest difference that does not matter. */
  readonly margin?: number;
  readonly power?: number;
}): PairedComparison {
  checkPairs(pairs);
  checkAlpha(alpha);
  if (margin !== undefined) checkBetween("margin", margin, 0, 1);
  checkBetween("power", power, 0, 1);
  const size = pairCount(pairs);
  const { onlyA, onlyB } = pairs;
  const estimate = size === 0 ? null : (onlyA - onlyB) / size;
  const test = mcnemarTest(pairs);
  const equivalence = margin === undefined ? null : equivalenceOf(pairs, margin);
  const discordance = size === 0 ? 0 : (onlyA + onlyB) / size;
  return {
    verdict: comparisonVerdict(test, equivalence, alpha),
    estimate,
    interval: { ...tangoDifference(pairs, { alpha }), method: "tango" },
    pValue: test.twoSided,
    test: "mcnemar_exact",
    equivalence,
    detectable: pairedDetectableDifference(size, { discordance, alpha, power }),
  };
}

function equivalenceOf(pairs: Pairs, margin: number) {
  const swapped = { ...pairs, onlyA: pairs.onlyB, onlyB: pairs.onlyA };
  return {
    margin,
    aNotWorse: tangoNonInferiority(pairs, { margin }).pValue,
    bNotWorse: tangoNonInferiority(swapped, { margin }).pValue,
    test: "tango",
  } as const;
}
