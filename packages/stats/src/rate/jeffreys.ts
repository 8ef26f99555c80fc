import { betaLowerQuantile, betaUpperQuantile } from "../special/beta.ts";
import type { RateLimits } from "./limits.ts";

/**
 * Equal-tailed quantiles of the posterior Beta(k + 1/2, n - k + 1/2) under Jeffreys' prior.
 *
 * Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133, section 3.1; their
 * lower limit of 0 at k = 0 and upper limit of 1 at k = n come from the caller.
 */
export const jeffreys: RateLimits = {
  lower: (successes, episodes, tail) =>
    betaLowerQuantile(tail, successes + 0.5, episodes - successes + 0.5),
  upper: (successes, episodes, tail) =>
    betaUpperQuantile(tail, successes + 0.5, episodes - successes + 0.5),
};
