/**
 * The x in [low, high] at which `f` changes sign from f(low) >= 0 to f(high) <= 0.
 *
 * Chandrupatla (1997), Advances in Engineering Software 28, 145-149: inverse quadratic steps
 * where the three last points allow them, bisection elsewhere. Infinite values only cost
 * bisections, because no comparison with them asks for an interpolation.
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  let [x1, x2] = [low, high];
  let [f1, f2] = [f(low), f(high)];
  if (f1 === 0) return low;
  if (f2 === 0) return high;
  let t = 0.5;
  for (let step = 0; step < 200; step++) {
    const x = x1 + t * (x2 - x1);
    const value = f(x);
    const same = value > 0 === f1 > 0;
    const [x3, f3] = same ? [x1, f1] : [x2, f2];
    if (!same) [x2, f2] = [x1, f1];
    [x1, f1] = [x, value];
    const best = Math.abs(f1) < Math.abs(f2) ? x1 : x2;
    const tolerance = (2 * Number.EPSILON * Math.abs(best) + 1e-18) / Math.abs(x2 - x1);
    if (value === 0 || !(tolerance <= 0.5)) return value === 0 ? x : best;
    const xi = (x1 - x2) / (x3 - x2);
    const phi = (f1 - f2) / (f3 - f2);
    const smooth = phi * phi < xi && (1 - phi) ** 2 < 1 - xi;
    t = smooth
      ? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) +
        ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
      : 0.5;
    t = Math.min(1 - tolerance, Math.max(tolerance, t));
  }
  return x1;
}
