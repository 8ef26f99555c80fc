/**
 * P(X = k) for k = 0, ..., episodes and X ~ Binomial(episodes, rate).
 *
 * Starts from 1 at the mode, follows P(X = k + 1) / P(X = k) = (n - k) p / ((k + 1) (1 - p)) to
 * both sides, and divides by the sum, so that no logarithm of a factorial loses digits (Johnson,
 * Kemp & Kotz, Univariate Discrete Distributions, 3rd ed., section 3.3.1). Masses below 1e-308 of
 * the mode's are 0. Time and memory are linear in `episodes`.
 */
export function binomialMasses(episodes: number, rate: number): Float64Array {
  const masses = new Float64Array(episodes + 1);
  const mode = Math.min(episodes, Math.floor((episodes + 1) * rate));
  masses[mode] = 1;
  let total = 1;
  if (rate > 0 && rate < 1) {
    const odds = rate / (1 - rate);
    let mass = 1;
    for (let k = mode; k < episodes && mass > 0; k++) {
      mass *= ((episodes - k) / (k + 1)) * odds;
      masses[k + 1] = mass;
      total += mass;
    }
    mass = 1;
    for (let k = mode; k > 0 && mass > 0; k--) {
      mass *= k / ((episodes - k + 1) * odds);
      masses[k - 1] = mass;
      total += mass;
    }
  }
  for (let k = 0; k <= episodes; k++) masses[k] = (masses[k] ?? 0) / total;
  return masses;
}
