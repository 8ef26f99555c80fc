import { type Claim, type LintFinding, preview } from "@worldflux/schema";
import { claimWords, finding, type LintRule, percent, rateInWords, when } from "./finding.ts";
import { type StatedNumber, statedNumbers, statesCount } from "./stated-numbers.ts";

/** Margins and alphas above these are more than readers expect. */
const LARGE = { margin: 0.1, alpha: 0.1 } as const;

/** Whether the numbers of the claim are those of its text, and make a threshold. */
export const rateRules: LintRule = ({ claim }) => {
  if (claim === null) return [];
  const place = claim.expected_metrics.findIndex(({ name }) => name === "success_rate");
  const metric = claim.expected_metrics[place];
  const { margin, alpha } = claim.decision_rule;
  const others = claim.expected_metrics.flatMap((other, i) =>
    other === metric
      ? []
      : [
          finding(
            "metric_not_evaluated",
            `claim.json/expected_metrics/${i}/name`,
            `${preview(other.name)} is not decided; success_rate is`,
            "leave it in as a remark, or make a claim of its own",
          ),
        ],
  );
  if (metric === undefined) return [unsupported(claim)];
  const baseline = claim.decision_rule.baseline ?? metric.value;
  const threshold = Number(
    (metric.operator.startsWith(">") ? baseline - margin : baseline + margin).toFixed(12),
  );
  return [
    ...textRules(claim, place),
    ...when(threshold < 0 || threshold > 1, () =>
      finding(
        "threshold_outside",
        "claim.json/decision_rule/margin",
        `baseline ${baseline} and margin ${margin} put the threshold at ${threshold}: every result would pass`,
        "use a smaller margin",
      ),
    ),
    ...when(margin > LARGE.margin, () =>
      finding(
        "margin_large",
        "claim.json/decision_rule/margin",
        `a margin of ${margin} means that ${rateInWords(threshold)} counts as support for ${rateInWords(baseline)}`,
        "use 0.05 or less, or claim the lower rate",
      ),
    ),
    ...when(baseline !== metric.value, () =>
      finding(
        "baseline_differs_from_claim",
        "claim.json/decision_rule/baseline",
        `the rate is compared with ${rateInWords(baseline)}, and the claim states ${rateInWords(metric.value)}`,
        "leave the baseline out, or state the same rate; the evidence says that they differ",
      ),
    ),
    ...when(alpha > LARGE.alpha, () =>
      finding(
        "alpha_large",
        "claim.json/decision_rule/alpha",
        `alpha ${alpha} makes a ${percent(1 - alpha)} interval`,
        "write 0.05, unless your field does otherwise",
      ),
    ),
    ...others,
  ];
};

function unsupported(claim: Claim): LintFinding {
  const names = claim.expected_metrics.slice(0, 5).map(({ name }) => preview(name));
  return finding(
    "metric_unsupported",
    "claim.json/expected_metrics",
    `no expected metric is named success_rate (found ${names.join(", ")})`,
    'name it "success_rate"',
  );
}

/** The rate of the sentence against the rate that is decided. */
function textRules(claim: Claim, place: number): LintFinding[] {
  const { expected_metrics: metrics, decision_rule: rule } = claim;
  const text = claimWords(claim);
  const metric = metrics[place];
  if (metric === undefined) return [];
  const { value, operator } = metric;
  const stated = statedNumbers(text);
  const own = stated.filter(({ rate }) => rate === value);
  if (own.length > 0) return direction(own, operator, text);
  const hundredfold = stated.find(({ rate }) => Number((rate * 100).toFixed(12)) === value);
  if (hundredfold !== undefined) {
    return [
      finding(
        "percent_for_ratio",
        "claim.json/claim_text",
        `the text says ${hundredfold.written}, and the metric is ${rateInWords(value)}`,
        `write ${percent(value)} in the text, or ${hundredfold.rate} as the value`,
      ),
    ];
  }
  const failures = /\bfail/i.test(text) ? [1 - value] : [];
  const others = rule.baseline === undefined ? [] : [rule.baseline];
  const explained = [...others, rule.margin, rule.alpha, 1 - rule.alpha, ...failures];
  const near = ({ rate }: StatedNumber) => explained.some((of) => Math.abs(of - rate) < 1e-9);
  const foreign = stated.filter((number) => !near(number));
  if (foreign.length > 0) {
    const written = foreign.map((number) => number.written).join(", ");
    return [
      finding(
        "rate_differs_from_text",
        `claim.json/expected_metrics/${place}/value`,
        `the text says ${written}, and the metric is ${rateInWords(value)}`,
        "write the same rate in both",
      ),
    ];
  }
  if (failures.length > 0 && stated.length > 0) return [];
  return when(!statesCount(text, value), () =>
    finding(
      "rate_not_stated",
      "claim.json/claim_text",
      `the text does not name the rate that is decided, ${rateInWords(value)}`,
      `say it: ${operator.startsWith(">") ? "at least" : "at most"} ${percent(value)} success`,
    ),
  );
}

function direction(own: readonly StatedNumber[], operator: string, text: string): LintFinding[] {
  const wanted = operator.startsWith(">") ? "at least" : "at most";
  const against = own.find(({ bound }) => bound !== null && bound !== wanted);
  const agrees = own.some(({ bound }) => bound === wanted);
  return when(against !== undefined && !agrees && !/\bfail/i.test(text), () =>
    finding(
      "direction_differs_from_text",
      "claim.json/expected_metrics",
      `the text puts ${against?.written} as a rate of ${against?.bound}, and the operator is ${operator}`,
      `write ${wanted === "at least" ? '"<="' : '">="'}, or change the sentence`,
    ),
  );
}
