import { preview } from "@worldflux/schema";
import type { Direction } from "@worldflux/stats";
import { decidability } from "../decidability.ts";
import { questionOf } from "../question.ts";
import { finding, type LintRule, percent, rateInWords, when } from "./finding.ts";

/** Whether the planned episodes can decide the claim. */
export const episodeRules: LintRule = ({ claim, protocol }) => {
  if (claim === null || !asksSomething(claim)) return [];
  const can = decidability(claim, protocol ?? undefined);
  const { planned, enough, smallest, threshold, detectable, size, power_as_claimed: power } = can;
  const { expected_metrics: metrics, decision_rule: rule } = claim;
  const claimed = metrics.find(({ name }) => name === "success_rate")?.value ?? threshold;
  const best = can.direction === "above" ? "only successes" : "no success at all";
  if (threshold === (can.direction === "above" ? 1 : 0)) {
    return [
      finding(
        "threshold_unreachable",
        "claim.json/decision_rule",
        `the threshold is ${threshold}, and no number of episodes shows a rate beyond it`,
        "declare a margin, or claim a rate short of it",
      ),
    ];
  }
  if (planned === null) return [];
  const place = "protocol.json/execution/episodes_per_task";
  const assumed = can.taken_for_tasks.length > 0;
  const condition = assumed
    ? `if ${can.taken_for_tasks
        .slice(0, 3)
        .map((name) => preview(name))
        .join(", ")} and the like are one task each, `
    : "";
  if (enough === false) {
    return [
      finding(
        assumed ? "too_few_if_tasks" : "too_few_episodes",
        place,
        `${condition}${planned} episodes are planned, and not even ${best} would put the interval beyond ${rateInWords(threshold)}`,
        smallest === null
          ? "claim another rate, or declare a larger margin"
          : `plan at least ${smallest} episodes in all; type \`worldflux stats plan --claim ${threshold} --true ${claimed}\` for a chance to show it`,
      ),
    ];
  }
  return [
    ...when(
      !assumed && power !== null && power < 0.5 && isFar(detectable, claimed, can.direction),
      () =>
        finding(
          "power_low",
          place,
          `${planned} episodes support the claim with a chance of ${percent(Number(power?.toFixed(3)))} if the true rate is the claimed ${percent(claimed)}${detectable === null ? "" : `; a chance of 80 % needs a true rate of ${percent(Number(detectable.toFixed(3)))}`}`,
          rule.margin === 0
            ? "declare a margin, or claim a rate well below the one that you expect"
            : can.expected.by === "claimed" && can.expected.episodes !== null
              ? `plan ${can.expected.episodes} episodes, or claim a rate below the one that you expect`
              : "plan more episodes, or claim a rate below the one that you expect",
        ),
    ),
    ...when(!assumed && size !== null && size > (rule.alpha / 2) * 1.2, () =>
      finding(
        "method_exceeds_alpha",
        "claim.json/decision_rule/interval_method",
        `with ${planned} episodes ${rule.interval_method} supports a claim whose true rate is the threshold with a chance of ${percent(Number(size?.toFixed(4)))}, not ${percent(rule.alpha / 2)}`,
        'use "clopper_pearson", whose error never exceeds what it says; the evidence shows the exact test beside it',
      ),
    ),
  ];
};

/** Whether the policy would have to be far better than is claimed, more than halfway to perfect. */
function isFar(rate: number | null, claimed: number, direction: Direction): boolean {
  if (rate === null) return true;
  return direction === "above" ? rate > (claimed + 1) / 2 : rate < claimed / 2;
}

/** Whether the claim makes a threshold at all; what keeps it from that is another rule's finding. */
function asksSomething(claim: Parameters<typeof questionOf>[0]): boolean {
  try {
    questionOf(claim);
    return true;
  } catch {
    return false;
  }
}
