/**
 * The outcomes of two arms that count as at least as extreme as some outcome: with x successes in
 * the first arm, all those with at most `most[x]` in the second; -1 where there is none.
 * `most` never falls, so more successes of the first arm are never less extreme (Barnard's
 * condition), and the probability of the region is largest on the boundary of the null hypothesis.
 */
export interface Region {
  readonly first: number;
  readonly second: number;
  readonly most: Int32Array;
}

/** The region of a rule that never prefers fewer successes of the first arm, in n1 + n2 steps. */
export function regionOf(
  first: number,
  second: number,
  isExtreme: (x1: number, x2: number) => boolean,
): Region {
  const most = new Int32Array(first + 1);
  let reached = -1;
  for (let x1 = 0; x1 <= first; x1++) {
    while (reached < second && isExtreme(x1, reached + 1)) reached++;
    most[x1] = reached;
  }
  return { first, second, most };
}

/** The probability of a region when the arms' rates are `p1` and `p2`. */
export function regionProbability({ first, second, most }: Region, p1: number, p2: number): number {
  const ones = binomialMasses(first, p1);
  const twos = binomialMasses(second, p2);
  let [total, below, counted] = [0, 0, 0];
  for (let x1 = 0; x1 <= first; x1++) {
    const reach = most[x1] ?? -1;
    while (counted <= reach) below += twos[counted++] ?? 0;
    total += (ones[x1] ?? 0) * below;
  }
  return Math.min(1, total);
}

const GRID = 1000;
const REFINED = 6;

/**
 * The largest probability of a region over rates with p1 = p2 - margin.
 *
 * A grid even in arcsin sqrt(p), the scale on which the probability is equally smooth everywhere,
 * then golden sections around its best points: good to 1e-12 of the p-value at the sizes that
 * the exact tests admit.
 */
export function largestProbability(region: Region, margin: number): number {
  const at = (angle: number) => {
    const p2 = margin + (1 - margin) * Math.sin(angle) ** 2;
    return regionProbability(region, Math.max(0, p2 - margin), p2);
  };
  const step = Math.PI / 2 / GRID;
  const values = Array.from({ length: GRID + 1 }, (_, i) => at(i * step));
  const peaks = values
    .map((value, i) => ({ value, i }))
    .filter(({ value, i }) => value >= (values[i - 1] ?? 0) && value >= (values[i + 1] ?? 0))
    .sort((one, other) => other.value - one.value)
    .slice(0, REFINED);
  let largest = 0;
  for (const { value, i } of peaks) {
    const refined = goldenMaximum(at, Math.max(0, i - 1) * step, Math.min(GRID, i + 1) * step);
    largest = Math.max(largest, value, refined);
  }
  return largest;
}

function goldenMaximum(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [x1, x2] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [f1, f2] = [f(x1), f(x2)];
  // 30 sections leave 1e-9 of a cell, where a smooth maximum is flat in double precision.
  for (let step = 0; step < 30; step++) {
    if (f1 < f2) {
      [low, x1, f1] = [x1, x2, f2];
      x2 = low + ratio * (high - low);
      f2 = f(x2);
    } else {
      [high, x2, f2] = [x2, x1, f1];
      x1 = high - ratio * (high - low);
      f1 = f(x1);
    }
  }
  return Math.max(f1, f2);
}

/** P(X = x) for x = 0..n, from the mode outward by ratios, scaled to sum to 1. */
export function binomialMasses(n: number, p: number): Float64Array {
  const masses = new Float64Array(n + 1);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  masses[mode] = 1;
  let total = 1;
  for (let x = mode, mass = 1; x < n && mass > 0; x++) {
    mass *= ((n - x) / (x + 1)) * odds;
    masses[x + 1] = mass;
    total += mass;
  }
  for (let x = mode, mass = 1; x > 0 && mass > 0; x--) {
    mass *= x / (n - x + 1) / odds;
    masses[x - 1] = mass;
    total += mass;
  }
  for (let x = 0; x <= n; x++) masses[x] = (masses[x] ?? 0) / total;
  return masses;
}
