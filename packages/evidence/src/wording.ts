import {
  type Evidence,
  type Grade,
  type Operator,
  type Result,
  type RuleResult,
  taskName,
  type Verdict,
} from "@worldflux/schema";

/** 0.8075 as `80.8 %`. */
export function percent(rate: number, digits = 1): string {
  return `${(rate * 100).toFixed(digits)} %`;
}

/** A declared rate with every digit that was declared: 0.9996 is `99.96 %`, 0.8 is `80 %`. */
function declared(rate: number): string {
  return `${Number((rate * 100).toFixed(10))} %`;
}

/** `323/400 = 80.8 %`, or `0/0`. */
export function fraction(of: { successes: number; episodes: number; estimate: number | null }) {
  const count = `${of.successes}/${of.episodes}`;
  return of.estimate === null ? count : `${count} = ${percent(of.estimate)}`;
}

/** `76.60 % to 84.31 %`. */
export function range(interval: { lower: number; upper: number }): string {
  return `${percent(interval.lower, 2)} to ${percent(interval.upper, 2)}`;
}

/** `95 % Wilson interval`. */
export function intervalName(interval: Result["interval"]): string {
  const names: Record<Result["interval"]["method"], string> = {
    wilson: "Wilson",
    wilson_cc: "Wilson (continuity-corrected)",
    clopper_pearson: "Clopper-Pearson",
    jeffreys: "Jeffreys",
    agresti_coull: "Agresti-Coull",
  };
  return `${Number((interval.level * 100).toFixed(6))} % ${names[interval.method]} interval`;
}

const signs: Record<Operator, string> = {
  ">=": "at least",
  ">": "more than",
  "<=": "at most",
  "<": "less than",
};

/** `success rate at least 80 %, margin 5 %: threshold 75 %`. */
export function question(result: Result): string {
  const { claimed, baseline, margin, threshold } = result;
  const rate = `success rate ${signs[result.operator]} ${declared(baseline)}`;
  const asked =
    claimed === baseline ? rate : `${rate} (the baseline; the claim says ${declared(claimed)})`;
  return margin === 0
    ? asked
    : `${asked}, margin ${declared(margin)}: threshold ${declared(threshold)}`;
}

/** One sentence for the verdict that claims no more than the evidence does. */
export function verdictSentence(result: Result): string {
  const side = result.operator.startsWith(">") ? "above" : "below";
  const other = side === "above" ? "below" : "above";
  const threshold = declared(result.threshold);
  const name = result.claimed === result.baseline ? "claimed" : "baseline of";
  const baseline = `the ${name} ${declared(result.baseline)}`;
  switch (result.verdict) {
    case "supported":
      return result.strict_verdict === "supported"
        ? `The whole interval lies ${side} ${baseline}.`
        : `The whole interval lies ${side} the threshold of ${threshold}, but not ${side} ${baseline}: supported only with the margin.`;
    case "refuted":
      return `The whole interval lies ${other} the threshold of ${threshold}.`;
    case "cannot_decide":
      return `With ${result.episodes} episodes no outcome could have supported the claim.`;
    case "inconclusive":
      return `The interval reaches over the threshold of ${threshold}: the rate may lie on either side.`;
  }
}

/** A verdict as a heading. */
export const verdictTitle: Record<Verdict, string> = {
  supported: "SUPPORTED",
  refuted: "REFUTED",
  inconclusive: "INCONCLUSIVE",
  cannot_decide: "CANNOT DECIDE",
};

/** What each grade stands for. */
export const gradeMeaning: Record<Grade, string> = {
  A: "locked with proof before the first episode, and complete",
  B: "everything declared and complete, without proof of when",
  C: "outcomes of each episode; some rules were declared",
  D: "outcomes of each episode; no rules were declared",
};

/** The counting rules in words. */
export const ruleMeaning: Record<RuleResult["rule"], string> = {
  errors_as_failures: "errors count as failures, missing episodes do not count",
  errors_excluded: "errors and missing episodes do not count",
  missing_as_failures: "errors, pending and missing episodes count as failures",
  best_case: "everything that is open counts in the claim's favour",
  worst_case: "everything that is open counts against the claim",
};

/** The waterfall from planned and recorded episodes to the headline, as name and number. */
export function waterfall(evidence: Evidence): (readonly [string, number])[] {
  const d = evidence.denominators;
  return [
    ["planned", d.planned],
    ["  missing", d.missing],
    ["recorded", d.recorded],
    ["  out of protocol", d.out_of_protocol],
    ["  duplicated", d.duplicated],
    ["  pending", d.pending],
    ["  not applicable", d.not_applicable],
    ["  error", d.error],
    ["  failure", d.failure],
    ["  success", d.success],
    ["headline denominator", evidence.result.episodes],
  ];
}

/** Tasks from the lowest rate to the highest, for tables that may be cut. */
export function tasksByRate(evidence: Evidence) {
  return evidence.tasks
    .map((task) => ({ ...task, name: taskName(task) }))
    .sort((a, b) => (a.estimate ?? 2) - (b.estimate ?? 2) || (a.name < b.name ? -1 : 1));
}
