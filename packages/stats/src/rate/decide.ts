import { checkAlpha, checkChoice, checkCounts, checkProbability } from "../arguments.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { type Interval, type IntervalMethod, intervalMethods, rateInterval } from "./interval.ts";
import { type Direction, type IntervalRule, intervalSupports, sizeAtThreshold } from "./size.ts";
import { claimThreshold, type Operator, operators } from "./threshold.ts";

/**
 * - `supported`: the data show the claim.
 * - `refuted`: the data show that the rate lies on the other side of the threshold.
 * - `inconclusive`: neither.
 * - `cannot_decide`: neither, and no outcome of this many episodes would support the claim.
 */
export type Verdict = "supported" | "refuted" | "inconclusive" | "cannot_decide";

/** A claim about a success rate, the counts that it rests on, and the rule that decides it. */
export interface RateClaim {
  readonly successes: number;
  readonly episodes: number;
  /** How the claim compares the success rate with its threshold. */
  readonly operator: Operator;
  /** The reference rate, from 0 to 1. A given constant: not itself an estimate. */
  readonly baseline: number;
  /** By how much the rate may miss the baseline, from 0 up to but not including 1. */
  readonly margin: number;
  /** Error probability of the two-sided interval; each exact test runs at alpha/2. */
  readonly alpha: number;
  readonly method: IntervalMethod;
}

/** What {@link decideRate} found. */
export interface RateDecision {
  /** By the interval: supported or refuted when it lies wholly beyond the threshold. */
  readonly verdict: Verdict;
  /** The verdict with a margin of 0. */
  readonly strictVerdict: Verdict;
  /** The baseline less the margin for ">=" and ">", plus the margin for "<=" and "<". */
  readonly threshold: number;
  /** successes / episodes, or null without episodes. */
  readonly estimate: number | null;
  /** Two-sided, with error alpha. */
  readonly interval: Interval;
  /** The same by exact one-sided binomial tests, whose error never exceeds alpha/2. */
  readonly exact: {
    /** Of the null hypothesis that the claim is false at the threshold. */
    readonly pValue: number;
    readonly verdict: Verdict;
    readonly strictVerdict: Verdict;
  };
  /** Probability of "supported" by the interval at a true rate equal to the threshold. */
  readonly size: { readonly nominal: number; readonly actual: number };
}

/**
 * Decides a claim such as "the success rate is at least 0.8, give or take 0.05".
 *
 * For ">=" and ">", with threshold t = baseline - margin rounded to 12 decimals: supported if the
 * lower limit exceeds t; else refuted if the upper limit is below t; else cannot_decide if even
 * all successes would not be supported, as without episodes; else inconclusive. "<=" and "<" are
 * the mirror image with t = baseline + margin. An operator and its strict form agree, because an
 * interval cannot tell a rate equal to t from one just beyond it.
 *
 * `exact` asks the same of P(X >= successes | t) and P(X <= successes | t), each against alpha/2.
 * Rely on it where `size.actual` exceeds `size.nominal`: there the interval supports false claims
 * more often than it says.
 *
 * Source: noninferiority to a fixed reference, Clopper & Pearson (1934) for the exact test; the
 * interval's paper stands with its method.
 *
 * Assumes that the number of episodes was fixed beforehand (looking early and stopping on success
 * inflates the error), that episodes are independent with one success rate, and that baseline and
 * margin were set without seeing the data.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1 are whole, 0 <= baseline
 *   <= 1, 0 <= margin < 1, 1e-30 <= alpha < 1, the threshold lies in [0, 1] (beyond it every result
 *   would do; the error names margin), and operator and method are known
 */
export function decideRate(claim: RateClaim): RateDecision {
  check(claim);
  const { successes, episodes, operator, baseline, margin, alpha, method } = claim;
  const { direction, threshold } = claimThreshold(operator, baseline, margin);
  const rule: IntervalRule = { method, episodes, threshold, alpha, direction };
  return {
    verdict: intervalVerdict(rule, successes),
    strictVerdict: intervalVerdict({ ...rule, threshold: baseline }, successes),
    threshold,
    estimate: episodes === 0 ? null : successes / episodes,
    interval: rateInterval(method, successes, episodes, { alpha }),
    exact: {
      pValue: exactPValue(rule, successes),
      verdict: exactVerdict(rule, successes),
      strictVerdict: exactVerdict({ ...rule, threshold: baseline }, successes),
    },
    size: { nominal: alpha / 2, actual: sizeAtThreshold(rule) },
  };
}

type Shows = (rule: IntervalRule, successes: number) => boolean;

function intervalVerdict(rule: IntervalRule, successes: number): Verdict {
  return judge(rule, successes, intervalSupports);
}

function exactVerdict(rule: IntervalRule, successes: number): Verdict {
  return judge(rule, successes, (side, count) => exactPValue(side, count) <= side.alpha / 2);
}

/** The order matters: a result that refutes is an answer even if support was out of reach. */
function judge(rule: IntervalRule, successes: number, shows: Shows): Verdict {
  const opposite: Direction = rule.direction === "above" ? "below" : "above";
  if (shows(rule, successes)) return "supported";
  if (shows({ ...rule, direction: opposite }, successes)) return "refuted";
  const best = rule.direction === "above" ? rule.episodes : 0;
  return shows(rule, best) ? "inconclusive" : "cannot_decide";
}

function exactPValue({ episodes, threshold, direction }: IntervalRule, successes: number): number {
  const tail = direction === "above" ? binomialUpperTail : binomialLowerTail;
  return tail(successes, episodes, threshold);
}

function check({ successes, episodes, operator, baseline, alpha, method }: RateClaim): void {
  checkCounts(successes, episodes);
  checkChoice("operator", operator, operators);
  checkProbability("baseline", baseline);
  checkAlpha(alpha);
  checkChoice("method", method, intervalMethods);
}
