import { checkChoice, StatsArgumentError } from "../arguments.ts";
import { type Arm, checkArms } from "./arms.ts";
import type { RatesAlternative } from "./exact-test.ts";

/** Most episodes in both arms together that {@link fisherExact} accepts. */
export const fisherEpisodeLimit = 1e10;

/**
 * Fisher's exact test of equal rates, given the successes of both arms together: X, those of a, is
 * then hypergeometric.
 *
 * - `greater`: H0 is p_a <= p_b, and the p-value is P(X >= successes of a).
 * - `less`: H0 is p_a >= p_b, and the p-value is P(X <= successes of a).
 * - `two_sided`: by minimum likelihood, the probability of all outcomes that are no more probable
 *   than the observed one, as R's and SciPy's `fisher.test` have it. Those within 1e-7 of it count
 *   as equal, which can only raise the p-value.
 *
 * Source: Fisher (1934), Statistical Methods for Research Workers, 5th ed., section 21.02. Masses
 * follow from their ratios, outward from the mode: good to 1e-11 up to 1e7 episodes. A p-value
 * below about 1e-290 can come out as 0.
 *
 * It is valid and conservative; {@link boschlooTest} is never less powerful, and the one to prefer
 * for numbers of episodes that it accepts. An arm without episodes gives a p-value of 1.
 *
 * Assumes two independent groups of independent episodes, each with one success rate, and numbers
 * of episodes that were fixed beforehand.
 *
 * @throws StatsArgumentError unless each arm has whole 0 <= successes <= episodes, both together
 *   at most {@link fisherEpisodeLimit} episodes (the error names `episodes`), and the alternative
 *   is known
 */
export function fisherExact(
  a: Arm,
  b: Arm,
  { alternative }: { readonly alternative: RatesAlternative },
): { readonly pValue: number } {
  checkArms(a, b);
  const episodes = a.episodes + b.episodes;
  if (episodes > fisherEpisodeLimit) {
    throw new StatsArgumentError(
      "episodes",
      `at most ${fisherEpisodeLimit} in both arms together for Fisher's exact test`,
      episodes,
    );
  }
  checkChoice("alternative", alternative, ["greater", "less", "two_sided"]);
  let observed = 0;
  forEachOutcome(a, b, (x, mass) => {
    if (x === a.successes) observed = mass;
  });
  const isExtreme: Record<RatesAlternative, (x: number, mass: number) => boolean> = {
    greater: (x) => x >= a.successes,
    less: (x) => x <= a.successes,
    two_sided: (_, mass) => mass <= observed * (1 + 1e-7),
  };
  let [extreme, other] = [0, 0];
  forEachOutcome(a, b, (x, mass) => {
    if (isExtreme[alternative](x, mass)) extreme += mass;
    else other += mass;
  });
  return { pValue: extreme / (extreme + other) };
}

/** Visits the outcomes of the first arm, with their probability over that of the likeliest. */
function forEachOutcome(a: Arm, b: Arm, visit: (x: number, mass: number) => void): void {
  const sum = a.successes + b.successes;
  const low = Math.max(0, sum - b.episodes);
  const high = Math.min(a.episodes, sum);
  const center = Math.floor(((a.episodes + 1) / (a.episodes + b.episodes + 2)) * (sum + 1));
  const mode = Math.min(high, Math.max(low, center));
  visit(mode, 1);
  // Stopping short of 0, which masses below 1e-308 take long to round to.
  const least = 1e-300;
  // P(X = x + 1) / P(X = x) as a product of two quotients, since products of counts can overflow
  // what a double counts exactly.
  const ratio = (x: number) =>
    ((a.episodes - x) / (x + 1)) * ((sum - x) / (b.episodes - sum + x + 1));
  for (let x = mode, mass = 1; x < high && mass > least; x++) {
    mass *= ratio(x);
    visit(x + 1, mass);
  }
  for (let x = mode, mass = 1; x > low && mass > least; x--) {
    mass /= ratio(x - 1);
    visit(x - 1, mass);
  }
}
