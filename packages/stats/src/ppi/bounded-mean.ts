import { checkAlpha, StatsArgumentError } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";
import { meanOf, type Weighted, weightOf } from "./weighted.ts";

/**
 * Two-sided 1 - alpha interval for the mean of values in [0, 1], valid at every sample size, from
 * a fixed number n of values.
 *
 * A mean m is left out when a bet against it won: W(m) = average over c of the products of
 * 1 + c (x - m) / m reaches 2/alpha, or the same for 1 - x and 1 - m. The bets c are
 * 1, 2^-1/2, 2^-1, ... as many as log2(n) + 2, fixed by n alone, so the order of the values does
 * not matter. E W(m) <= 1 if m is the mean, hence by Markov's inequality each side errs with
 * probability alpha/2 at most. W falls with m: the limits are found by bisection, and lie on the
 * outer side of the root.
 *
 * Source: Waudby-Smith & Ramdas (2024), JRSS B 86, 1-27, section 4 and appendix B (bets that are
 * constant), at a fixed n.
 *
 * Assumes that values are independent with one mean (or have the mean given all earlier ones), and
 * that n was fixed beforehand. Without values, [0, 1].
 *
 * @throws StatsArgumentError unless all values are from 0 to 1 and 1e-30 <= alpha < 1
 */
export function boundedMeanInterval(
  values: readonly number[],
  { alpha }: { readonly alpha: number },
): Interval {
  if (!Array.isArray(values)) throw new StatsArgumentError("values", "a list of numbers", values);
  values.forEach((value, at) => {
    if (typeof value !== "number" || !(value >= 0 && value <= 1)) {
      throw new StatsArgumentError(`values[${at}]`, "a number from 0 to 1", value);
    }
  });
  checkAlpha(alpha);
  return bettingInterval(
    values.map((value) => ({ value, weight: 1 })),
    alpha,
  );
}

/** The same on values with weights. Arguments are trusted. */
export function bettingInterval(items: readonly Weighted[], alpha: number): Interval {
  const seen = items.filter(({ weight }) => weight > 0);
  if (seen.length === 0) return { lower: 0, upper: 1 };
  const mirrored = seen.map(({ value, weight }) => ({ value: 1 - value, weight }));
  const needed = Math.log(2 / alpha);
  return { lower: lowerLimit(seen, needed), upper: 1 - lowerLimit(mirrored, needed) };
}

/** The largest mean that a bet on more has refuted: log W >= needed below it. */
function lowerLimit(items: readonly Weighted[], needed: number): number {
  const bets = betsFor(weightOf(items));
  let low = 0;
  // At the mean itself no product exceeds 1.
  let high = Math.min(1, meanOf(items));
  while (high - low > 1e-14 * high) {
    const middle = low + (high - low) / 2;
    if (logWealth(items, middle, bets) >= needed) low = middle;
    else high = middle;
    // Smaller limits are of no use, and halving down to 0 would take a thousand steps.
    if (high < 1e-300) return 0;
  }
  return low;
}

function betsFor(size: number): readonly number[] {
  const count = Math.ceil(Math.log2(size)) + 2;
  return Array.from({ length: count }, (_, at) => 2 ** (-at / 2));
}

function logWealth(items: readonly Weighted[], mean: number, bets: readonly number[]): number {
  const logs = bets.map((bet) => {
    let log = 0;
    for (const { value, weight } of items) log += weight * Math.log1p(bet * (value / mean - 1));
    return log;
  });
  const largest = Math.max(...logs);
  if (largest === -Infinity) return -Infinity;
  const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
  return largest + Math.log(sum / bets.length);
}
