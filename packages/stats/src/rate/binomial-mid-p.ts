import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { checkOneSidedTest, type OneSidedTest } from "./one-sided-test.ts";

/**
 * The mid-P version of the one-sided binomial test: only half of P(X = successes) counts.
 *
 * - `greater`: H0 is p <= rate, and the p-value is P(X > successes) + P(X = successes)/2.
 * - `less`: H0 is p >= rate, and the p-value is P(X < successes) + P(X = successes)/2.
 *
 * Less conservative than `binomialTest`, but its size can exceed alpha: not for claims that must
 * hold at their stated error. Without episodes the p-value is 1.
 *
 * Source: Lancaster (1961), JASA 56, 223-234. Good to 1e-11 up to 1e5 episodes, to 1e-9 at 1e7.
 *
 * Assumes a fixed number of independent episodes with one success rate, and that `rate` is a
 * given constant.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole,
 *   0 <= rate <= 1 and the alternative is known
 */
export function binomialMidP(test: OneSidedTest): { readonly pValue: number } {
  checkOneSidedTest(test);
  const { successes, episodes, rate, alternative } = test;
  if (episodes === 0) return { pValue: 1 };
  const [tail, next] =
    alternative === "greater"
      ? [binomialUpperTail, successes + 1]
      : [binomialLowerTail, successes - 1];
  return { pValue: (tail(successes, episodes, rate) + tail(next, episodes, rate)) / 2 };
}
