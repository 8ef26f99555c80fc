import { type Claim, type Evidence, printable } from "@worldflux/schema";
import { clip } from "../clip.ts";
import { otherVerdicts } from "../count.ts";
import {
  declared,
  intervalName,
  percent,
  populationMeaning,
  range,
  ruleMeaning,
} from "../wording.ts";

/**
 * The strongest sentence that a package allows: with the number of episodes, the interval, the
 * counting rule, the population and the margin, and what of the claim that supports.
 */
export function strongestSentence(claim: Claim, evidence: Evidence): string {
  const { result, tasks, denominators } = evidence;
  const name = (text: string) => clip(printable(text), 120);
  const where = [
    name(claim.applicability.benchmark),
    `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}`,
    ...(claim.applicability.simulator === undefined
      ? []
      : [`simulated in ${name(claim.applicability.simulator)}`]),
  ];
  const open = denominators.missing + denominators.pending;
  const rate =
    result.estimate === null
      ? "no episode counts"
      : `${name(claim.subject.id)} succeeded in ${result.successes} of ${result.episodes} recorded episodes (${percent(result.estimate, 2)}; ${intervalName(result.interval)} ${range(result.interval)})`;
  const sentences = [
    `On ${where.join(", ")}: ${rate}; ${ruleMeaning[evidence.denominator_policy.rule]}.`,
    `${standing(evidence)}.`,
    ...(open > 0
      ? [`Of ${denominators.planned} planned episodes ${open} are missing or pending.`]
      : []),
    ...(otherVerdicts(evidence.rules, evidence.denominator_policy).length > 0
      ? ["Under another counting rule the verdict would be another."]
      : []),
  ];
  return sentences.join(" ");
}

/** What of the claim the episodes support, and for which population. */
function standing({ result, population }: Evidence): string {
  const { verdict, strict_verdict: strict, operator, margin } = result;
  const sign = { ">=": "at least", ">": "more than", "<=": "at most", "<": "less than" }[operator];
  const baseline = `a success rate of ${sign} ${declared(result.baseline)}`;
  const slack = `with the margin of ${declared(margin)} (threshold ${declared(result.threshold)})`;
  const of = `as a sample of ${populationMeaning[population.declared ?? "episodes_iid"]}`;
  if (verdict === "supported" && strict === "supported")
    return `Taken ${of}, they support ${baseline}`;
  if (verdict === "supported") {
    return `Taken ${of}, they support ${baseline} only ${slack}; without the margin the claim is ${strict.replace("_", " ")}`;
  }
  if (verdict === "refuted") {
    return `Taken ${of}, they refute ${baseline}${margin > 0 ? `, also ${slack}` : ""}`;
  }
  if (verdict === "cannot_decide") return `So few episodes could not have supported ${baseline}`;
  return `Taken ${of}, they neither support nor refute ${baseline}${margin > 0 ? `, also ${slack}` : ""}`;
}
