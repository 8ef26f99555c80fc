/**
 * How one method bounds a rate: each function gives the limit that leaves the
 * probability `tail` outside on its own side.
 *
 * Two-sided intervals call both with alpha/2, one-sided bounds call one with alpha.
 * Arguments are trusted, 0 < episodes, and successes need not be whole. The ends
 * (lower at no success, upper at no failure) belong to the caller, the same for all.
 */
export interface RateLimits {
  lower(successes: number, episodes: number, tail: number): number;
  upper(successes: number, episodes: number, tail: number): number;
}
