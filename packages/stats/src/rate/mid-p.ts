import { checkAlpha, checkCounts } from "../arguments.ts";
import { betaLowerQuantile, betaUpperQuantile } from "../special/beta.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { findRoot } from "../special/find-root.ts";
import type { Interval } from "./interval.ts";

/**
 * The two-sided 1 - alpha mid-P interval for a success rate, with alpha/2 in each tail: the rates
 * at which P(X > k) + P(X = k)/2, and P(X < k) + P(X = k)/2, are above alpha/2.
 *
 * Shorter than Clopper-Pearson, because only half of the observed outcome counts as extreme. It
 * covers 1 - alpha on average over rates, less at some: show it, and decide claims with an exact
 * test. The lower limit is 0 without a success, the upper 1 without a failure, so no episodes give
 * [0, 1].
 *
 * Source: Lancaster (1961), JASA 56, 223-234; as an interval Berry & Armitage (1995), The
 * Statistician 44, 417-423. Good to 1e-10 up to 1e7 episodes.
 *
 * Assumes that the number of episodes was fixed beforehand, and that episodes are independent
 * with one success rate.
 *
 * @param successes number of episodes that succeeded
 * @param episodes number of episodes
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole, and
 *   1e-30 <= alpha < 1
 */
export function midPInterval(
  successes: number,
  episodes: number,
  { alpha }: { readonly alpha: number },
): Interval {
  checkCounts(successes, episodes);
  checkAlpha(alpha);
  return {
    lower: successes === 0 ? 0 : lowerLimit(successes, episodes, alpha),
    upper: successes === episodes ? 1 : upperLimit(successes, episodes, alpha),
  };
}

// Half of P(X = k) makes each tail the mean of two exact ones, P(X >= k) and P(X >= k + 1). The
// limit lies between the rates where these two equal alpha/2, and is sought on the scale of
// log p, so that the smallest limits keep their digits.

function lowerLimit(k: number, n: number, alpha: number): number {
  // p^n / 2 = alpha / 2
  if (k === n) return Math.exp(Math.log(alpha) / n);
  const excess = (logP: number) => {
    const p = Math.exp(logP);
    return 1 - (binomialUpperTail(k, n, p) + binomialUpperTail(k + 1, n, p)) / alpha;
  };
  const low = betaLowerQuantile(alpha / 2, k, n - k + 1);
  const high = betaLowerQuantile(alpha / 2, k + 1, n - k);
  return Math.exp(findRoot(excess, Math.log(low), Math.log(high)));
}

function upperLimit(k: number, n: number, alpha: number): number {
  // (1 - p)^n / 2 = alpha / 2
  if (k === 0) return -Math.expm1(Math.log(alpha) / n);
  const excess = (logP: number) => {
    const p = Math.exp(logP);
    return (binomialLowerTail(k, n, p) + binomialLowerTail(k - 1, n, p)) / alpha - 1;
  };
  const low = betaUpperQuantile(alpha / 2, k, n - k + 1);
  const high = betaUpperQuantile(alpha / 2, k + 1, n - k);
  return Math.exp(findRoot(excess, Math.log(low), Math.log(high)));
}
