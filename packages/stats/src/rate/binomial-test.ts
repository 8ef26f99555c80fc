import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { checkOneSidedTest, type OneSidedTest } from "./one-sided-test.ts";

/**
 * The exact one-sided binomial test of a success rate against a constant.
 *
 * - `greater`: H0 is p <= rate, and the p-value is P(X >= successes | rate).
 * - `less`: H0 is p >= rate, and the p-value is P(X <= successes | rate).
 *
 * Without episodes the p-value is 1. For a two-sided test compare each one with alpha/2.
 *
 * Source: Clopper & Pearson (1934), Biometrika 26, 404-413; the tails are incomplete beta
 * functions, good to 1e-11 up to 1e5 episodes and to 1e-9 at 1e7.
 *
 * Assumes a fixed number of independent episodes with one success rate, and that `rate` is a
 * given constant. A baseline that was itself measured needs a two-sample test.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole, and
 *   0 <= rate <= 1
 */
export function binomialTest(test: OneSidedTest): { readonly pValue: number } {
  checkOneSidedTest(test);
  const { successes, episodes, rate, alternative } = test;
  const tail = alternative === "greater" ? binomialUpperTail : binomialLowerTail;
  return { pValue: tail(successes, episodes, rate) };
}
