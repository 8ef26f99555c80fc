import { checkBetween, checkChoice, checkCounts, checkWhole } from "../arguments.ts";
import { type Interval, rateLimit } from "../rate/interval.ts";
import { expectedBestOfK } from "./best-of-k.ts";

/**
 * What a selected maximum says about the true rate behind it.
 *
 * - `estimate`: the common rate whose best of K reads successes / episodes on average; the naive
 *   rate shrunk. It is 1 when every episode succeeded: look at the lower limit then.
 * - `interval`, two-sided with error alpha, after Clopper & Pearson (1934), Biometrika 26, 404-413,
 *   with tails for the maximum. The lower limit solves 1 - (1 - P(X >= k | p))^K = alpha/2. With
 *   `equal_rates` the upper one solves P(X <= k | p)^K = alpha/2, and may lie below the naive rate;
 *   with `any_rates` it is the mirror image of the lower one, so that all K intervals hold at once
 *   (Šidák 1967, JASA 62, 626-633) and with them the selected one's.
 *
 * Assumes independent attempts of the same number of episodes, all of them counted. Fresh episodes
 * for the selected attempt tell more than any correction.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes are whole, episodes is from 1 to
 *   1e6, attempts is whole and from 1 to 1e6, 1e-24 < alpha < 1, and assume is known
 */
export function correctBestOfK({
  successes,
  episodes,
  attempts,
  alpha,
  assume,
}: {
  readonly successes: number;
  readonly episodes: number;
  readonly attempts: number;
  readonly alpha: number;
  readonly assume: "equal_rates" | "any_rates";
}): { readonly naive: number; readonly estimate: number; readonly interval: Interval } {
  checkWhole("episodes", episodes, 1, 1e6);
  checkCounts(successes, episodes);
  checkWhole("attempts", attempts, 1, 1e6);
  // One attempt's share must stay where the beta quantiles are reliable.
  checkBetween("alpha", alpha, 1e-24, 1);
  checkChoice("assume", assume, ["equal_rates", "any_rates"]);
  const share = -Math.expm1(Math.log1p(-alpha / 2) / attempts);
  const upperTail = assume === "equal_rates" ? Math.exp(Math.log(alpha / 2) / attempts) : share;
  return {
    naive: successes / episodes,
    estimate: commonRate(successes, episodes, attempts),
    interval: {
      lower: rateLimit("clopper_pearson", "lower", successes, episodes, share),
      upper: rateLimit("clopper_pearson", "upper", successes, episodes, upperTail),
    },
  };
}

/** The rate at which the expected maximum is successes / episodes, by bisection. */
function commonRate(successes: number, episodes: number, attempts: number): number {
  const target = successes / episodes;
  if (attempts === 1 || successes === 0 || successes === episodes) return target;
  let low = 0;
  let high = target;
  for (let step = 0; step < 50; step++) {
    const rate = (low + high) / 2;
    if (expectedBestOfK({ attempts, episodes, rate }) < target) low = rate;
    else high = rate;
  }
  return (low + high) / 2;
}
