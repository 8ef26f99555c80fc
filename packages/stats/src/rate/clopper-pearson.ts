import { betaLowerQuantile, betaUpperQuantile } from "../special/beta.ts";
import type { RateLimits } from "./limits.ts";

/**
 * The exact interval: the rates that a one-sided binomial test at level `tail` keeps.
 * Lower: P(X >= k | p) = tail, a Beta(k, n - k + 1) quantile; upper: P(X <= k | p) = tail,
 * a Beta(k + 1, n - k) quantile. Its coverage is never below nominal.
 *
 * Clopper & Pearson (1934), Biometrika 26, 404-413.
 */
export const clopperPearson: RateLimits = {
  lower(successes, episodes, tail) {
    // p^n = tail
    if (successes === episodes) return Math.exp(Math.log(tail) / episodes);
    return betaLowerQuantile(tail, successes, episodes - successes + 1);
  },
  upper(successes, episodes, tail) {
    // (1 - p)^n = tail
    if (successes === 0) return -Math.expm1(Math.log(tail) / episodes);
    return betaUpperQuantile(tail, successes + 1, episodes - successes);
  },
};
