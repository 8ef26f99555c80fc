import { checkAlpha } from "../arguments.ts";
import { type Interval, type IntervalMethod, rateLimit } from "../rate/interval.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import { type Arm, checkArms, rateDifference } from "./arms.ts";

/**
 * The two-sided 1 - alpha hybrid score interval for the rate of a less the rate of b:
 * [d - sqrt((p1 - l1)^2 + (u2 - p2)^2), d + sqrt((u1 - p1)^2 + (p2 - l2)^2)], where [l, u] are
 * the 1 - alpha Wilson limits of each rate.
 *
 * Source: Newcombe (1998), Statistics in Medicine 17, 873-890, method 10; with `continuity` the
 * Wilson limits have a continuity correction, which is method 11 and covers more.
 *
 * An arm without episodes gives [-1, 1].
 *
 * Assumes two independent groups of independent episodes, each with one success rate, and numbers
 * of episodes that were fixed beforehand. Episodes that share seeds or initial states between the
 * policies are pairs: use {@link tangoDifference} for those.
 *
 * @throws StatsArgumentError unless each arm has whole 0 <= successes <= episodes <= 2^53 - 1 and
 *   1e-30 <= alpha < 1; the argument is named as in `a.successes`
 */
export function newcombeDifference(
  a: Arm,
  b: Arm,
  { alpha, continuity = false }: { readonly alpha: number; readonly continuity?: boolean },
): Interval {
  checkArms(a, b);
  checkAlpha(alpha);
  if (a.episodes === 0 || b.episodes === 0) return { lower: -1, upper: 1 };
  const method = continuity ? "wilson_cc" : "wilson";
  const d = rateDifference(a, b);
  const [one, two] = [reach(method, a, alpha), reach(method, b, alpha)];
  return {
    lower: Math.max(-1, d - Math.hypot(one.down, two.up)),
    upper: Math.min(1, d + Math.hypot(one.up, two.down)),
  };
}

/** How far the limits of one rate lie from its estimate. */
function reach(method: IntervalMethod, { successes, episodes }: Arm, alpha: number) {
  const rate = successes / episodes;
  return {
    down: rate - rateLimit(method, "lower", successes, episodes, alpha / 2),
    up: rateLimit(method, "upper", successes, episodes, alpha / 2) - rate,
  };
}

/**
 * The two-sided 1 - alpha Wald interval after adding one success and one failure to each arm,
 * cut to [-1, 1]. For checks by hand; the score interval is better.
 *
 * Source: Agresti & Caffo (2000), The American Statistician 54, 280-288.
 *
 * Assumptions, the case without episodes and errors are those of {@link newcombeDifference}.
 *
 * @throws StatsArgumentError as {@link newcombeDifference}
 */
export function agrestiCaffoDifference(
  a: Arm,
  b: Arm,
  { alpha }: { readonly alpha: number },
): Interval {
  checkArms(a, b);
  checkAlpha(alpha);
  if (a.episodes === 0 || b.episodes === 0) return { lower: -1, upper: 1 };
  const [n1, n2] = [a.episodes + 2, b.episodes + 2];
  const [p1, p2] = [(a.successes + 1) / n1, (b.successes + 1) / n2];
  const spread =
    normalUpperQuantile(alpha / 2) * Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
  return { lower: Math.max(-1, p1 - p2 - spread), upper: Math.min(1, p1 - p2 + spread) };
}
