import { StatsArgumentError } from "../arguments.ts";
import { bestPower, boundaryShare, type ExactPower, powerAt } from "./exact-power.ts";
import { checkPlan, checkPower, type ExactPlan, exactCritical } from "./exact-rule.ts";

/** Beyond this many the incomplete beta function has fewer than nine digits. */
const most = 1e7;

/**
 * How many episodes the exact one-sided binomial test needs to prove that the rate is above (or
 * below) `threshold` with probability `power`, if `trueRate` is true.
 *
 * Power rises like a saw, since counts are whole: `first` is the smallest number of episodes that
 * reaches it, and from `stable` on every number does. Plan with `stable` if crashed episodes may
 * shorten the run; with `first` if the number is certain.
 *
 * Source: Chernick & Liu (2002), The American Statistician 56, 149-155. Searched exhaustively from
 * the first number at which a randomised test, which no test surpasses, has the power, up to the
 * first at which such a test has it with an alpha below every size that the exact test attains
 * from there on. That last alpha is estimated from the largest share of one count in the tail,
 * doubled, which falls like 1/sqrt(episodes).
 *
 * Assumes that the number is fixed beforehand, and independent episodes with one success rate.
 * alpha is one-sided: decide with a two-sided interval of error 2 alpha.
 *
 * @throws StatsArgumentError unless threshold and trueRate are from 0 to 1 and trueRate lies beyond
 *   the threshold, 1e-30 < alpha < power < 1, direction is known, and 1e7 episodes are enough
 */
export function episodesForClaim({ power, ...plan }: ExactPlan & { readonly power: number }): {
  readonly first: ExactPower;
  readonly stable: ExactPower;
} {
  checkPlan(plan);
  checkPower(power, plan.alpha);
  const start = firstReaching(plan, power, most);
  if (start > most) {
    const far = `a rate so far from ${plan.threshold} that ${most} episodes show it`;
    throw new StatsArgumentError("trueRate", far, plan.trueRate);
  }
  const safe = { ...plan, alpha: guaranteedSize(plan, start) };
  const end = firstReaching(safe, power, 4 * most);
  let first: ExactPower | undefined;
  let stable: ExactPower | undefined;
  for (let episodes = start; stable === undefined || episodes <= end; ) {
    const block = blockFrom(plan, episodes);
    const from = powerAt(plan, episodes, block.guess(episodes));
    const to = powerAt(plan, block.last, block.guess(block.last));
    if (from.power >= power) first ??= from;
    if (to.power < power) stable = undefined;
    else if (from.power >= power) stable ??= from;
    else {
      stable = risingTo(plan, power, from, to);
      first ??= stable;
    }
    episodes = block.last + 1;
  }
  return { first: first ?? stable, stable };
}

/**
 * The numbers of episodes from `first` on that share the critical count, or share how many failures
 * it allows: whichever makes the longer blocks. Power is monotone within one, so that its ends tell
 * all; thresholds near 0 and 1 have blocks of thousands.
 */
function blockFrom(
  plan: ExactPlan,
  first: number,
): { readonly last: number; readonly guess: (episodes: number) => number } {
  const failures = plan.threshold >= 0.5;
  const shared = (episodes: number, guess: number) => {
    const count = exactCritical(plan, episodes, guess);
    return failures ? episodes - count : count;
  };
  const here = shared(first, Math.round(first * plan.threshold));
  const guess = (episodes: number) => (failures ? episodes - here : here);
  const outside = least(first, Math.max(4 * most, first + 1), (n) => shared(n, guess(n)) !== here);
  return { last: outside - 1, guess };
}

/** The first number of a block whose power rises past the wanted one. */
function risingTo(plan: ExactPlan, power: number, from: ExactPower, to: ExactPower): ExactPower {
  const at = (episodes: number) => powerAt(plan, episodes, to.criticalCount ?? episodes);
  return at(least(from.episodes, to.episodes, (episodes) => at(episodes).power >= power));
}

/** The smallest number of episodes at which the best test has the power; above `limit` if none. */
function firstReaching(plan: ExactPlan, power: number, limit: number): number {
  return least(0, limit, (episodes) => bestPower(plan, episodes) >= power);
}

/**
 * The least number above `low` with a property that all larger ones share; `limit` + 1 if none up
 * to `limit`. The nearer it is to `low`, the sooner it is found.
 */
function least(low: number, limit: number, holds: (episodes: number) => boolean): number {
  let without = low;
  let step = 1;
  while (low + step <= limit && !holds(low + step)) {
    without = low + step;
    step *= 2;
  }
  let withIt = Math.min(low + step, limit + 1);
  while (withIt - without > 1) {
    const middle = without + Math.floor((withIt - without) / 2);
    if (holds(middle)) withIt = middle;
    else without = middle;
  }
  return withIt;
}

/** A size that the exact test has from `start` episodes on. */
function guaranteedSize(plan: ExactPlan, start: number): number {
  let share = 0;
  for (let more = 0; more < 32; more++) {
    share = Math.max(share, boundaryShare(plan, start + more));
  }
  return plan.alpha * Math.max(1 - 2 * share, (1 - share) / 2);
}
