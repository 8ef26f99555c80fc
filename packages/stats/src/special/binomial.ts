import { betaLowerTail, betaUpperTail } from "./beta.ts";

// Johnson, Kemp & Kotz, Univariate Discrete Distributions (3rd ed.), section 3.2:
// P(X >= k) = I_p(k, n - k + 1). The incomplete beta function sums no terms, so the
// cost does not grow with n.

/** P(X >= count) for X ~ Binomial(episodes, rate). */
export function binomialUpperTail(count: number, episodes: number, rate: number): number {
  if (count <= 0) return 1;
  if (count > episodes) return 0;
  return betaLowerTail(rate, count, episodes - count + 1);
}

/** P(X <= count) for X ~ Binomial(episodes, rate), without 1 - rate or 1 - P. */
export function binomialLowerTail(count: number, episodes: number, rate: number): number {
  if (count >= episodes) return 1;
  if (count < 0) return 0;
  return betaUpperTail(rate, count + 1, episodes - count);
}
