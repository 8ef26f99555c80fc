import { checkEpisodes } from "../arguments.ts";
import { betaLowerQuantile, betaUpperQuantile } from "../special/beta.ts";
import { checkPower, checkRule, type ExactRule, exactCritical } from "./exact-rule.ts";

/**
 * The true rate nearest to the threshold at which the exact one-sided test of `episodes` episodes
 * proves its claim with probability `power`. Rates nearer to the threshold are likely to be missed,
 * so that "inconclusive" says nothing about them.
 *
 * For "above" it is the p with P(X >= c | p) = power, a Beta(c, n - c + 1) quantile, where c is the
 * critical count; "below" is the mirror image. Null when no outcome proves the claim.
 *
 * Source: the power function of Chernick & Liu (2002), The American Statistician 56, 149-155,
 * inverted like the limits of Clopper & Pearson (1934), Biometrika 26, 404-413.
 *
 * Assumes a fixed number of independent episodes with one success rate. alpha is one-sided.
 *
 * @throws StatsArgumentError unless episodes is whole and from 0 to 2^53 - 1, threshold is from 0
 *   to 1, 1e-30 < alpha < power < 1 and direction is known
 */
export function smallestDetectableRate({
  episodes,
  power,
  ...rule
}: ExactRule & { readonly episodes: number; readonly power: number }): {
  readonly rate: number;
  readonly criticalCount: number;
} | null {
  checkEpisodes(episodes);
  checkRule(rule);
  checkPower(power, rule.alpha);
  const count = exactCritical(rule, episodes, Math.round(episodes * rule.threshold));
  if (count < 0 || count > episodes) return null;
  const rate =
    rule.direction === "above"
      ? betaLowerQuantile(power, count, episodes - count + 1)
      : betaUpperQuantile(power, count + 1, episodes - count);
  return { rate, criticalCount: count };
}
