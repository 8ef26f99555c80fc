import type { Claim, Protocol } from "@worldflux/schema";
import {
  binomialTest,
  claimThreshold,
  criticalCount,
  type Direction,
  episodesForClaim,
  type IntervalRule,
  rateInterval,
  StatsArgumentError,
  sizeAtThreshold,
  smallestDetectableRate,
} from "@worldflux/stats";
import { expandTasks } from "./benchmark-tasks/expand-tasks.ts";
import { type Question, questionOf } from "./question.ts";

/** The chance to show a claim that plans are usually made for. */
const POWER = 0.8;

/** Most episodes that a plan is sought for; beyond, the search takes long and nobody runs so many. */
const MOST = 1_000_000;

/** What a claim asks for, and what a plan can give, before any episode is run. */
export interface Decidability {
  readonly threshold: number;
  readonly direction: Direction;
  /** Fewest episodes of which the best outcome would support the claim; null where none does. */
  readonly smallest: number | null;
  /** Episodes that the protocol plans; null without a protocol. */
  readonly planned: number | null;
  /**
   * Whether a perfect result of the planned episodes would support it; null without a protocol, and
   * for plans of more than a million where that is not known.
   */
  readonly enough: boolean | null;
  /** Names of the task list that are not known here and were taken for one task each. */
  readonly taken_for_tasks: readonly string[];
  /**
   * Successes (at most, for a claim of at most) from which the planned episodes support it; null
   * where none do, and, as the next three, for plans of more than a million, which are not computed.
   */
  readonly needed: number | null;
  /**
   * True rate that the planned episodes show with a chance of 80 %, by the declared interval and by
   * the exact test; null where none is.
   */
  readonly detectable: number | null;
  /** Chance that the planned episodes support the claim if its own rate is the true one. */
  readonly power_as_claimed: number | null;
  /** Chance that they support it at a true rate equal to the threshold. */
  readonly size: number | null;
  /** For one true rate: how many episodes show it with a chance of 80 %. */
  readonly expected: {
    readonly rate: number;
    /** `given` by the user, the rate that is `claimed`, or `halfway` from threshold to the end. */
    readonly by: "given" | "claimed" | "halfway";
    /**
     * Enough for the declared interval and for the exact test, at this number and at those that
     * follow; null for hundreds of thousands and more, which are not searched for.
     */
    readonly episodes: number | null;
    readonly power: number;
  };
}

/**
 * Says how many episodes a claim needs, and what the planned number can show. All of it is for
 * independent episodes, a number that is fixed beforehand and one look at the end.
 *
 * @param trueRate the rate that the user expects, from 0 to 1, beyond the threshold
 * @throws WorldFluxError WF_CLAIM_UNSUPPORTED as `questionOf`
 * @throws StatsArgumentError when `trueRate` does not lie beyond the threshold
 */
export function decidability(claim: Claim, protocol?: Protocol, trueRate?: number): Decidability {
  const question = questionOf(claim);
  const rule = ruleOf(question);
  const { episodes: planned, takenForTasks } =
    protocol === undefined ? { episodes: null, takenForTasks: [] } : plannedEpisodes(protocol);
  const expected = expectedRate(question, rule, trueRate);
  const smallest = smallestDeciding(rule);
  return {
    threshold: rule.threshold,
    direction: rule.direction,
    smallest,
    planned,
    enough: isEnough(rule, smallest, planned),
    taken_for_tasks: takenForTasks,
    ...abilities(question, rule, planned),
    expected: { ...expected, episodes: episodesFor(rule, smallest, expected.rate), power: POWER },
  };
}

/** Episodes that a protocol plans, with the names that may be suites and were taken for tasks. */
function plannedEpisodes({ benchmark, execution: { episodes_per_task, seeds } }: Protocol) {
  const { tasks, unknown } = expandTasks(benchmark, true);
  return {
    episodes: tasks.length * episodes_per_task * Math.max(1, new Set(seeds).size),
    takenForTasks: unknown.slice(0, 20),
  };
}

type Rule = Omit<IntervalRule, "episodes">;

function ruleOf({ operator, baseline, margin, alpha, method }: Question): Rule {
  return { ...claimThreshold(operator, baseline, margin), alpha, method };
}

/** The best outcome grows more convincing with every episode, so halving finds the first. */
function smallestDeciding(rule: Rule): number | null {
  if (!decides(rule, MOST)) return null;
  let without = 0;
  let withIt = MOST;
  while (withIt - without > 1) {
    const middle = Math.floor((without + withIt) / 2);
    if (decides(rule, middle)) withIt = middle;
    else without = middle;
  }
  return withIt;
}

/** More episodes than decide do not decide less; whether fewer than a million do is known. */
function isEnough({ threshold, direction }: Rule, smallest: number | null, planned: number | null) {
  if (planned === null) return null;
  if (smallest !== null) return planned >= smallest;
  const unreachable = threshold === (direction === "above" ? 1 : 0);
  return unreachable || planned <= MOST ? false : null;
}

/** Whether a perfect result of this many episodes supports the claim. */
function decides({ method, alpha, threshold, direction }: Rule, episodes: number): boolean {
  const best = direction === "above" ? episodes : 0;
  const { lower, upper } = rateInterval(method, best, episodes, { alpha });
  return direction === "above" ? lower > threshold : upper < threshold;
}

function abilities(question: Question, rule: Rule, planned: number | null) {
  if (planned === null || planned > MOST) {
    return { needed: null, detectable: null, power_as_claimed: null, size: null };
  }
  const needed = criticalCount({ ...rule, episodes: planned });
  return {
    needed,
    detectable: needed === null ? null : detectableRate(rule, planned, needed),
    power_as_claimed: powerOf(rule, planned, needed, question.claimed),
    size: sizeAtThreshold({ ...rule, episodes: planned }),
  };
}

/** Chance that the declared interval supports the claim, with its own critical count. */
function powerOf({ direction }: Rule, episodes: number, needed: number | null, rate: number) {
  if (needed === null) return 0;
  const alternative = direction === "above" ? ("greater" as const) : ("less" as const);
  return binomialTest({ successes: needed, episodes, rate, alternative }).pValue;
}

/** Now the interval and now the exact test asks for more; the rate is one that both show. */
function detectableRate(rule: Rule, episodes: number, needed: number): number | null {
  const { threshold, alpha, direction } = rule;
  const test = { threshold, alpha: alpha / 2, direction, episodes, power: POWER };
  const exact = smallestDetectableRate(test);
  if (exact === null) return null;
  let without: number = threshold;
  let shown = direction === "above" ? 1 : 0;
  for (let step = 0; step < 50; step++) {
    const middle = (without + shown) / 2;
    if (powerOf(rule, episodes, needed, middle) >= POWER) shown = middle;
    else without = middle;
  }
  return direction === "above" ? Math.max(exact.rate, shown) : Math.min(exact.rate, shown);
}

/** The claim's own rate is a fair guess of the truth only where the margin leaves room below it. */
function expectedRate(
  { claimed, margin }: Question,
  { threshold, direction }: Rule,
  given: number | undefined,
): Pick<Decidability["expected"], "rate" | "by"> {
  const beyond = (rate: number) => (direction === "above" ? rate > threshold : rate < threshold);
  if (given !== undefined) {
    if (beyond(given)) return { rate: given, by: "given" };
    const side = direction === "above" ? "above" : "below";
    throw new StatsArgumentError("trueRate", `a rate ${side} the threshold ${threshold}`, given);
  }
  if (margin > 0 && beyond(claimed)) return { rate: claimed, by: "claimed" };
  const end = direction === "above" ? 1 : 0;
  return { rate: Number(((threshold + end) / 2).toFixed(12)), by: "halfway" };
}

function episodesFor(rule: Rule, smallest: number | null, trueRate: number): number | null {
  if (smallest === null) return null;
  const exact = episodesForExact(rule, trueRate);
  if (exact === null || rule.method === "clopper_pearson") return exact;
  return holdingFrom(rule, Math.max(exact, smallest), trueRate);
}

function episodesForExact(rule: Rule, trueRate: number): number | null {
  const { threshold, alpha, direction } = rule;
  if (threshold <= 0 || threshold >= 1) {
    // One success (or, for a claim of at most, one failure) is enough; none comes with this chance.
    const none = direction === "above" ? 1 - trueRate : trueRate;
    const episodes = none === 0 ? 1 : Math.ceil(Math.log(1 - POWER) / Math.log(none) - 1e-9);
    return episodes > MOST ? null : episodes;
  }
  // The normal approximation tells whether the exact search would be a long one.
  const far = (2.8 * Math.sqrt(threshold * (1 - threshold))) / (trueRate - threshold);
  if (far * far > MOST / 4) return null;
  const { stable } = episodesForClaim({
    threshold,
    trueRate,
    direction,
    alpha: alpha / 2,
    power: POWER,
  });
  return stable.episodes;
}

/**
 * The first number from `start` on at which the declared interval has the power and keeps it over
 * two teeth of the saw, since counts are whole. Long teeth are looked at in steps.
 */
function holdingFrom(rule: Rule, start: number, trueRate: number): number | null {
  const { threshold } = rule;
  const inner = Math.min(threshold, 1 - threshold);
  const teeth = inner === 0 ? 1 : 2 * Math.ceil(1 / inner);
  const step = Math.ceil(teeth / 500);
  let from = start;
  for (let episodes = start; episodes <= from + teeth; episodes += step) {
    const needed = criticalCount({ ...rule, episodes });
    if (powerOf(rule, episodes, needed, trueRate) < POWER) from = episodes + step;
    if (from > MOST) return null;
  }
  return from;
}
