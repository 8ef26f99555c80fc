import { type Arm, mirror } from "./arms.ts";

/**
 * Variance of the difference of two observed rates when the true rates differ by `difference`:
 * p1 q1 / n1 + p2 q2 / n2 at the likelihood's maximum under p1 - p2 = difference.
 *
 * Farrington & Manning (1990), Statistics in Medicine 9, 1447-1454, and Miettinen & Nurminen
 * (1985), Statistics in Medicine 4, 213-226, give the maximum as the root of a cubic. Here the
 * score equation is solved instead, which keeps the digits that the closed form cancels.
 *
 * Swapping arms and swapping outcomes leave the variance unchanged, so both are used to bring the
 * problem to difference >= 0 and small rates, where 1 - p costs no digits. Arguments are trusted.
 */
export function restrictedVariance(a: Arm, b: Arm, difference: number): number {
  if (difference < 0) return restrictedVariance(b, a, -difference);
  const failures = a.episodes - a.successes + b.episodes - b.successes;
  if (a.successes + b.successes > failures) return varianceOfRare(mirror(b), mirror(a), difference);
  return varianceOfRare(a, b, difference);
}

function varianceOfRare(a: Arm, b: Arm, difference: number): number {
  const { episodes: n1 } = a;
  const { episodes: n2 } = b;
  if (difference === 0) {
    const pooled = (a.successes + b.successes) / (n1 + n2);
    return pooled * (1 - pooled) * (1 / n1 + 1 / n2);
  }
  const most = 1 - difference;
  const p2 = secondRate(a, b, difference, most);
  return ((p2 + difference) * (most - p2)) / n1 + (p2 * (1 - p2)) / n2;
}

/**
 * The p2 that maximises the likelihood with p1 = p2 + difference. The score falls in p2 and its
 * root lies between the two values that each arm alone would choose. Newton, held in the bracket.
 */
function secondRate(a: Arm, b: Arm, difference: number, most: number): number {
  const score = (p: number) => scoreOf(a, p + difference, most - p) + scoreOf(b, p, 1 - p);
  const curvature = (p: number) =>
    curvatureOf(a, p + difference, most - p) + curvatureOf(b, p, 1 - p);
  const wishes = [b.successes / b.episodes, a.successes / a.episodes - difference];
  let low = Math.min(most, Math.max(0, Math.min(...wishes)));
  let high = Math.min(most, Math.max(0, Math.max(...wishes)));
  if (low === high || score(low) <= 0) return low;
  if (score(high) >= 0) return high;
  let p = (low + high) / 2;
  for (let step = 0; step < 100; step++) {
    const value = score(p);
    const move = value / curvature(p);
    if (Math.abs(move) <= Number.EPSILON * p) return p;
    if (value > 0) low = p;
    else high = p;
    const next = p + move;
    p = next > low && next < high ? next : (low + high) / 2;
    if (p === low || p === high) return p;
  }
  return p;
}

/** k/p - (n - k)/q, without poles that the counts do not have. */
function scoreOf({ successes: k, episodes: n }: Arm, p: number, q: number): number {
  if (k === 0) return -n / q;
  return k === n ? n / p : (k - n * p) / (p * q);
}

function curvatureOf({ successes: k, episodes: n }: Arm, p: number, q: number): number {
  return (k === 0 ? 0 : k / (p * p)) + (k === n ? 0 : (n - k) / (q * q));
}
