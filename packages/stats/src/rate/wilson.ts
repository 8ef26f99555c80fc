import { normalUpperQuantile } from "../special/normal.ts";
import type { RateLimits } from "./limits.ts";

/**
 * The score interval: all p with |k/n - p| <= z sqrt(p (1 - p) / n).
 *
 * Wilson (1927), JASA 22, 209-212; Brown, Cai & DasGupta (2001), Statistical Science 16,
 * 101-133, section 3.1.
 */
export const wilson: RateLimits = {
  lower: (successes, episodes, tail) => scoreRoot(successes, episodes, normalUpperQuantile(tail)),
  upper: (successes, episodes, tail) => scoreRoot(successes, episodes, -normalUpperQuantile(tail)),
};

/**
 * The score interval with continuity correction, |k/n - p| - 1/(2n) in its place:
 * Newcombe (1998), Statistics in Medicine 17, 857-872, method 4.
 *
 * Moving k/n by 1/(2n) is moving k by one half, so it is Wilson's root there.
 */
export const wilsonCc: RateLimits = {
  lower: (successes, episodes, tail) =>
    scoreRoot(successes - 0.5, episodes, normalUpperQuantile(tail)),
  upper: (successes, episodes, tail) =>
    scoreRoot(successes + 0.5, episodes, -normalUpperQuantile(tail)),
};

/**
 * The p with count/n - p = z sqrt(p (1 - p) / n): below count/n for z > 0, above for z < 0.
 *
 * The quadratic formula subtracts nearly equal numbers for the root next to 0, and for the
 * complement of the root next to 1. Dividing the product of the roots, (count/n)^2 n/(n + z^2),
 * by the other root only adds, so every digit survives.
 */
function scoreRoot(count: number, episodes: number, z: number): number {
  const rest = episodes - count;
  const half = (z * z) / 2;
  const spread = Math.abs(z) * Math.sqrt((count * rest) / episodes + half / 2);
  if (z >= 0) return ((count / episodes) * count) / (count + half + spread);
  if (2 * count <= episodes) return (count + half + spread) / (episodes + 2 * half);
  return 1 - ((rest / episodes) * rest) / (rest + half + spread);
}
