import { checkAlpha, checkProbability, StatsArgumentError } from "../arguments.ts";
import { type Interval, rateLimit } from "../rate/interval.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import { studentCriticalValue } from "../special/student-t.ts";

/**
 * Two-sided Wilson interval of a rate whose episodes are worth `effectiveEpisodes` independent
 * ones, a real number: all p with |rate - p| <= c sqrt(p (1 - p) / effectiveEpisodes).
 *
 * `alpha` is shared by both tails. c is the normal quantile of alpha/2, or Student's t with
 * `degreesOfFreedom` where the effective number was itself estimated from as many clusters
 * plus one.
 *
 * Source: Wilson (1927), JASA 22, 209-212; with an effective sample size Rao & Scott (1992),
 * Biometrics 48, 577-585; with t Franco et al. (2019), Journal of Survey Statistics and
 * Methodology 7, 334-364.
 *
 * Assumes that rate (1 - rate) / effectiveEpisodes is the variance of the estimate.
 *
 * @param effectiveEpisodes above 0 and finite; 0 gives [0, 1]
 * @param degreesOfFreedom above 0; without it the normal quantile is used
 * @throws StatsArgumentError unless 0 <= rate <= 1, 0 <= effectiveEpisodes < Infinity,
 *   1e-30 <= alpha < 1, and degreesOfFreedom is left out or a finite number above 0
 */
export function effectiveRateInterval({
  rate,
  effectiveEpisodes,
  alpha,
  degreesOfFreedom,
}: {
  readonly rate: number;
  readonly effectiveEpisodes: number;
  readonly alpha: number;
  readonly degreesOfFreedom?: number | undefined;
}): Interval {
  checkProbability("rate", rate);
  checkAlpha(alpha);
  if (!Number.isFinite(effectiveEpisodes) || effectiveEpisodes < 0) {
    const expected = "a finite number of at least 0";
    throw new StatsArgumentError("effectiveEpisodes", expected, effectiveEpisodes);
  }
  if (degreesOfFreedom !== undefined && !(degreesOfFreedom > 0 && degreesOfFreedom < Infinity)) {
    const expected = "a finite number above 0, or nothing";
    throw new StatsArgumentError("degreesOfFreedom", expected, degreesOfFreedom);
  }
  return scoreInterval(rate, effectiveEpisodes, criticalValue(alpha, degreesOfFreedom));
}

/** The c of alpha/2 in one tail: of Student's t, or of the normal without degrees of freedom. */
export function criticalValue(alpha: number, degreesOfFreedom?: number): number {
  return degreesOfFreedom === undefined
    ? normalUpperQuantile(alpha / 2)
    : studentCriticalValue(alpha, degreesOfFreedom);
}

const tail = 0.025;
const quantile = normalUpperQuantile(tail);

/**
 * Wilson's interval with any critical value. Arguments are trusted.
 *
 * The limits depend on c^2 / n alone, so c is changed into the quantile of one fixed tail by
 * giving n that much more or less weight.
 */
export function scoreInterval(rate: number, episodes: number, critical: number): Interval {
  const weight = episodes * (quantile / critical) ** 2;
  // Nothing to go by, or (one degree of freedom, minute alpha) a value as good as infinite.
  if (weight === 0) return { lower: 0, upper: 1 };
  const successes = rate * weight;
  const lower = rateLimit("wilson", "lower", successes, weight, tail);
  // With alpha next to 1 the limits meet, and rounding must not cross them.
  return { lower, upper: Math.max(lower, rateLimit("wilson", "upper", successes, weight, tail)) };
}
