import { checkAlpha, checkBetween } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { type Arm, checkArms, rateDifference } from "./arms.ts";
import { type Detectable, detectableDifference } from "./detectable.ts";
import { boschlooTest, exactEpisodeLimit, exactNonInferiority } from "./exact-test.ts";
import { miettinenNurminenDifference, scoreNonInferiority } from "./score.ts";
import {
  type ComparisonVerdict,
  comparisonVerdict,
  type Directions,
  type Equivalence,
} from "./verdict.ts";

/** What {@link compareRates} found. */
export interface RatesComparison {
  readonly verdict: ComparisonVerdict;
  /** Rate of a less rate of b, or null where an arm has no episodes. */
  readonly estimate: number | null;
  /** Of that difference: Miettinen and Nurminen's, two-sided with error alpha. */
  readonly interval: Interval & { readonly method: "miettinen_nurminen" };
  /** Of the null hypothesis of equal rates: twice the smaller one-sided p-value, at most 1. */
  readonly pValue: number;
  /** Where the p-value comes from; "score" means that there were too many episodes for Boschloo. */
  readonly test: "boschloo" | "score";
  /** Null without a margin. */
  readonly equivalence: Equivalence<"exact_score" | "score"> | null;
  /** The smallest true difference that these numbers of episodes would have shown. */
  readonly detectable: Detectable;
}

/**
 * Which of two policies succeeds more often, from independent episodes of each.
 *
 * With a margin, "equivalent" if both p_a - p_b <= -margin and p_a - p_b >= margin are rejected at
 * alpha/2 each; it takes precedence over a difference, which then is smaller than what matters.
 * Else "a_better" or "b_better" if that direction's one-sided test rejects at alpha/2, which is the
 * two-sided p-value at alpha. Else "cannot_tell", which is no proof of sameness: see `detectable`.
 *
 * Up to {@link exactEpisodeLimit} episodes in both arms together the tests are exact
 * ({@link boschlooTest}, {@link exactNonInferiority}); beyond, score tests
 * ({@link scoreNonInferiority}), and the result says so. The interval inverts a score test, so near
 * the line it can disagree with the p-value; the verdict is the p-value's.
 *
 * `detectable.difference` is the smallest |p_a - p_b| found with probability `power` (default 0.8)
 * while the mean of the rates over all episodes stays at the observed one as far as [0, 1] allows;
 * with unequal numbers of episodes, the larger of the values for a better and b better.
 *
 * Assumes two independent groups of independent episodes, each with one success rate, numbers of
 * episodes fixed beforehand, and a margin set without seeing the data. Use {@link comparePaired}
 * where both policies met the same seeds or initial states.
 *
 * @throws StatsArgumentError unless each arm has whole 0 <= successes <= episodes <= 2^53 - 1,
 *   1e-30 <= alpha < 1, 0 < margin < 1 if given, and 0 < power < 1; the argument is named as in
 *   `a.successes`
 */
export function compareRates({
  a,
  b,
  alpha,
  margin,
  power = 0.8,
}: {
  readonly a: Arm;
  readonly b: Arm;
  /** Error probability of the two-sided test and interval; one-sided tests run at alpha/2. */
  readonly alpha: number;
  /** The largest difference that does not matter. */
  readonly margin?: number;
  readonly power?: number;
}): RatesComparison {
  checkArms(a, b);
  checkAlpha(alpha);
  if (margin !== undefined) checkBetween("margin", margin, 0, 1);
  checkBetween("power", power, 0, 1);
  const episodes = a.episodes + b.episodes;
  const exact = episodes <= exactEpisodeLimit;
  const directions = exact ? boschlooDirections(a, b) : scoreDirections(a, b);
  const equivalence = margin === undefined ? null : equivalenceOf(a, b, margin, exact);
  const estimate = a.episodes === 0 || b.episodes === 0 ? null : rateDifference(a, b);
  const rate = episodes === 0 ? 0 : (a.successes + b.successes) / episodes;
  return {
    verdict: comparisonVerdict(directions, equivalence, alpha),
    estimate,
    interval: { ...miettinenNurminenDifference(a, b, { alpha }), method: "miettinen_nurminen" },
    pValue: Math.min(1, 2 * Math.min(directions.greater, directions.less)),
    test: exact ? "boschloo" : "score",
    equivalence,
    detectable: detectableDifference(a.episodes, b.episodes, { rate, alpha, power }),
  };
}

function boschlooDirections(a: Arm, b: Arm): Directions {
  return {
    greater: boschlooTest(a, b, { alternative: "greater" }).pValue,
    less: boschlooTest(a, b, { alternative: "less" }).pValue,
  };
}

function scoreDirections(a: Arm, b: Arm): Directions {
  return {
    greater: scoreNonInferiority(a, b, { margin: 0 }).pValue,
    less: scoreNonInferiority(b, a, { margin: 0 }).pValue,
  };
}

function equivalenceOf(a: Arm, b: Arm, margin: number, exact: boolean) {
  const test = exact ? exactNonInferiority : scoreNonInferiority;
  return {
    margin,
    aNotWorse: test(a, b, { margin }).pValue,
    bNotWorse: test(b, a, { margin }).pValue,
    test: exact ? "exact_score" : "score",
  } as const;
}
