import { checkChoice, StatsArgumentError } from "../arguments.ts";
import { type Arm, checkArms, checkMargin } from "./arms.ts";
import { largestProbability, type Region, regionOf } from "./nuisance.ts";
import { scoreStatistic } from "./score.ts";
import { fisherOrder, isAtLeast, type TableOrder, waldOrder } from "./table-order.ts";

/** What is claimed of the rate of a against the rate of b, where H0 says that it is not so. */
export type RatesAlternative = "greater" | "less" | "two_sided";

/** Most episodes in both arms together that the exact unconditional tests accept. */
export const exactEpisodeLimit = 1000;

/**
 * Boschloo's exact unconditional test of equal rates: the largest probability, over all common
 * rates, of outcomes whose one-sided Fisher p-value is at most the observed one.
 *
 * - `greater`: H0 is p_a <= p_b. `less`: H0 is p_a >= p_b.
 * - `two_sided`: twice the smaller of the two, at most 1 (central, not minimum likelihood).
 *
 * Source: Boschloo (1970), Statistica Neerlandica 24(1); Mehrotra, Chan & Berger (2003),
 * Biometrics 59, 441-450. Outcomes are ordered in exact integers, and the largest probability is
 * good to about 1e-12 of itself. It is never less powerful than Fisher's test.
 *
 * An arm without episodes gives a p-value of 1.
 *
 * Assumes two independent groups of independent episodes, each with one success rate, and numbers
 * of episodes that were fixed beforehand.
 *
 * @throws StatsArgumentError unless each arm has whole 0 <= successes <= episodes, both together at
 *   most {@link exactEpisodeLimit} episodes (the error names `episodes`), and the alternative is
 *   known
 */
export function boschlooTest(
  a: Arm,
  b: Arm,
  { alternative }: { readonly alternative: RatesAlternative },
): { readonly pValue: number } {
  check(a, b, alternative);
  return { pValue: exactPValue(a, b, alternative, fisherOrder) };
}

/**
 * Barnard's exact unconditional test of equal rates: as {@link boschlooTest}, with outcomes ordered
 * by the Wald statistic, whose variance takes the two rates as one (`pooled`, the default) or
 * separately.
 *
 * Source: Barnard (1947), Biometrika 34, 123-138; Suissa & Shuster (1985), JRSS A 148, 317-327.
 *
 * @throws StatsArgumentError as {@link boschlooTest}
 */
export function barnardTest(
  a: Arm,
  b: Arm,
  {
    alternative,
    pooled = true,
  }: { readonly alternative: RatesAlternative; readonly pooled?: boolean },
): { readonly pValue: number } {
  check(a, b, alternative);
  const order: Order = (first, second) => waldOrder(first, second, pooled);
  return { pValue: exactPValue(a, b, alternative, order) };
}

/**
 * The exact unconditional test that a is better than b less a margin; H0 is p_a - p_b <= -margin.
 * The largest probability, over rates with p_a = p_b - margin, of outcomes whose
 * Farrington-Manning statistic is at least the observed one.
 *
 * Source: Chan (1998), Statistics in Medicine 17, 1403-1413. The statistic is irrational, so values
 * within 1e-10 count as ties. Where more successes of a would leave the set of extreme outcomes
 * (Roehmel 2005, Biometrical Journal 47, 37-47) they are added to it, so the size holds over all of
 * H0; both can only raise the p-value.
 *
 * An arm without episodes gives a p-value of 1. Assumptions are those of {@link boschlooTest}.
 *
 * @throws StatsArgumentError as {@link boschlooTest}, and unless 0 <= margin < 1
 */
export function exactNonInferiority(
  a: Arm,
  b: Arm,
  { margin }: { readonly margin: number },
): { readonly pValue: number } {
  check(a, b, "greater");
  checkMargin(margin);
  if (a.episodes === 0 || b.episodes === 0) return { pValue: 1 };
  const [first, second] = [a.episodes, b.episodes];
  const statistic = (x1: number, x2: number) =>
    scoreStatistic(
      { successes: x1, episodes: first },
      { successes: x2, episodes: second },
      0 - margin,
      "mee",
    );
  const observed = statistic(a.successes, b.successes);
  const least =
    observed - (Number.isFinite(observed) ? 1e-10 * Math.max(1, Math.abs(observed)) : 0);
  const region = hullOf(first, second, (x1, x2) => statistic(x1, x2) >= least);
  return { pValue: largestProbability(region, margin) };
}

type Order = (first: number, second: number) => TableOrder;

function exactPValue(a: Arm, b: Arm, alternative: RatesAlternative, order: Order): number {
  if (alternative === "less") return exactPValue(b, a, "greater", order);
  if (alternative === "two_sided") {
    const greater = exactPValue(a, b, "greater", order);
    return Math.min(1, 2 * greater, 2 * exactPValue(b, a, "greater", order));
  }
  if (a.episodes === 0 || b.episodes === 0) return 1;
  const extremity = order(a.episodes, b.episodes);
  const observed = extremity(a.successes, b.successes);
  const region = regionOf(a.episodes, b.episodes, (x1, x2) =>
    isAtLeast(extremity(x1, x2), observed),
  );
  return largestProbability(region, 0);
}

/** The smallest region with Barnard's condition that holds all outcomes of a rule. */
function hullOf(
  first: number,
  second: number,
  isExtreme: (x1: number, x2: number) => boolean,
): Region {
  const most = new Int32Array(first + 1);
  let reached = -1;
  for (let x1 = 0; x1 <= first; x1++) {
    for (let x2 = reached + 1; x2 <= second; x2++) if (isExtreme(x1, x2)) reached = x2;
    most[x1] = reached;
  }
  return { first, second, most };
}

function check(a: Arm, b: Arm, alternative: RatesAlternative): void {
  checkArms(a, b);
  const episodes = a.episodes + b.episodes;
  if (episodes > exactEpisodeLimit) {
    throw new StatsArgumentError(
      "episodes",
      `at most ${exactEpisodeLimit} in both arms together for an exact unconditional test`,
      episodes,
    );
  }
  checkChoice("alternative", alternative, ["greater", "less", "two_sided"]);
}
