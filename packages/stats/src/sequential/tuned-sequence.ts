import { checkAlpha, checkCounts, StatsArgumentError } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { mixtureLogE } from "./beta-mixture.ts";

/** The error of a tuned confidence sequence and where it is to be tight. Fix both beforehand. */
export interface TunedSequenceOptions {
  readonly alpha: number;
  /** The number of episodes at which the interval is to be narrowest, from 1 to 1e9. */
  readonly tightestAt: number;
}

/**
 * The two-sided 1 - alpha confidence sequence of Howard et al., tuned to one number of episodes.
 *
 * Each candidate rate p is tested by {@link betaMixtureLogE} (`different`) with the prior
 * Beta(c p, c (1 - p)), where c = max(tightestAt/(2 L + log(1 + 2 L)) - 1, 0.001) and
 * L = log(1/alpha). Narrower than {@link betaMixtureConfidenceSequence} near `tightestAt` and wider
 * far from it; after few episodes it can be all of [0, 1].
 *
 * Source: Howard, Ramdas, McAuliffe & Sekhon (2021), Ann. Statist. 49, 1055-1080, beta-binomial
 * mixture, with the tuning of section 3.5 in closed form.
 *
 * Assumes that every episode succeeds with the same probability given all earlier ones, and that
 * `tightestAt` was fixed beforehand: tuned to the present number of episodes it proves nothing.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1 are whole,
 *   1e-30 <= alpha < 1 and tightestAt is a number from 1 to 1e9
 */
export function tunedConfidenceSequence(
  successes: number,
  episodes: number,
  { alpha, tightestAt }: TunedSequenceOptions,
): Interval {
  checkCounts(successes, episodes);
  checkAlpha(alpha);
  if (typeof tightestAt !== "number" || !(tightestAt >= 1 && tightestAt <= 1e9)) {
    throw new StatsArgumentError("tightestAt", "a number from 1 to 1e9", tightestAt);
  }
  const level = -Math.log(alpha);
  const weight = Math.max(tightestAt / (2 * level + Math.log1p(2 * level)) - 1, 1e-3);
  return {
    lower: lowerLimit(successes, episodes, level, weight),
    upper: 1 - lowerLimit(episodes - successes, episodes, level, weight),
  };
}

function lowerLimit(successes: number, episodes: number, level: number, weight: number): number {
  if (successes === 0) return 0;
  const rejects = (y: number) => {
    const rate = 1 / (1 + Math.exp(-y));
    const prior = { a: weight * rate, b: (weight * Math.exp(-y)) / (1 + Math.exp(-y)) };
    return mixtureLogE(successes, episodes, rate, "different", prior) > level;
  };
  // Logits: a rate of 1e-26 and the estimate, at which log E <= 0.
  let out = -60;
  let inside = Math.min(36, Math.log(successes / (episodes - successes)));
  if (!rejects(out)) return 0;
  for (let round = 0; round < 64; round++) {
    const middle = (out + inside) / 2;
    if (rejects(middle)) out = middle;
    else inside = middle;
  }
  return 1 / (1 + Math.exp(-out));
}
