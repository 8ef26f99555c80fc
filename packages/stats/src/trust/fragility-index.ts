import { checkChoice } from "../arguments.ts";
import { decideRate, type RateClaim, type Verdict } from "../rate/decide.ts";

/** The outcomes that would have to turn before a verdict does, and the verdict then. */
export interface VerdictChange {
  readonly episodes: number;
  readonly verdict: Verdict;
}

/** How few outcomes a verdict hangs on. */
export interface Fragility {
  readonly verdict: Verdict;
  /** The smallest number of outcomes that changes it; null when none does. */
  readonly index: number | null;
  /** index / episodes: the fragility quotient. */
  readonly quotient: number | null;
  /** Successes that would have to be failures. */
  readonly fewerSuccesses: VerdictChange | null;
  /** Failures that would have to be successes. */
  readonly moreSuccesses: VerdictChange | null;
}

/**
 * The fragility index of a decided claim: how many episodes, of the same number, would have to end
 * the other way for `decideRate` to reach another verdict.
 *
 * `basis` says whose verdict: that of the interval, two-sided with error alpha, or that of the
 * exact test at alpha/2. With alpha 0.05, 1935 of 2000 against 0.95 have an index of 16 by either
 * one, and 47 of 50 against 0.8 have 2; a one-sided alpha of 0.05 would give 19 and 3.
 *
 * Source: Walsh et al. (2014), Journal of Clinical Epidemiology 67, 622-628, who ask it of two
 * arms; quotient by Ahmed, Fowler & McCredie (2016), Journal of Clinical Epidemiology 73, 195-196.
 * Exact: verdicts are monotone in the count, so a binary search visits all of them.
 *
 * Assumes what `decideRate` assumes. It describes the data, and is no error probability.
 *
 * @throws StatsArgumentError as `decideRate`, and unless basis is "interval" or "exact"
 */
export function fragilityIndex(
  claim: RateClaim,
  { basis }: { readonly basis: "interval" | "exact" },
): Fragility {
  checkChoice("basis", basis, ["interval", "exact"]);
  const verdictAt = (successes: number) => {
    const decision = decideRate({ ...claim, successes });
    return basis === "exact" ? decision.exact.verdict : decision.verdict;
  };
  const { successes, episodes } = claim;
  const verdict = verdictAt(successes);
  const fewerSuccesses = change(verdict, successes, (more) => verdictAt(successes - more));
  const moreSuccesses = change(verdict, episodes - successes, (more) =>
    verdictAt(successes + more),
  );
  const flips = [fewerSuccesses, moreSuccesses].flatMap((each) => each?.episodes ?? []);
  const index = flips.length === 0 ? null : Math.min(...flips);
  return {
    verdict,
    index,
    quotient: index === null ? null : index / episodes,
    fewerSuccesses,
    moreSuccesses,
  };
}

/** The first of 1 to `most` steps at which the verdict is another; null when it stays. */
function change(
  verdict: Verdict,
  most: number,
  after: (steps: number) => Verdict,
): VerdictChange | null {
  if (most === 0 || after(most) === verdict) return null;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (after(middle) === verdict) low = middle;
    else high = middle;
  }
  return { episodes: high, verdict: after(high) };
}
