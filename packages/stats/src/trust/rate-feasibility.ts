import { checkWhole } from "../arguments.ts";
import { type PercentInput, type PrintedPercent, readPercent } from "./decimal-percent.ts";

/** How a percentage was cut to its printed decimals. */
export type Rounding = "half_up" | "half_even" | "truncated";

/** Counts of successes from `from` to `to`. */
export interface Counts {
  readonly from: number;
  readonly to: number;
}

/** Whether a printed percentage can come from a whole number of successes. */
export interface RateFeasibility {
  /** Whether some count gives it by rounding, halves up or to even. Truncation does not count. */
  readonly feasible: boolean;
  /** The counts that give it under each rounding; null where none does. */
  readonly successes: Readonly<Record<Rounding, Counts | null>>;
  /** The nearest other numbers of episodes at which it is feasible; null where none is within 1e5. */
  readonly nearest: { readonly below: number | null; readonly above: number | null };
  /** Every feasible number of episodes from 1 to `limit`, rising. */
  readonly possibleEpisodes: readonly number[];
}

/**
 * Whether `percent` can be the success rate of `episodes` episodes: is there a whole k with
 * 100 k / n printed so? Rates that no k gives were averaged over unequal parts, taken from another
 * n, or mistyped; a feasible one proves nothing, and from n = 100 * 10^decimals on all are.
 *
 * Source: the GRIM test, Brown & Heathers (2017), Social Psychological and Personality Science 8,
 * 363-369. In whole numbers throughout, so that ties are exact. A program that rounds the binary
 * double nearest to 100 k / n may break a tie either way: both roundings cover it.
 *
 * Assumes that every episode counts as 0 or 1 with equal weight. A rate such as 0.439 is "43.9".
 *
 * @param limit up to which n `possibleEpisodes` lists
 * @throws StatsArgumentError unless percent is decimal text from "0" to "100" with at most 6
 *   decimals, or a number with those decimals, episodes is whole and from 1 to 1e9, and limit is
 *   whole and from 0 to 1e5
 */
export function rateFeasibility({
  percent,
  episodes,
  limit = 0,
}: {
  readonly percent: PercentInput;
  readonly episodes: number;
  readonly limit?: number;
}): RateFeasibility {
  const printed = readPercent(percent);
  checkWhole("episodes", episodes, 1, 1e9);
  checkWhole("limit", limit, 0, 1e5);
  const feasible = (n: number) =>
    counts(printed, n, "half_up") !== null || counts(printed, n, "half_even") !== null;
  return {
    feasible: feasible(episodes),
    successes: {
      half_up: counts(printed, episodes, "half_up"),
      half_even: counts(printed, episodes, "half_even"),
      truncated: counts(printed, episodes, "truncated"),
    },
    nearest: { below: stepTo(feasible, episodes, -1), above: stepTo(feasible, episodes, 1) },
    possibleEpisodes: Array.from({ length: limit }, (_, index) => index + 1).filter(feasible),
  };
}

/**
 * The k from 0 to n for which 100 * 10^decimals * k / n is rounded to `digits`: in twice that
 * unit, 2 scale k / n lies from 2 digits - 1 to 2 digits + 1 (truncated: from 2 digits to + 2).
 */
function counts(
  { digits, decimals }: PrintedPercent,
  n: number,
  rounding: Rounding,
): Counts | null {
  const size = BigInt(n);
  const scale = 200n * 10n ** BigInt(decimals);
  const low = rounding === "truncated" ? 2n * digits : 2n * digits - 1n;
  // A tie below belongs to this number, a tie above to the next one, unless halves go to even.
  const odd = rounding === "half_even" && digits % 2n === 1n;
  const even = rounding === "half_even" && !odd;
  const lowEnd = low * size;
  const highEnd = (low + 2n) * size;
  const from = odd ? floorDivide(lowEnd, scale) + 1n : -floorDivide(-lowEnd, scale);
  const to = even ? floorDivide(highEnd, scale) : -floorDivide(-highEnd, scale) - 1n;
  const first = from < 0n ? 0n : from;
  const last = to > size ? size : to;
  return first > last ? null : { from: Number(first), to: Number(last) };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

/** The next feasible n in that direction. */
function stepTo(feasible: (n: number) => boolean, from: number, step: 1 | -1): number | null {
  const distance = step === 1 ? 1e5 : Math.min(1e5, from - 1);
  for (let away = 1; away <= distance; away++) {
    if (feasible(from + step * away)) return from + step * away;
  }
  return null;
}
