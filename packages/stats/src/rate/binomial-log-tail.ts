import { logBetaLowerTail, logBetaUpperTail } from "../special/log-beta-tail.ts";
import { checkOneSidedTest, type OneSidedTest } from "./one-sided-test.ts";

/**
 * The natural log of the p-value of `binomialTest`, also where that p-value is too small for a
 * double: compare with log(alpha), or combine many.
 *
 * - `greater`: H0 is p <= rate; log P(X >= successes | rate).
 * - `less`: H0 is p >= rate; log P(X <= successes | rate).
 *
 * It is 0 without episodes, and -Infinity where the outcome is impossible (a success at rate 0, a
 * failure at rate 1).
 *
 * Source: Clopper & Pearson (1934), Biometrika 26, 404-413; the tail is a continued fraction (NIST
 * DLMF 8.17.22) times a mass by Loader (2000). Good to about 1e-12, relative or
 * absolute whichever is more, up to 1e7 episodes.
 *
 * Assumes a fixed number of independent episodes with one success rate, and that `rate` is a
 * given constant.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole,
 *   0 <= rate <= 1 and the alternative is known
 */
export function binomialLogTail(test: OneSidedTest): { readonly logPValue: number } {
  checkOneSidedTest(test);
  const { successes, episodes, rate, alternative } = test;
  const tail = alternative === "greater" ? logUpperTail : logLowerTail;
  return { logPValue: tail(successes, episodes, rate) };
}

function logUpperTail(k: number, n: number, rate: number): number {
  if (k === 0 || rate === 1) return 0;
  if (rate === 0) return Number.NEGATIVE_INFINITY;
  return k === n ? n * Math.log(rate) : logBetaLowerTail(rate, k, n - k + 1);
}

function logLowerTail(k: number, n: number, rate: number): number {
  if (k === n || rate === 0) return 0;
  if (rate === 1) return Number.NEGATIVE_INFINITY;
  return k === 0 ? n * Math.log1p(-rate) : logBetaUpperTail(rate, k + 1, n - k);
}
