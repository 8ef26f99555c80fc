import { StatsArgumentError } from "../arguments.ts";
import type { Interval } from "../rate/interval.ts";

/**
 * The intersection of all intervals of a confidence sequence so far.
 *
 * `violated` means that it is empty: no one rate fits all that was seen, so what the sequence
 * assumes did not hold (or the one chance in 1/alpha happened). Then `lower >= upper`, and the
 * limits only tell where it broke; do not report them as an interval. It stays so.
 */
export interface RunningInterval extends Interval {
  readonly violated: boolean;
}

/** Before any look: every rate is possible. */
export const unboundedInterval: RunningInterval = { lower: 0, upper: 1, violated: false };

/**
 * The running intersection after one more interval of the same confidence sequence.
 *
 * Valid because the intervals of a confidence sequence contain the rate all at once (Howard et al.
 * 2021, Ann. Statist. 49, 1055-1080, section 1). Fixed-n intervals such as Wilson's do not: never
 * intersect those. An empty intersection is reported, not reset to [0, 1].
 *
 * @throws StatsArgumentError unless 0 <= next.lower <= next.upper <= 1
 */
export function intersectIntervals(running: RunningInterval, next: Interval): RunningInterval {
  if (!(next.lower >= 0 && next.lower <= next.upper && next.upper <= 1)) {
    throw new StatsArgumentError("next", "0 <= lower <= upper <= 1", next);
  }
  const lower = Math.max(running.lower, next.lower);
  const upper = Math.min(running.upper, next.upper);
  return { lower, upper, violated: running.violated || lower > upper };
}
