import type { Verdict } from "../rate/decide.ts";
import { rateInterval } from "../rate/interval.ts";
import type { Alternative } from "../rate/one-sided-test.ts";
import type { Operator } from "../rate/threshold.ts";
import { binomialLowerTail, binomialUpperTail } from "../special/binomial.ts";
import { exactSpending } from "./alpha-spending.ts";
import { type BetaPrior, isSuccess } from "./arguments.ts";
import {
  type BetaMixtureSummary,
  betaMixtureSummary,
  extendBetaMixture,
  startBetaMixture,
} from "./beta-mixture-state.ts";
import { mixtureInterval } from "./confidence-sequence.ts";
import { intersectIntervals, type RunningInterval, unboundedInterval } from "./running-interval.ts";
import {
  type EpisodeOrder,
  readClaim,
  type SequentialClaim,
  type SequentialMode,
} from "./sequential-claim.ts";
import { type OrderedOutcomes, orderOutcomes, type SequentialRefusal } from "./sequential-order.ts";
import { countTasks } from "./task-order.ts";

/** The counts at one look. */
export interface SequentialLook {
  readonly episodes: number;
  readonly successes: number;
}

/** One of the two one-sided tests of a claim, each with error alpha. */
export interface SequentialTest extends Partial<Omit<BetaMixtureSummary, keyof SequentialLook>> {
  /** `greater` tests H0: p <= threshold, `less` H0: p >= threshold. */
  readonly alternative: Alternative;
  /** The look, by its number of episodes, that first rejected H0; it never un-rejects. Or null. */
  readonly firstCrossing: number | null;
}

/** What {@link sequentialRate} found: enough to compute it again from the counts at each look. */
export interface SequentialReport extends SequentialLook {
  readonly verdict: Verdict;
  readonly mode: SequentialMode;
  readonly operator: Operator;
  readonly threshold: number;
  readonly alpha: number;
  /** Null but for `anytime`. */
  readonly prior: BetaPrior | null;
  /** Null but for `bounded`. */
  readonly maxEpisodes: number | null;
  /** The test whose rejection supports the claim. */
  readonly support: SequentialTest;
  /** The test whose rejection refutes it. */
  readonly refutation: SequentialTest;
  /**
   * Two-sided with error alpha: the confidence sequence for `anytime`, Clopper-Pearson for `fixed`,
   * and null for `bounded`, whose stopping rule biases both.
   */
  readonly interval: { readonly raw: RunningInterval; readonly running: RunningInterval } | null;
  readonly looks: readonly SequentialLook[];
  readonly validity: {
    readonly order: EpisodeOrder;
    readonly tasks: number;
    /** Whether looks come only at the ends of rounds or blocks of one episode of every task. */
    readonly blocked: boolean;
    /** Episodes of an incomplete round or block, left out. */
    readonly dropped: number;
    /** True if no one rate explains the run: then trust neither interval nor verdict. */
    readonly violated: boolean;
  };
}

/**
 * Decides a claim about a success rate from outcomes in the order in which they happened, and says
 * when it was decided. Or refuses, with a reason, where that order would make false proofs.
 *
 * - `fixed`: exact binomial tests at the end. The order does not matter.
 * - `bounded`: {@link exactSpending} in both directions.
 * - `anytime`: beta-mixture e-processes ({@link betaMixtureLogE}) in both directions, and the
 *   two-sided {@link betaMixtureConfidenceSequence} with its running intersection.
 *
 * `supported` and `refuted` have error alpha each, one-sided. In `anytime` and `bounded` a verdict
 * is that of the first look that crossed. `cannot_decide`: neither, and no outcome of so many
 * episodes (in `bounded`, of `maxEpisodes`) would support the claim; else `inconclusive`.
 *
 * With several tasks the rate is the macro average over them, each task counting the same. Then
 * `anytime` looks only at the ends of complete rounds (see {@link startBetaMixture}), unless the
 * task of every episode was drawn at random. Pooling a run of one task after the other is refused:
 * an easy task in front is enough to "prove" a rate that the average does not have.
 *
 * Source: Ville (1939); Robbins (1970); Howard et al. (2021); Lan & DeMets (1983).
 *
 * Assumes that every listed decision (mode, threshold, alpha, prior, maxEpisodes) was made before
 * the first episode, that no outcome was left out or changed after it was seen, that episodes are
 * independent, those of one task with one success rate, and that these tasks are all that matter:
 * for tasks that are a sample of many, bet on task means ({@link startScoreBetting}).
 * For `fixed` with several tasks also that each has the same number of episodes; the tests are then
 * conservative (Hoeffding 1956, Ann. Math. Statist. 27, 713-721).
 *
 * @throws StatsArgumentError unless outcomes and taskLabels are equally long lists of outcomes and
 *   strings, 0 <= baseline <= 1, 0 <= margin < 1, 1e-30 <= alpha < 1, the threshold lies above 0 and
 *   below 1 (for `fixed` also at them), maxEpisodes is given for `bounded` and only there, and mode,
 *   order and operator are known
 */
export function sequentialRate(claim: SequentialClaim): SequentialReport | SequentialRefusal {
  const { direction, threshold, prior } = readClaim(claim);
  const ordered = orderOutcomes(claim);
  if ("refused" in ordered) return ordered;

  const { mode, operator, alpha, order } = claim;
  const alternative: Alternative = direction === "above" ? "greater" : "less";
  const opposite: Alternative = direction === "above" ? "less" : "greater";
  const looks = takeLooks(mode, ordered);
  const run = { ...ordered, looks, threshold, alpha, prior, maxEpisodes: claim.maxEpisodes ?? 0 };
  const support = tests[mode](run, alternative);
  const refutation = tests[mode](run, opposite);
  const last = looks.at(-1) ?? { episodes: 0, successes: 0 };
  const interval = intervals[mode](run, last);
  return {
    verdict: judge(support, refutation),
    mode,
    operator,
    threshold,
    alpha,
    prior: mode === "anytime" ? prior : null,
    maxEpisodes: claim.maxEpisodes ?? null,
    ...last,
    support: support.test,
    refutation: refutation.test,
    interval,
    looks,
    validity: {
      order,
      tasks: countTasks(claim.taskLabels).size,
      blocked: ordered.lookEvery > 1,
      dropped: ordered.dropped,
      violated: interval?.running.violated ?? false,
    },
  };
}

interface Run extends OrderedOutcomes {
  readonly looks: readonly SequentialLook[];
  readonly threshold: number;
  readonly alpha: number;
  readonly prior: BetaPrior;
  readonly maxEpisodes: number;
}

interface Tested {
  readonly test: SequentialTest;
  /** Whether some outcome of a run like this would reject. */
  readonly possible: boolean;
}

const tests: Readonly<Record<SequentialMode, (run: Run, alternative: Alternative) => Tested>> = {
  fixed({ looks, threshold, alpha }, alternative) {
    const { episodes, successes } = looks.at(-1) ?? { episodes: 0, successes: 0 };
    const tail = alternative === "greater" ? binomialUpperTail : binomialLowerTail;
    const best = alternative === "greater" ? episodes : 0;
    const rejected = tail(successes, episodes, threshold) <= alpha;
    return {
      test: { alternative, firstCrossing: rejected ? episodes : null },
      possible: tail(best, episodes, threshold) <= alpha,
    };
  },
  bounded({ looks, threshold, alpha, maxEpisodes }, alternative) {
    const { critical } = exactSpending({ rate: threshold, alternative, maxEpisodes, alpha });
    const crossing = looks.find(({ episodes, successes }) => {
      const count = critical[episodes - 1] ?? null;
      const hits = alternative === "greater" ? successes : episodes - successes;
      return count !== null && hits >= count;
    });
    return {
      test: { alternative, firstCrossing: crossing?.episodes ?? null },
      possible: critical.some((count) => count !== null),
    };
  },
  anytime({ outcomes, lookEvery, threshold, alpha, prior }, alternative) {
    const start = startBetaMixture({ rate: threshold, alternative, prior, alpha, lookEvery });
    const { logE, supLogE, anytimeP, firstCrossing } = betaMixtureSummary(
      extendBetaMixture(start, outcomes),
    );
    return { test: { alternative, logE, supLogE, anytimeP, firstCrossing }, possible: true };
  },
};

const intervals: Readonly<
  Record<SequentialMode, (run: Run, last: SequentialLook) => SequentialReport["interval"]>
> = {
  fixed({ alpha }, { episodes, successes }) {
    const limits = rateInterval("clopper_pearson", successes, episodes, { alpha });
    const raw = { ...limits, violated: false };
    return { raw, running: raw };
  },
  bounded: () => null,
  anytime({ looks, alpha, prior }) {
    let raw = unboundedInterval;
    let running = unboundedInterval;
    const level = -Math.log(alpha);
    for (const { episodes, successes } of looks) {
      raw = { ...mixtureInterval(successes, episodes, level, prior), violated: false };
      running = intersectIntervals(running, raw);
    }
    return { raw, running };
  },
};

function takeLooks(
  mode: SequentialMode,
  { outcomes, lookEvery }: OrderedOutcomes,
): readonly SequentialLook[] {
  const looks: SequentialLook[] = [];
  const every = mode === "fixed" ? outcomes.length : lookEvery;
  let successes = 0;
  outcomes.forEach((outcome, at) => {
    if (isSuccess("outcomes", outcome)) successes++;
    if ((at + 1) % every === 0) looks.push({ episodes: at + 1, successes });
  });
  return looks;
}

function judge(support: Tested, refutation: Tested): Verdict {
  const supported = support.test.firstCrossing;
  const refuted = refutation.test.firstCrossing;
  if (supported !== null && (refuted === null || supported <= refuted)) return "supported";
  if (refuted !== null) return "refuted";
  return support.possible ? "inconclusive" : "cannot_decide";
}
