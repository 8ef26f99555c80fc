import type { StatedRate } from "@worldflux/schema";
import { rateFeasibility } from "@worldflux/stats";

/** Most percentages of a text that are looked at. */
const MOST = 16;

/**
 * The percentages that a text states, such as 43.9 %, and whether some count out of `episodes` gives
 * each by rounding. Ratios such as 0.439 are left alone: they may be anything.
 */
export function statedRates(text: string, episodes: number): StatedRate[] {
  if (episodes < 1 || episodes > 1e9) return [];
  const found = [...text.slice(0, 4096).matchAll(/(?<![\d.,])(\d{1,3}(?:\.\d{1,6})?)\s{0,2}%/g)];
  const percents = [...new Set(found.map((match) => match[1] ?? ""))].filter(
    (p) => Number(p) <= 100,
  );
  return percents.slice(0, MOST).map((percent) => {
    const { feasible, successes } = rateFeasibility({ percent, episodes });
    const counts = successes.half_up ?? successes.half_even;
    return { percent, episodes, feasible, successes: counts && { ...counts } };
  });
}
