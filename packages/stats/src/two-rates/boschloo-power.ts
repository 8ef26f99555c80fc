import { binomialMasses, largestProbability, type Region, regionOf } from "./nuisance.ts";

// Fisher p-values that differ by rounding alone count as one.
const TIE = 1e-10;

/**
 * The outcomes that Boschloo's one-sided test rejects at `level`: the largest set of the form
 * "Fisher p-value at most t" whose largest probability is at most `level`.
 */
export function boschlooCriticalRegion(first: number, second: number, level: number): Region {
  const values = fisherValues(first, second);
  const width = second + 1;
  const within = (limit: number) =>
    regionOf(first, second, (x1, x2) => (values[x1 * width + x2] ?? 1) <= limit * (1 + TIE));
  // Boschloo's p-value is at most Fisher's, so all outcomes with a Fisher p-value to `level` count.
  const candidates = Float64Array.from(values)
    .filter((value) => value > level)
    .sort();
  let [low, high] = [-1, candidates.length];
  let step = 1;
  while (high - low > 1) {
    // Doubling strides until one is too far: the critical value lies not far above `level`.
    const middle = high === candidates.length ? Math.min(low + step, high - 1) : (low + high) >> 1;
    step *= 2;
    const region = within(candidates[middle] ?? 1);
    if (largestProbability(region, 0) <= level) low = middle;
    else high = middle;
  }
  return within(candidates[low] ?? level);
}

/** Fisher's one-sided p-value of every outcome, row by row of the first arm's successes. */
function fisherValues(first: number, second: number): Float64Array {
  const width = second + 1;
  const values = new Float64Array((first + 1) * width);
  // Given the sum, the masses' products are hypergeometric whatever the rate; one of 1/2 keeps the
  // smallest of them, 2^-1000 at the most episodes admitted, within a double.
  const [ones, twos] = [binomialMasses(first, 0.5), binomialMasses(second, 0.5)];
  for (let sum = 0; sum <= first + second; sum++) {
    const [least, most] = [Math.max(0, sum - second), Math.min(first, sum)];
    let tail = 0;
    for (let x = most; x >= least; x--) {
      tail += (ones[x] ?? 0) * (twos[sum - x] ?? 0);
      values[x * width + sum - x] = tail;
    }
    for (let x = most; x >= least; x--) {
      values[x * width + sum - x] = (values[x * width + sum - x] ?? 0) / tail;
    }
  }
  return values;
}
