import { checkAlpha, checkChoice, StatsArgumentError } from "../arguments.ts";
import type { Alternative } from "../rate/one-sided-test.ts";
import { checkOpenRate } from "./arguments.ts";

/** A sequential test with a fixed last episode. Fix it before the first one. */
export interface SpendingDesign {
  /** The rate that it tests, above 0 and below 1. A given constant: not itself an estimate. */
  readonly rate: number;
  /** `greater` tests H0: p <= rate, `less` H0: p >= rate. */
  readonly alternative: Alternative;
  /** Never more episodes than this; from 1 to 20,000. */
  readonly maxEpisodes: number;
  /** One-sided error probability over the whole run. */
  readonly alpha: number;
}

/** The stopping boundary of a {@link SpendingDesign}. */
export interface SpendingBoundary extends SpendingDesign {
  /**
   * Entry n - 1 belongs to n episodes: stop when the count reaches it, or null where none does.
   * It counts successes for `greater` and failures for `less`.
   */
  readonly critical: readonly (number | null)[];
  /** The exact probability of ever stopping at a true rate equal to `rate`; at most alpha. */
  readonly size: number;
}

/**
 * The boundary of an exact test that looks after every episode up to `maxEpisodes`.
 *
 * After n episodes the smallest count is taken at which the probability under H0 of having stopped
 * stays within alpha n / maxEpisodes: linear spending (Lan & DeMets 1983, Biometrika 70, 659-663),
 * by exact binomial recursion, without normal approximation and without randomisation. Whoever
 * stops earlier or looks less often errs less.
 *
 * More powerful than an e-process if maxEpisodes is kept; going on beyond it voids the error.
 *
 * Assumes independent episodes with one success rate, or one task drawn at random for each.
 * The cost grows with the square of maxEpisodes.
 *
 * @throws StatsArgumentError unless 0 < rate < 1, maxEpisodes is whole from 1 to 20,000,
 *   1e-30 <= alpha < 1 and the alternative is known
 */
export function exactSpending(design: SpendingDesign): SpendingBoundary {
  const { rate, alternative, maxEpisodes, alpha } = design;
  checkOpenRate("rate", rate);
  checkChoice("alternative", alternative, ["greater", "less"]);
  checkAlpha(alpha);
  if (!Number.isInteger(maxEpisodes) || maxEpisodes < 1 || maxEpisodes > 20_000) {
    throw new StatsArgumentError("maxEpisodes", "a whole number from 1 to 20000", maxEpisodes);
  }
  const critical: (number | null)[] = [];
  let spent = 0;
  walk(maxEpisodes, hitRate(alternative, rate), (chance, n) => {
    const budget = ((alpha * n) / maxEpisodes) * (1 + 1e-12);
    let count = n + 1;
    let tail = 0;
    while (count > 0 && spent + tail + at(chance, count - 1) <= budget) {
      tail += at(chance, --count);
    }
    spent += tail;
    critical.push(count <= n ? count : null);
    return count;
  });
  return { rate, alternative, maxEpisodes, alpha, critical, size: spent };
}

/** How a {@link SpendingBoundary} fares at a true rate. */
export interface SpendingOperation {
  /** The probability of stopping at the boundary. */
  readonly power: number;
  /** The mean number of episodes, of which at most maxEpisodes. */
  readonly expectedEpisodes: number;
}

/**
 * Power and expected sample size of the boundary at the true rate `trueRate`, exactly.
 *
 * Assumes what {@link exactSpending} does.
 *
 * @throws StatsArgumentError unless 0 < trueRate < 1
 */
export function spendingOperation(
  { alternative, maxEpisodes, critical }: SpendingBoundary,
  trueRate: number,
): SpendingOperation {
  checkOpenRate("trueRate", trueRate);
  let power = 0;
  let expected = 0;
  walk(maxEpisodes, hitRate(alternative, trueRate), (chance, n) => {
    const count = critical[n - 1] ?? n + 1;
    let tail = 0;
    for (let j = n; j >= count; j--) tail += at(chance, j);
    power += tail;
    expected += tail * n;
    return count;
  });
  return { power, expectedEpisodes: expected + (1 - power) * maxEpisodes };
}

function hitRate(alternative: Alternative, rate: number): number {
  return alternative === "greater" ? rate : 1 - rate;
}

/** The chances of each count after n episodes without a stop; `stop` says from which on to stop. */
function walk(episodes: number, rate: number, stop: (chance: Float64Array, n: number) => number) {
  const chance = new Float64Array(episodes + 1);
  chance[0] = 1;
  let from = episodes + 1;
  for (let n = 1; n <= episodes; n++) {
    for (let j = Math.min(n, from); j > 0; j--) {
      chance[j] = at(chance, j) * (1 - rate) + at(chance, j - 1) * rate;
    }
    chance[0] = at(chance, 0) * (1 - rate);
    from = stop(chance, n);
    chance.fill(0, from);
  }
}

function at(chance: Float64Array, index: number): number {
  return chance[index] ?? 0;
}
