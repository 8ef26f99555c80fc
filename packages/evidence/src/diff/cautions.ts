import type { DiffAxis, DiffCaution, DiffVerdict, LabelCode, RatesDiff } from "@worldflux/schema";
import type { Side } from "./side.ts";

/** What the comparison found, as far as cautions depend on it. */
interface Found extends Pick<RatesDiff, "verdict" | "intervals"> {
  readonly shift: number;
  readonly others: RatesDiff["other_rules"];
}

/** Labels of either side that can bias the comparison, not only widen it. */
const biasing: readonly LabelCode[] = [
  "missing_episodes",
  "pending_episodes",
  "harness_errors",
  "out_of_protocol_episodes",
  "duplicates_disagree",
  "optional_stopping_unprotected",
  "interim_look",
  "early_stop_bias",
  "pseudo_replication",
  "periodic_outcomes",
  "sequence_violated",
  "all_episodes_failed",
  "mapped_by_hand",
  "evaluator_differs_from_protocol",
  "protocol_drafted_from_results",
];

/** What to keep in mind beside an answer. */
export function cautionsOf(
  left: Side,
  right: Side,
  axes: readonly DiffAxis[],
  { verdict, intervals, shift, others }: Found,
): DiffCaution[] {
  const details: [DiffCaution["code"], string | undefined][] = [
    ["counting_rule_dependent", otherRules(verdict, others)],
    ["interval_within_task_mix", withinMix(verdict, intervals[0], shift)],
    ["same_policy", samePolicy(axes)],
    ["rests_on_declarations", declarations(axes)],
    ["weakened_by_labels", weakening(left, right)],
  ];
  return details.flatMap(([code, detail]) => (detail === undefined ? [] : [{ code, detail }]));
}

function otherRules(verdict: DiffVerdict, others: Found["others"]): string | undefined {
  const flips = others.filter((other) => other.verdict !== verdict);
  if (flips.length === 0) return undefined;
  return `another answer under ${flips.map(({ rule, verdict: of }) => `${rule} (${of})`).join(", ")}`;
}

function withinMix(
  verdict: DiffVerdict,
  interval: Found["intervals"][number] | undefined,
  shift: number,
): string | undefined {
  if (verdict !== "difference_not_shown" || shift === 0 || interval === undefined) return undefined;
  if (interval.lower <= 0 && interval.upper >= 0) return undefined;
  return `the tasks have other shares on each side, which alone can make ${Number((shift * 100).toFixed(2))} points`;
}

function samePolicy(axes: readonly DiffAxis[]): string | undefined {
  const status = (name: DiffAxis["axis"]) => axes.find(({ axis }) => axis === name)?.status;
  if (status("policy") !== "same" || status("policy_fingerprint") === "different") return undefined;
  return "both sides name the same policy: a difference would come from the set-up, or by chance";
}

function declarations(axes: readonly DiffAxis[]): string | undefined {
  const declared = axes.filter(
    ({ role, left, right }) =>
      role === "must_match" && [left, right].some(({ origin }) => origin === "declared"),
  );
  if (declared.length === 0) return undefined;
  return `the authors say, and no file shows, that these agree: ${declared.map(({ axis }) => axis).join(", ")}`;
}

function weakening(left: Side, right: Side): string | undefined {
  const sides = [left, right].flatMap(({ name, evidence }) => {
    const codes = biasing.filter((code) => evidence.labels.some((label) => label.code === code));
    return codes.length === 0 ? [] : [`${name}: ${codes.join(", ")}`];
  });
  return sides.length === 0 ? undefined : sides.join("; ");
}
