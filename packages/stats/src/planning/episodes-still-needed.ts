import { decideRate, type RateClaim, type Verdict } from "../rate/decide.ts";
import { type Direction, type IntervalRule, intervalSupports } from "../rate/size.ts";
import { claimThreshold } from "../rate/threshold.ts";

/** How far away a decision is, in further episodes; null where 1e7 of them do not bring it. */
export interface EpisodesStillNeeded {
  /** What the episodes at hand say. */
  readonly verdict: Verdict;
  /** The least after which some outcome decides the claim, in whichever sense; 0 if decided. */
  readonly soonest: number | null;
  /** The least after which it would be supported, if every further episode speaks for it. */
  readonly toSupport: number | null;
  /** The least after which it would be refuted, if every further episode speaks against it. */
  readonly toRefute: number | null;
  /** The least after which it is decided if successes go on coming at the observed rate. */
  readonly atObservedRate: {
    readonly episodes: number;
    readonly verdict: "supported" | "refuted";
  } | null;
}

const most = 1e7;

/**
 * How many further episodes could decide a claim under the interval rule of `decideRate`.
 *
 * `soonest` asks for the luckiest outcome, so that fewer can not decide anything. `atObservedRate`
 * keeps successes / episodes, rounding the count toward the threshold; it is null without episodes
 * or with the observed rate at the threshold. Half of all runs at that rate need more: plan a run
 * with `episodesForClaim`.
 *
 * Source: conditional reach of a fixed test, Lachin (2005), Statistics in Medicine 24, 2747-2764;
 * found by binary search, as limits are monotone in the count and in the number of episodes.
 *
 * Assumes what `decideRate` assumes. Adding episodes because the first ones did not decide is a
 * second look, for which its error probabilities do not hold: use the answer to plan a fresh run,
 * or continue under a sequential method that was declared beforehand.
 *
 * @throws StatsArgumentError as `decideRate`
 */
export function episodesStillNeeded({
  successes,
  episodes,
  rule,
}: {
  readonly successes: number;
  readonly episodes: number;
  readonly rule: Omit<RateClaim, "successes" | "episodes">;
}): EpisodesStillNeeded {
  const { verdict } = decideRate({ ...rule, successes, episodes });
  const { direction, threshold } = claimThreshold(rule.operator, rule.baseline, rule.margin);
  const { method, alpha } = rule;
  const shows = (side: Direction, count: number, more: number) =>
    intervalSupports(
      { method, alpha, threshold, direction: side, episodes: episodes + more } as IntervalRule,
      count,
    );
  const toward = (side: Direction) =>
    least((more) => shows(side, side === "above" ? successes + more : successes, more));
  const above = toward("above");
  const below = toward("below");
  const atRate = observed(successes, episodes, threshold, shows);
  return {
    verdict,
    soonest: above === null ? below : Math.min(above, below ?? above),
    toSupport: direction === "above" ? above : below,
    toRefute: direction === "above" ? below : above,
    atObservedRate: atRate && {
      episodes: atRate.more,
      verdict: atRate.side === direction ? "supported" : "refuted",
    },
  };
}

/** Where the observed rate, kept up, shows that the rate is above or below the threshold. */
function observed(
  successes: number,
  episodes: number,
  threshold: number,
  shows: (side: Direction, count: number, more: number) => boolean,
): { readonly side: Direction; readonly more: number } | null {
  const gap = successes / episodes - threshold;
  // NaN without episodes.
  if (!(gap !== 0 && Number.isFinite(gap))) return null;
  const side = gap > 0 ? "above" : "below";
  const round = side === "above" ? Math.floor : Math.ceil;
  const expected = (more: number) => successes + (more * successes) / episodes;
  // Whole counts decide no earlier than the fractions that they are rounded from.
  let more = least((extra) => shows(side, expected(extra), extra));
  while (more !== null && !shows(side, round(expected(more)), more)) {
    more = more < most ? more + 1 : null;
  }
  return more === null ? null : { side, more };
}

/** The least number from 0 to `most` with a property that all larger ones share; null if none. */
function least(holds: (more: number) => boolean): number | null {
  if (holds(0)) return 0;
  let low = 0;
  let high = 1;
  while (!holds(high)) {
    if (high === most) return null;
    low = high;
    high = Math.min(2 * high, most);
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
