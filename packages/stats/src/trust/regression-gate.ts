import { checkBetween, checkProbability, checkWhole, StatsArgumentError } from "../arguments.ts";
import { binomialMasses } from "../special/binomial-masses.ts";

const most = 20_000;

/**
 * The probability that a gate of the form "the success rate dropped by more than `dropOver`" fires
 * on a candidate that is as good as its baseline: P(X/n1 - Y/n2 > dropOver) for independent
 * X ~ Binomial(n1, rate), Y ~ Binomial(n2, rate), summed over all outcomes.
 *
 * It is what resampling the baseline against itself estimates, without the resampling. At a rate of
 * 0.9 a gate of 5 points fires so on 0.20 of the runs with 50 episodes and on 0.04 with 200.
 *
 * Source: the joint distribution of two binomials, as in Barnard (1947), Biometrika 34, 123-138.
 * A drop of exactly `dropOver` does not fire; it is compared in whole numbers of episodes.
 *
 * Assumes two fixed numbers of independent episodes. With `rate` itself an estimate, look at the
 * ends of its interval too: the probability is largest near 0.5.
 *
 * @param dropOver as a difference of rates, 0.05 for 5 points
 * @throws StatsArgumentError unless both numbers of episodes are whole and from 1 to 20000, rate is
 *   from 0 to 1, and 0 < dropOver < 1
 */
export function regressionGateFalseAlarm({
  baselineEpisodes,
  candidateEpisodes,
  rate,
  dropOver,
}: {
  readonly baselineEpisodes: number;
  readonly candidateEpisodes: number;
  readonly rate: number;
  readonly dropOver: number;
}): number {
  checkWhole("baselineEpisodes", baselineEpisodes, 1, most);
  checkWhole("candidateEpisodes", candidateEpisodes, 1, most);
  checkProbability("rate", rate);
  checkBetween("dropOver", dropOver, 0, 1);
  return falseAlarm(baselineEpisodes, candidateEpisodes, rate, dropOver);
}

/**
 * The smallest number of episodes in each arm from which on the gate of
 * {@link regressionGateFalseAlarm} fires on an unchanged policy with probability at most
 * `falseAlarm`. Smaller numbers can reach it too, since the probability falls like a saw, but do
 * not keep it.
 *
 * Source: Chernoff (1952), Annals of Mathematical Statistics 23, 493-507: for n from
 * log(falseAlarm) / log(r) on, r = min over t of E exp(t (B1 - B2 - dropOver)), nothing exceeds it;
 * below, every n is enumerated.
 *
 * Assumes as {@link regressionGateFalseAlarm}. Whether the gate then sees a true drop is another
 * question: `twoSampleEpisodes` answers it.
 *
 * @throws StatsArgumentError unless rate is from 0 to 1, 0 < dropOver < 1, 1e-30 < falseAlarm < 1,
 *   and Chernoff's bound is reached within 20000 episodes
 */
export function regressionGateEpisodes({
  rate,
  dropOver,
  falseAlarm: wanted,
}: {
  readonly rate: number;
  readonly dropOver: number;
  readonly falseAlarm: number;
}): { readonly episodes: number; readonly falseAlarm: number } {
  checkProbability("rate", rate);
  checkBetween("dropOver", dropOver, 0, 1);
  checkBetween("falseAlarm", wanted, 1e-30, 1);
  let episodes = Math.max(1, Math.ceil(Math.log(wanted) / chernoffExponent(rate, dropOver)));
  if (episodes > most) {
    throw new StatsArgumentError("dropOver", `a drop that ${most} episodes can tell`, dropOver);
  }
  while (episodes > 1 && falseAlarm(episodes - 1, episodes - 1, rate, dropOver) <= wanted) {
    episodes--;
  }
  return { episodes, falseAlarm: falseAlarm(episodes, episodes, rate, dropOver) };
}

function falseAlarm(before: number, after: number, rate: number, drop: number): number {
  const product = drop * before * after;
  // 0.05 * 50 * 50 is an ulp off 125 or not as the processor likes; the drop meant is decimal.
  const whole = Math.round(product);
  const line = Math.abs(product - whole) <= 1e-14 * product ? whole : product;
  const cumulative = binomialMasses(after, rate);
  for (let k = 1; k <= after; k++) cumulative[k] = (cumulative[k] ?? 0) + (cumulative[k - 1] ?? 0);
  let sum = 0;
  for (const [count, mass] of binomialMasses(before, rate).entries()) {
    const below = Math.ceil((count * after - line) / before) - 1;
    if (below >= 0) sum += mass * (cumulative[below] ?? 0);
  }
  return Math.min(1, sum);
}

/** log of r above; any t gives a valid bound, so the search need not be sharp. */
function chernoffExponent(rate: number, drop: number): number {
  const at = (t: number) =>
    Math.log1p(rate * Math.expm1(t)) + Math.log1p(rate * Math.expm1(-t)) - t * drop;
  let low = 0;
  let high = 50;
  for (let step = 0; step < 100; step++) {
    const third = (high - low) / 3;
    if (at(low + third) < at(high - third)) high -= third;
    else low += third;
  }
  return at(low);
}
