import { checkBetween, StatsArgumentError } from "../arguments.ts";

/**
 * How many episodes without a single failure show that the success rate is above `threshold`: the
 * smallest n with threshold^n <= alpha, which is ceil(log(alpha) / log(threshold)).
 *
 * With alpha = 0.05 that is near 3 / (1 - threshold), the rule of three: Hanley & Lippman-Hand
 * (1983), JAMA 249, 1743-1745. One failure and the run proves nothing at this n; a plan that can
 * bear failures comes from `episodesForClaim`.
 *
 * Assumes independent episodes with one success rate and n fixed beforehand: running on "until the
 * failure is behind us" is another experiment. alpha is one-sided.
 *
 * @throws StatsArgumentError unless 0 <= threshold < 1 and 1e-30 < alpha < 1
 */
export function zeroFailureEpisodes({
  threshold,
  alpha,
}: {
  readonly threshold: number;
  readonly alpha: number;
}): number {
  check(threshold, alpha);
  const episodes = Math.max(1, Math.ceil(Math.log(alpha) / Math.log(threshold)));
  // The quotient of logarithms can end on the wrong side of a whole number.
  return episodes > 1 && threshold ** (episodes - 1) <= alpha ? episodes - 1 : episodes;
}

/**
 * The same for a run that may be watched all along: the first n at which an unbroken run of
 * successes brings the beta-mixture e-process for "the rate is at most threshold" to 1/alpha. Its
 * log is -log(n + 1) - n log(p0) + log(1 - p0^(n + 1)) - log(1 - p0) then, with the uniform prior
 * on the rates above the threshold p0. The difference is the price of looking after every episode.
 *
 * Source: Ville (1939), Étude critique de la notion de collectif; the mixture of Robbins (1970),
 * Annals of Mathematical Statistics 41, 1397-1409, on rates above p0 only.
 *
 * Assumes that each episode succeeds with probability of at most the threshold under the null
 * hypothesis, whatever came before. alpha is one-sided.
 *
 * @throws StatsArgumentError unless 0 <= threshold <= 1 - 1e-9 and 1e-30 < alpha < 1
 */
export function zeroFailureEpisodesAnytime({
  threshold,
  alpha,
}: {
  readonly threshold: number;
  readonly alpha: number;
}): number {
  check(threshold, alpha);
  if (threshold > 1 - 1e-9) {
    throw new StatsArgumentError("threshold", "a number of at most 1 - 1e-9", threshold);
  }
  const enough = (n: number) =>
    -Math.log(n + 1) -
      n * Math.log(threshold) +
      Math.log1p(-(threshold ** (n + 1))) -
      Math.log1p(-threshold) >=
    -Math.log(alpha);
  let low = 0;
  let high = 1;
  while (!enough(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function check(threshold: number, alpha: number): void {
  if (typeof threshold !== "number" || !(threshold >= 0 && threshold < 1)) {
    throw new StatsArgumentError(
      "threshold",
      "a number from 0 up to but not including 1",
      threshold,
    );
  }
  checkBetween("alpha", alpha, 1e-30, 1);
}
