import { checkCounts, StatsArgumentError } from "../arguments.ts";
import { logBeta } from "../special/gamma.ts";
import { mixtureLogE } from "./beta-mixture.ts";
import type { SequentialLook } from "./sequential-rate.ts";

/**
 * The natural log of the universal-inference e-value that the first policy is not worse than the
 * second by `margin` or more (better, with margin 0), from the counts of two unpaired arms.
 *
 * The likelihood of each arm averaged over Beta(1/2, 1/2), over the largest likelihood of both
 * under H0, p1 <= p2 - margin. Two counts an arm suffice, and the arms may be of any size and take
 * turns in any way. One-sided; compare with log(1/alpha) at any time.
 *
 * The price is power: at 0.9 against 0.8 and 200 pairs 0.16, where {@link startPairedBetting} has
 * 0.65. Use that one for arms that can be paired.
 *
 * Source: Wasserman, Ramdas & Balakrishnan (2020), PNAS 117, 16880-16890, with the averages of
 * Krichevsky & Trofimov (1981), IEEE Trans. Inf. Theory 27, 199-207, as the predictors.
 *
 * Assumes independent episodes with one success rate in each arm, for which a task drawn at random
 * for every episode will do but rounds of tasks will not, and a margin fixed beforehand.
 *
 * @throws StatsArgumentError unless both arms have whole 0 <= successes <= episodes <= 2^53 - 1
 *   and 0 <= margin < 1
 */
export function twoArmLogE(
  first: SequentialLook,
  second: SequentialLook,
  { margin }: { readonly margin: number },
): number {
  checkCounts(first.successes, first.episodes);
  checkCounts(second.successes, second.episodes);
  if (typeof margin !== "number" || !(margin >= 0 && margin < 1)) {
    throw new StatsArgumentError("margin", "a number from 0 up to but not including 1", margin);
  }
  const [p1, p2] = likeliest(first, second, margin);
  return armLogE(first, p1) + armLogE(second, p2);
}

const half = { a: 0.5, b: 0.5 };

function armLogE({ successes, episodes }: SequentialLook, rate: number): number {
  if (rate > 0 && rate < 1) return mixtureLogE(successes, episodes, rate, "different", half);
  // The likeliest rate is 0 or 1 only if all outcomes are the same; their likelihood is then 1.
  return logBeta(0.5 + successes, 0.5 + episodes - successes) - logBeta(0.5, 0.5);
}

/** The rates with p1 <= p2 - margin under which the counts are likeliest. */
function likeliest(
  first: SequentialLook,
  second: SequentialLook,
  margin: number,
): readonly [number, number] {
  const free1 = first.episodes === 0 ? 0 : first.successes / first.episodes;
  const free2 = second.episodes === 0 ? 1 : second.successes / second.episodes;
  if (free1 <= free2 - margin) return [free1, free2];
  // A margin too small to be felt beside a rate counts as none, which makes E smaller.
  if (margin < 1e-12) {
    const all = (first.successes + second.successes) / (first.episodes + second.episodes);
    return [all, all];
  }
  // On the edge p2 = p1 + margin the log-likelihood is concave; its slope falls through 0 once.
  let low = 0;
  let high = 1 - margin;
  for (let round = 0; round < 100; round++) {
    const p1 = (low + high) / 2;
    if (slope(first, p1) + slope(second, p1 + margin) > 0) low = p1;
    else high = p1;
  }
  const p1 = first.successes === 0 ? low : high;
  return [p1, Math.min(1, p1 + margin)];
}

function slope({ successes, episodes }: SequentialLook, rate: number): number {
  const failures = episodes - successes;
  return (successes && successes / rate) - (failures && failures / (1 - rate));
}
