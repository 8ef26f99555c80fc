import { checkAlpha, checkBetween, checkWhole, StatsArgumentError } from "../arguments.ts";
import { type Interval, rateLimit } from "../rate/interval.ts";
import { binomialLowerTail } from "../special/binomial.ts";
import { holm } from "./p-values.ts";

/** The episodes of one task, object, scene or other part of an evaluation. */
export interface Slice {
  readonly name: string;
  readonly successes: number;
  readonly episodes: number;
}

/** One slice, bounded together with all the others. */
export interface BoundedSlice extends Slice, Interval {
  /** successes / episodes, or null without episodes. */
  readonly estimate: number | null;
}

/** What {@link worstSlice} found. */
export interface WorstSlice {
  /** Names of the slices with the lowest observed rate; empty without any episode. */
  readonly worst: readonly string[];
  /** That rate, or null. It is biased downward as an estimate, being the smallest of several. */
  readonly estimate: number | null;
  /** Two-sided 1 - alpha interval for the smallest true rate, whichever slice has it. */
  readonly smallestRate: Interval;
  /** All slices in the order given; their limits hold together with probability 1 - alpha. */
  readonly slices: readonly BoundedSlice[];
  /** Slices with episodes but without a success: observed, not inferred. */
  readonly withoutSuccess: readonly string[];
  /** Slices shown to be below `collapseBelow`, all together at error alpha; null if not asked. */
  readonly collapsed: readonly string[] | null;
}

/**
 * The lowest success rate among slices, with bounds that allow for their number m.
 *
 * - `slices`: Clopper-Pearson limits at alpha / m (Bonferroni), alpha / 2m on each side.
 * - `smallestRate`: the upper limit is the smallest upper limit at tail alpha / 2m. The lower is the
 *   smallest lower limit at tail alpha / 2 without correction, because only the one slice that
 *   truly is worst can be missed by it (Berger 1982, Technometrics 24, 295-300).
 * - `collapsed`: the alarm. Exact binomial tests of H0: rate >= collapseBelow with Holm's
 *   correction at alpha.
 *
 * Bonferroni rather than Sidak, since it needs no independence between slices. A slice without
 * episodes has limits 0 and 1, so `smallestRate` then starts at 0.
 *
 * Assumes a number of episodes per slice that was fixed beforehand, independent episodes with one
 * rate within each slice, slices chosen before the data were seen, and none left out.
 *
 * @throws StatsArgumentError unless there is at least one slice, names differ, counts are whole with
 *   0 <= successes <= episodes <= 2^53 - 1 (named as in `slices[2].successes`),
 *   1e-30 <= alpha / m and alpha < 1, and 0 < collapseBelow < 1 if given
 */
export function worstSlice(
  slices: readonly Slice[],
  { alpha, collapseBelow }: { readonly alpha: number; readonly collapseBelow?: number },
): WorstSlice {
  checkSlices(slices);
  checkAlpha(alpha);
  checkAlpha(alpha / slices.length);
  if (collapseBelow !== undefined) checkBetween("collapseBelow", collapseBelow, 0, 1);
  const tail = alpha / (2 * slices.length);
  const bounded = slices.map(({ name, successes, episodes }) => ({
    name,
    successes,
    episodes,
    estimate: episodes === 0 ? null : successes / episodes,
    lower: rateLimit("clopper_pearson", "lower", successes, episodes, tail),
    upper: rateLimit("clopper_pearson", "upper", successes, episodes, tail),
  }));
  const lowest = Math.min(...bounded.map(({ estimate }) => estimate ?? Number.POSITIVE_INFINITY));
  const single = slices.map(({ successes, episodes }) =>
    rateLimit("clopper_pearson", "lower", successes, episodes, alpha / 2),
  );
  return {
    worst: bounded.filter(({ estimate }) => estimate === lowest).map(({ name }) => name),
    estimate: Number.isFinite(lowest) ? lowest : null,
    smallestRate: {
      lower: Math.min(...single),
      upper: Math.min(...bounded.map(({ upper }) => upper)),
    },
    slices: bounded,
    withoutSuccess: slices
      .filter(({ successes, episodes }) => episodes > 0 && successes === 0)
      .map(({ name }) => name),
    collapsed: collapseBelow === undefined ? null : collapsedBelow(slices, collapseBelow, alpha),
  };
}

function collapsedBelow(slices: readonly Slice[], rate: number, alpha: number): string[] {
  const adjusted = holm(
    slices.map(({ successes, episodes }) => binomialLowerTail(successes, episodes, rate)),
  );
  return slices.filter((_, i) => (adjusted[i] ?? 1) <= alpha).map(({ name }) => name);
}

function checkSlices(slices: readonly Slice[]): void {
  if (!Array.isArray(slices) || slices.length === 0) {
    throw new StatsArgumentError("slices", "a list of at least one slice", slices);
  }
  const names = new Set<unknown>();
  for (let i = 0; i < slices.length; i++) {
    const slice = slices[i];
    if (typeof slice !== "object" || slice === null) {
      throw new StatsArgumentError(`slices[${i}]`, "an object of name and counts", slice);
    }
    const { name, successes, episodes } = slice;
    if (typeof name !== "string" || names.has(name)) {
      throw new StatsArgumentError(`slices[${i}].name`, "a name that no other slice has", name);
    }
    names.add(name);
    checkWhole(`slices[${i}].episodes`, episodes, 0, Number.MAX_SAFE_INTEGER);
    checkWhole(`slices[${i}].successes`, successes, 0, episodes);
  }
}
