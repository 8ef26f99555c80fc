import { checkCounts, checkProbability } from "../arguments.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { logBetaPower } from "../special/log-beta-tail.ts";

/**
 * The exact two-sided binomial test by minimum likelihood: H0 is p = rate, and the p-value is the
 * probability of all outcomes that are no more probable than the observed one.
 *
 * This is what R's `binom.test` and SciPy's `binomtest` report. The alternative is central
 * doubling, min(1, 2 * the smaller p-value of `binomialTest`), which agrees with the
 * Clopper-Pearson interval; this p-value need not, and does not say on which side the rate lies.
 *
 * Outcomes whose probability exceeds the observed one's by less than 1e-7 of it count as equal, as
 * there, which can only raise the p-value. Without episodes it is 1.
 *
 * Source: Sterne (1954), Biometrika 41, 275-278. Good to 1e-11 up to 1e5 episodes and to 1e-9 at
 * 1e7, with fewer digits below 1e-250; the work grows with the log of the number of episodes.
 *
 * Assumes a fixed number of independent episodes with one success rate, and that `rate` is a
 * given constant.
 *
 * @throws StatsArgumentError unless 0 <= successes <= episodes <= 2^53 - 1, both are whole, and
 *   0 <= rate <= 1
 */
export function binomialTwoSided({
  successes: k,
  episodes: n,
  rate,
}: {
  readonly successes: number;
  readonly episodes: number;
  readonly rate: number;
}): { readonly pValue: number } {
  checkCounts(k, n);
  checkProbability("rate", rate);
  if (rate === 0) return { pValue: k === 0 ? 1 : 0 };
  if (rate === 1) return { pValue: k === n ? 1 : 0 };
  // log P(X = x), up to a constant that all outcomes share.
  const logMass = (x: number) => logBetaPower(rate, x + 1, n - x + 1);
  const most = logMass(k) + Math.log1p(1e-7);
  const mode = Math.min(n, Math.floor((n + 1) * rate));
  // On either side of the mode the masses fall, so each tail ends at one outcome.
  if (k < mode) {
    const from = firstWhere((x) => logMass(x) <= most, mode, n + 1);
    return { pValue: total(k, from, n, rate) };
  }
  if (k > mode) {
    const until = firstWhere((x) => logMass(x) > most, 0, mode + 1) - 1;
    return { pValue: total(until, k, n, rate) };
  }
  return { pValue: 1 };
}

/** P(X <= until) + P(X >= from). */
function total(until: number, from: number, n: number, rate: number): number {
  if (until + 1 >= from) return 1;
  return Math.min(1, binomialLowerTail(until, n, rate) + binomialUpperTail(from, n, rate));
}

/** The first whole number in [low, high) with a property that all later ones share, else high. */
function firstWhere(holds: (x: number) => boolean, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
