import { checkAlpha, checkProbability, StatsArgumentError } from "../arguments.ts";

// An e-value is a number >= 0 whose mean is at most 1 if the null hypothesis holds. It comes as its
// natural logarithm everywhere: -Infinity for 0, and no overflow where the evidence is strong.

/**
 * The e-BH procedure on log e-values: rejects the k* largest, k* = max{k : e_[k] >= m / (k alpha)}.
 * The expected share of false rejections is at most alpha under any dependence.
 *
 * Source: Wang & Ramdas (2022), JRSS B 84, 822-852. An empty list gives an empty one.
 *
 * Assumes that each e-value is valid at the time it was read: any time, for an e-process.
 *
 * @returns per e-value, in the order given, whether its null hypothesis is rejected
 * @throws StatsArgumentError unless no log e-value is NaN, named as in `logEValues[2]`, and
 *   1e-30 <= alpha < 1
 */
export function eBenjaminiHochberg(
  logEValues: readonly number[],
  { alpha }: { readonly alpha: number },
): { readonly rejected: readonly boolean[]; readonly count: number } {
  checkLogEValues(logEValues);
  checkAlpha(alpha);
  const size = logEValues.length;
  const falling = [...logEValues].sort((one, other) => (one === other ? 0 : other - one));
  const last = falling.findLastIndex((logE, i) => logE >= Math.log(size / ((i + 1) * alpha)));
  const least = falling[last] ?? Number.POSITIVE_INFINITY;
  return { rejected: logEValues.map((logE) => last >= 0 && logE >= least), count: last + 1 };
}

/**
 * The log of the mean of e-values: an e-value for the hypothesis that all their null hypotheses
 * hold, under any dependence. (A product would need independence or succession.)
 *
 * Source: Vovk & Wang (2021), Annals of Statistics 49, 1736-1754, section 3.
 *
 * @throws StatsArgumentError unless there is at least one, and none is NaN
 */
export function averageLogEValue(logEValues: readonly number[]): number {
  checkLogEValues(logEValues);
  if (logEValues.length === 0) throw new StatsArgumentError("logEValues", "at least one", "none");
  return logSum(logEValues) - Math.log(logEValues.length);
}

/**
 * Log e-values adjusted for making all their claims together, in the order given: the smallest
 * mean over the subsets that hold the e-value. Rejecting where the result is at least -log(alpha)
 * makes one or more false claims with probability at most alpha, under any dependence.
 *
 * Source: Vovk & Wang (2021), Annals of Statistics 49, 1736-1754, algorithm 1 (closed testing).
 * Takes time quadratic in the number of e-values.
 *
 * @throws StatsArgumentError unless no log e-value is NaN
 */
export function familyWiseLogEValues(logEValues: readonly number[]): number[] {
  checkLogEValues(logEValues);
  const rising = [...logEValues].sort((one, other) => (one === other ? 0 : one - other));
  const below = [Number.NEGATIVE_INFINITY];
  for (const logE of rising) below.push(logSum([below.at(-1) ?? 0, logE]));
  return logEValues.map((own) => {
    // The k smallest of the others lower the mean most; from its own rank on they raise it.
    let least = own;
    for (let k = 1; k < rising.length && (rising[k - 1] ?? own) < own; k++) {
      least = Math.min(least, logSum([below[k] ?? own, own]) - Math.log(k + 1));
    }
    return least;
  });
}

/**
 * The log e-value of a p-value: (1 - p + p log p) / (p log(p)^2), the mean of the calibrators
 * k p^(k - 1) over k from 0 to 1. It is log(1/2) at p = 1, the limit, and Infinity at p = 0.
 *
 * Source: Vovk & Wang (2021), Annals of Statistics 49, 1736-1754, section 2.
 *
 * Assumes a valid p-value of a test with its number of episodes fixed beforehand.
 *
 * @throws StatsArgumentError unless 0 <= pValue <= 1
 */
export function logEValueOfP(pValue: number): number {
  checkProbability("pValue", pValue);
  if (pValue === 0) return Number.POSITIVE_INFINITY;
  const u = -Math.log(pValue);
  // (exp(u) - 1 - u) / u^2, whose numerator cancels for small u: there its series is summed.
  if (u > 1) return u + Math.log1p(-(1 + u) * Math.exp(-u)) - 2 * Math.log(u);
  let [sum, term] = [0, 0.5];
  for (let k = 3; k <= 22; k++) {
    sum += term;
    term *= u / k;
  }
  return Math.log(sum);
}

/**
 * The p-value of a log e-value, min(1, 1/e), by Markov's inequality. For an e-process give its
 * largest value so far; the p-value then holds at any time (Ville's inequality).
 *
 * Source: Vovk & Wang (2021), Annals of Statistics 49, 1736-1754, section 2.
 *
 * @throws StatsArgumentError if the log e-value is NaN
 */
export function pValueOfLogE(logEValue: number): number {
  checkLogEValue("logEValue", logEValue);
  return Math.min(1, Math.exp(-logEValue));
}

/** log(sum of exp), without overflow. */
function logSum(values: readonly number[]): number {
  const largest = values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

function checkLogEValues(logEValues: readonly number[]): void {
  if (!Array.isArray(logEValues)) throw new StatsArgumentError("logEValues", "a list", logEValues);
  for (let i = 0; i < logEValues.length; i++) checkLogEValue(`logEValues[${i}]`, logEValues[i]);
}

function checkLogEValue(argument: string, value: unknown): void {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new StatsArgumentError(argument, "a natural logarithm, which may be infinite", value);
  }
}
