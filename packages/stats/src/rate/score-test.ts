import { checkBetween } from "../arguments.ts";
import { normalUpperTail } from "../special/normal.ts";
import { checkOneSidedTest, type OneSidedTest } from "./one-sided-test.ts";

/**
 * The one-sided score test of a success rate against a constant:
 * z = (k - n rate) / sqrt(n rate (1 - rate)).
 *
 * - `greater`: H0 is p <= rate, and the p-value is P(Z >= z).
 * - `less`: H0 is p >= rate, and the p-value is P(Z <= z).
 *
 * It rejects at alpha where the one-sided Wilson bound clears the rate. That is an approximation:
 * its true size can be nearly twice alpha (see `sizeAtThreshold`), so decide with `binomialTest`.
 * Without episodes z is 0 and the p-value 1.
 *
 * Source: Wilson (1927), JASA 22, 209-212; Agresti, Categorical Data Analysis (3rd ed.), 1.4.
 *
 * Assumes a fixed number of independent episodes with one success rate, and that `rate` is a
 * given constant.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole,
 *   0 < rate < 1 and the alternative is known
 */
export function scoreTest(test: OneSidedTest): { readonly z: number; readonly pValue: number } {
  checkOneSidedTest(test);
  const { successes, episodes, rate, alternative } = test;
  checkBetween("rate", rate, 0, 1);
  if (episodes === 0) return { z: 0, pValue: 1 };
  const z = (successes - episodes * rate) / Math.sqrt(episodes * rate * (1 - rate));
  return { z, pValue: normalUpperTail(alternative === "greater" ? z : -z) };
}
