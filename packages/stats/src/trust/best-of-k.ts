import { checkCounts, checkProbability, checkWhole } from "../arguments.ts";
import { binomialUpperTail } from "../special/binomial.ts";

/**
 * The rate that the best of `attempts` evaluations shows on average, when all have the same true
 * `rate`: E[max of K independent Binomial(n, rate)] / n = (1/n) sum over x from 1 to n of
 * 1 - P(X < x)^K. With `averaged` above 1, the mean of that many best ones.
 *
 * The best of 10 checkpoints with 20 episodes each at a rate of 0.70 reads 0.850 on average.
 *
 * Source: order statistics of discrete variables, Arnold, Balakrishnan & Nagaraja (2008), A First
 * Course in Order Statistics, section 3.3. Exact: terms that are 1 or 0 to 18 digits are not summed.
 *
 * Assumes attempts that are independent and share the rate and the number of episodes. Checkpoints
 * that were all tested on the same initial states vary together, and their maximum exceeds less.
 *
 * @throws StatsArgumentError unless attempts is whole and from 1 to 1e6, episodes is whole and from
 *   1 to 1e7, rate is from 0 to 1, and averaged is whole and from 1 to the smaller of attempts and
 *   1000
 */
export function expectedBestOfK({
  attempts,
  episodes,
  rate,
  averaged = 1,
}: {
  readonly attempts: number;
  readonly episodes: number;
  readonly rate: number;
  readonly averaged?: number;
}): number {
  checkWhole("attempts", attempts, 1, 1e6);
  checkWhole("episodes", episodes, 1, 1e7);
  checkProbability("rate", rate);
  checkWhole("averaged", averaged, 1, Math.min(attempts, 1000));
  // Hoeffding: counts below fall short of the mean with probability under exp(-72).
  const certain = Math.max(0, Math.floor(episodes * rate - 6 * Math.sqrt(episodes)));
  let sum = certain;
  for (let count = certain + 1; count <= episodes; count++) {
    const tail = binomialUpperTail(count, episodes, rate);
    let term = anyOf(attempts, tail);
    for (let rank = 2; rank <= averaged; rank++) term += binomialUpperTail(rank, attempts, tail);
    sum += term / averaged;
    if (term < 1e-18) break;
  }
  return sum / episodes;
}

/**
 * The exact p-value of the best of `attempts` evaluations: P(max >= successes) when every true rate
 * is at most `rate`, 1 - (1 - P(X >= successes | rate))^K.
 *
 * Source: Šidák (1967), JASA 62, 626-633.
 *
 * Assumes independent attempts of the same number of episodes, and that `attempts` counts every one
 * that could have been reported, not only those that were.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1 are whole, attempts is
 *   whole and from 1 to 1e6, and rate is from 0 to 1
 */
export function bestOfKTest({
  successes,
  episodes,
  attempts,
  rate,
}: {
  readonly successes: number;
  readonly episodes: number;
  readonly attempts: number;
  readonly rate: number;
}): { readonly pValue: number } {
  checkCounts(successes, episodes);
  checkWhole("attempts", attempts, 1, 1e6);
  checkProbability("rate", rate);
  return { pValue: anyOf(attempts, binomialUpperTail(successes, episodes, rate)) };
}

/** 1 - (1 - p)^K without the subtractions. */
function anyOf(attempts: number, probability: number): number {
  return -Math.expm1(attempts * Math.log1p(-probability));
}
