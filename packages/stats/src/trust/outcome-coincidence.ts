import { logGamma } from "../special/gamma.ts";

/** log of the number of ways to choose `k` of `n`; -Infinity where there is none. */
function logWays(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

const ones = (outcomes: readonly boolean[]) => outcomes.filter(Boolean).length;

/**
 * The log of the probability that the outcomes of one task come in exactly this order, given how
 * many succeeded, when every order is as likely: 1 / C(n, k).
 */
export function logOrderChance(outcomes: readonly boolean[]): number {
  return -logWays(outcomes.length, ones(outcomes));
}

/**
 * The smallest p of at least 2 with which outcomes repeat, x[i] = x[i - p], through two periods or
 * more; null if there is none or all outcomes are the same.
 *
 * By the prefix function of Knuth, Morris & Pratt (1977), SIAM Journal on Computing 6, 323-350.
 */
export function smallestPeriod(outcomes: readonly boolean[]): number | null {
  const border = [0];
  for (let end = 1; end < outcomes.length; end++) {
    let length = border[end - 1] ?? 0;
    while (length > 0 && outcomes[end] !== outcomes[length]) length = border[length - 1] ?? 0;
    border.push(outcomes[end] === outcomes[length] ? length + 1 : 0);
  }
  const period = outcomes.length - (border.at(-1) ?? 0);
  return period >= 2 && 2 * period <= outcomes.length ? period : null;
}

/**
 * A bound on the probability of a smallest period of at most `period`, given how many outcomes
 * succeeded, when every order is as likely: the number of orders with each period from 2 on, over
 * C(n, k). With q whole periods and r outcomes more, j successes in a period of which i lie among
 * its first r make k = j q + i.
 */
export function periodChance(outcomes: readonly boolean[], period: number): number {
  const n = outcomes.length;
  const k = ones(outcomes);
  let chance = 0;
  for (let p = 2; p <= period; p++) {
    const whole = Math.floor(n / p);
    const rest = n % p;
    for (let j = Math.max(0, Math.ceil((k - rest) / whole)); j * whole <= k; j++) {
      const i = k - j * whole;
      chance += Math.exp(logWays(rest, i) + logWays(p - rest, j - i) - logWays(n, k));
    }
  }
  return Math.min(1, chance);
}
