import { checkAlpha, checkChoice, checkProbability, checkWhole } from "../arguments.ts";
import { type IntervalMethod, intervalMethods } from "../rate/interval.ts";
import { criticalCount, type Direction } from "../rate/size.ts";
import { type Look, meanEpisodes, stoppingLooks } from "./stopping.ts";

/** What happens when a fixed-n rule is applied again and again while episodes go on. */
export interface PeekingErrorRate {
  /** Probability that the claim is "proved" at some look. */
  readonly probability: number;
  /** Mean number of episodes of the runs that stop so; null when none does. */
  readonly meanEpisodesWhenStopped: number | null;
  readonly looks: readonly Look[];
}

/**
 * The exact probability that an interval rule made for one look declares its claim at some look,
 * when the experimenter looks every `lookEvery` episodes from `firstLook` to `lastLook` and stops
 * on success. With `trueRate` at the threshold that is the false-positive rate, which grows with
 * every look and has no limit below 1; `clopper_pearson` is the exact test.
 *
 * Source: Armitage, McPherson & Rowe (1969), JRSS A 132, 235-244, by their recursion over the
 * number of successes, in floating point: absolute error below 1e-12.
 *
 * Assumes independent episodes with one success rate. alpha is one-sided: the whole of it lies on
 * the side of the claim, as in a two-sided interval of error 2 alpha.
 *
 * @throws StatsArgumentError unless threshold and trueRate are from 0 to 1, 1e-30 <= alpha < 0.5,
 *   method and direction are known, 1 <= firstLook <= lastLook <= 20000 and lookEvery >= 1, all
 *   whole
 */
export function peekingErrorRate({
  method,
  threshold,
  trueRate,
  alpha,
  direction,
  firstLook,
  lastLook,
  lookEvery,
}: {
  readonly method: IntervalMethod;
  readonly threshold: number;
  readonly trueRate: number;
  readonly alpha: number;
  readonly direction: Direction;
  readonly firstLook: number;
  readonly lastLook: number;
  readonly lookEvery: number;
}): PeekingErrorRate {
  checkChoice("method", method, intervalMethods);
  checkChoice("direction", direction, ["above", "below"]);
  checkProbability("threshold", threshold);
  checkProbability("trueRate", trueRate);
  checkAlpha(alpha);
  checkAlpha(2 * alpha);
  checkWhole("lastLook", lastLook, 1, 20_000);
  checkWhole("firstLook", firstLook, 1, lastLook);
  checkWhole("lookEvery", lookEvery, 1, 20_000);
  const rule = { method, threshold, alpha: 2 * alpha, direction };
  const planned = [];
  for (let episodes = firstLook; episodes <= lastLook; episodes += lookEvery) {
    planned.push({ episodes, criticalCount: criticalCount({ ...rule, episodes }) });
  }
  const looks = stoppingLooks(trueRate, planned, direction);
  const probability = looks.at(-1)?.probability ?? 0;
  return { probability, meanEpisodesWhenStopped: meanEpisodes(looks), looks };
}
