import { normalUpperQuantile } from "../special/normal.ts";
import type { RateLimits } from "./limits.ts";

/**
 * Wald's interval after adding z^2/2 successes and z^2/2 failures, cut to [0, 1]:
 * p~ -+ z sqrt(p~ (1 - p~) / n~) with n~ = n + z^2 and p~ = (k + z^2/2) / n~.
 *
 * Agresti & Coull (1998), The American Statistician 52, 119-126.
 */
export const agrestiCoull: RateLimits = {
  lower: (successes, episodes, tail) => waldEnd(successes, episodes, normalUpperQuantile(tail)),
  upper: (successes, episodes, tail) => waldEnd(successes, episodes, -normalUpperQuantile(tail)),
};

/**
 * p~ - z sqrt(p~ q~ / n~), cut to [0, 1].
 *
 * For z > 0 it is (p~^2 - z^2 p~ q~ / n~) / (p~ + z sqrt(p~ q~ / n~)) with the numerator
 * multiplied out, because the subtraction would lose the digits of a limit near 0.
 */
function waldEnd(count: number, episodes: number, z: number): number {
  const half = (z * z) / 2;
  const size = episodes + 2 * half;
  const center = (count + half) / size;
  const spread = (Math.abs(z) * Math.sqrt(center * (episodes - count + half))) / size;
  if (z < 0) return Math.min(1, center + spread);
  const product = episodes * (count - half) + 4 * half * count;
  return Math.max(0, (center * product) / (size * size * (center + spread)));
}
