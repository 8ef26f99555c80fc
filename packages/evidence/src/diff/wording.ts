import type { DiffVerdict, EvidenceDiff, RatesDiff } from "@worldflux/schema";

/** A difference of rates in percentage points, with its sign: `+1.2 points`. */
export function points(difference: number): string {
  return `${signed(difference)} points`;
}

/** `-1.02 to +3.2 points`. */
export function pointRange({ lower, upper }: { lower: number; upper: number }): string {
  return `${signed(lower)} to ${points(upper)}`;
}

function signed(difference: number): string {
  const rounded = Number((difference * 100).toFixed(2));
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

/** The verdict as a heading. */
export const diffTitle: Record<DiffVerdict, string> = {
  left_better: "LEFT BETTER",
  right_better: "RIGHT BETTER",
  depends_on_counting: "DEPENDS ON COUNTING",
  difference_not_shown: "NO DIFFERENCE SHOWN",
  cannot_tell: "CANNOT TELL",
  same_episodes: "SAME EPISODES",
};

/** One sentence that claims no more than the comparison does. */
export function diffSentence({ comparison }: Pick<EvidenceDiff, "comparison">): string {
  const { verdict, reasons } = comparison;
  switch (verdict) {
    case "left_better":
      return "On these tasks, under this protocol, left is better than right: the whole interval of the difference lies above zero.";
    case "right_better":
      return "On these tasks, under this protocol, right is better than left: the whole interval of the difference lies below zero.";
    case "depends_on_counting":
      return "The rates differ under the declared counting rule, and not, or the other way, under another one. Settle how errors and missing episodes count before naming the better one.";
    case "difference_not_shown":
      return "The runs are comparable, and their episodes show no difference. That is no proof that the rates are equal.";
    case "same_episodes":
      return "Both sides hold the same record of the same episodes, so there are no two rates to compare.";
    case "cannot_tell":
      return `The two rates are not compared: ${reasons.length === 1 ? "one reason stands" : `${reasons.length} reasons stand`} against it.`;
  }
}

/** `p = 0.0311, exact McNemar test`; undefined where nothing was tested. */
export function testSentence({ test, p_value: p }: RatesDiff): string | undefined {
  if (test === null || p === null) return undefined;
  const names = {
    mcnemar_exact: "exact McNemar test",
    boschloo: "exact Boschloo test",
    score: "score test",
  };
  return `p = ${p.toPrecision(3)}, ${names[test]}`;
}

/** `95 % Tango interval`. */
export function differenceIntervalName({
  method,
  level,
}: Pick<RatesDiff["intervals"][number], "method" | "level">): string {
  const names = {
    tango: "Tango",
    newcombe_paired: "paired Newcombe",
    miettinen_nurminen: "Miettinen-Nurminen",
  };
  return `${Number((level * 100).toFixed(6))} % ${names[method]} interval`;
}
