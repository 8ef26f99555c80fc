import { checkProbability } from "../arguments.ts";
import { type IntervalMethod, rateInterval } from "../rate/interval.ts";
import { sizeAtThreshold } from "../rate/size.ts";

/**
 * The exact probability that the two-sided interval of error alpha contains the true rate:
 * 1 - P(lower limit > rate) - P(upper limit < rate), each a binomial tail, as limits rise with the
 * count. Methods other than `clopper_pearson` fall below 1 - alpha at some rates.
 *
 * Source: Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133, section 2.
 *
 * Assumes a fixed number of independent episodes with one success rate.
 *
 * @throws StatsArgumentError unless episodes is whole and from 0 to 2^53 - 1, rate is from 0 to 1,
 *   1e-30 <= alpha < 1 and the method is known
 */
export function twoSidedCoverage({
  method,
  episodes,
  rate,
  alpha,
}: {
  readonly method: IntervalMethod;
  readonly episodes: number;
  readonly rate: number;
  readonly alpha: number;
}): number {
  checkProbability("rate", rate);
  rateInterval(method, 0, episodes, { alpha });
  const rule = { method, episodes, threshold: rate, alpha };
  return (
    1 -
    sizeAtThreshold({ ...rule, direction: "above" }) -
    sizeAtThreshold({ ...rule, direction: "below" })
  );
}
