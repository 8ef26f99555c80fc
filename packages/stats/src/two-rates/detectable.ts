import { normalUpperQuantile, normalUpperTail } from "../special/normal.ts";
import { boschlooCriticalRegion } from "./boschloo-power.ts";
import { exactEpisodeLimit } from "./exact-test.ts";
import { regionProbability } from "./nuisance.ts";

/** The smallest true difference that so many episodes would have shown. */
export interface Detectable {
  /** In size, whichever arm is better; null where even a difference of 1 would not do. */
  readonly difference: number | null;
  /** Probability with which the test finds a difference of that size. */
  readonly power: number;
  /** `exact`: from the test's own binomial probabilities; `normal`: large-sample formula. */
  readonly method: "exact" | "normal";
}

/**
 * The smallest |p_a - p_b| that a two-sided test at alpha shows, in the right direction, with
 * probability `power`. The episode-weighted mean of the two rates is held at `rate`, as far as
 * [0, 1] allows. With unequal arms the answer depends on which is better; the larger one is given.
 *
 * Exact for Boschloo's test up to its limit of episodes, beyond it Farrington & Manning (1990),
 * Statistics in Medicine 9, 1447-1454, for the score test. Arguments are trusted.
 */
export function detectableDifference(
  first: number,
  second: number,
  { rate, alpha, power }: { readonly rate: number; readonly alpha: number; readonly power: number },
): Detectable {
  const method = first + second <= exactEpisodeLimit ? "exact" : "normal";
  if (first === 0 || second === 0) return { difference: null, power, method };
  const powerOf = method === "exact" ? exactPower : normalPower;
  const smallest = (n1: number, n2: number) => {
    const powerAt = powerOf(n1, n2, alpha / 2);
    return smallestReaching(power, (difference) => {
      const shared = rate - (difference * n1) / (n1 + n2);
      const low = Math.min(1 - difference, Math.max(0, shared));
      return powerAt(Math.min(1, low + difference), low);
    });
  };
  const one = smallest(first, second);
  const other = first === second ? one : smallest(second, first);
  return {
    difference: one === null || other === null ? null : Math.max(one, other),
    power,
    method,
  };
}

/** The smallest x in (0, 1] with f(x) >= target for a rising f; null if f(1) falls short. */
export function smallestReaching(target: number, f: (x: number) => number): number | null {
  if (!(f(1) >= target)) return null;
  let [low, high] = [0, 1];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (f(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}

type Power = (p1: number, p2: number) => number;

function exactPower(n1: number, n2: number, level: number): Power {
  const region = boschlooCriticalRegion(n1, n2, level);
  return (p1, p2) => regionProbability(region, p1, p2);
}

function normalPower(n1: number, n2: number, level: number): Power {
  const z = normalUpperQuantile(level);
  return (p1, p2) => {
    const pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
    const needed = z * Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
    const spread = Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
    if (spread === 0) return p1 - p2 >= needed ? 1 : 0;
    return normalUpperTail((needed - (p1 - p2)) / spread);
  };
}
