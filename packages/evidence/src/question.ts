import {
  type Claim,
  type IntervalMethod,
  type Operator,
  type RateInterval,
  WorldFluxError,
} from "@worldflux/schema";
import { claimThreshold, rateInterval } from "@worldflux/stats";
import type { Tally } from "./count.ts";

/** What the claim asks, with defaults filled in. */
export interface Question {
  readonly metric: string;
  readonly operator: Operator;
  /** The rate that the claim states. */
  readonly claimed: number;
  readonly baseline: number;
  readonly margin: number;
  readonly alpha: number;
  readonly method: IntervalMethod;
  /** Names of expected metrics that are not decided. */
  readonly undecided: readonly string[];
}

/**
 * Reads the decision out of a claim: the first expected metric named `success_rate`.
 *
 * @throws WorldFluxError WF_CLAIM_UNSUPPORTED when there is none, or its numbers make no threshold
 */
export function questionOf(claim: Claim): Question {
  const metric = claim.expected_metrics.find((m) => m.name === "success_rate");
  const names = claim.expected_metrics.map((m) => m.name);
  if (metric === undefined) {
    throw unsupported(
      `no expected metric is named success_rate (found ${names.join(", ")})`,
      "name it success_rate",
    );
  }
  const { alpha, margin, interval_method: method } = claim.decision_rule;
  const baseline = claim.decision_rule.baseline ?? metric.value;
  const above = metric.operator.startsWith(">");
  const threshold = above ? baseline - margin : baseline + margin;
  if (threshold < 0 || threshold > 1) {
    throw unsupported(
      `baseline ${baseline} and margin ${margin} put the threshold outside 0 to 1, so every result would pass`,
      above && baseline > 0 && baseline <= 0.01
        ? `did you mean ${times100(baseline)} %? then write ${times100(baseline) / 100}; otherwise use a smaller margin`
        : "use a smaller margin",
    );
  }
  return {
    metric: metric.name,
    operator: metric.operator,
    claimed: metric.value,
    baseline,
    margin,
    alpha,
    method,
    undecided: claim.expected_metrics.filter((m) => m !== metric).map((m) => m.name),
  };
}

/** A rate that was divided by 100 once too often, as a percentage: 80 for 0.8 %. */
function times100(rate: number): number {
  return Number((rate * 10_000).toFixed(6));
}

/** The baseline less the margin; plus the margin for `<=` and `<`. */
export function thresholdOf({ operator, baseline, margin }: Question): number {
  return claimThreshold(operator, baseline, margin).threshold;
}

/** 1 - alpha, without the digits that a double adds. */
export function levelOf({ alpha }: Pick<Question, "alpha">): number {
  return Number((1 - alpha).toFixed(15));
}

/** The two-sided interval of a tally at level 1 - alpha, by the declared method. */
export function intervalOf(question: Question, tally: Tally): RateInterval {
  const { method, alpha } = question;
  const { lower, upper } = rateInterval(method, tally.successes, tally.episodes, { alpha });
  return { method, level: levelOf(question), lower, upper };
}

/** Successes over episodes, or null without episodes. */
export function estimateOf(tally: Tally): number | null {
  return tally.episodes === 0 ? null : tally.successes / tally.episodes;
}

function unsupported(message: string, hint: string): WorldFluxError {
  return new WorldFluxError("WF_CLAIM_UNSUPPORTED", `claim.json: ${message}`, { hint });
}
