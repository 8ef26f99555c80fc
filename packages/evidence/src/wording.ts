import type {
  Evidence,
  Grade,
  Operator,
  Population,
  Result,
  RuleResult,
  Verdict,
} from "@worldflux/schema";

/** 0.8075 as `80.8 %`. */
export function percent(rate: number, digits = 1): string {
  return `${(rate * 100).toFixed(digits)} %`;
}

/** A declared rate with every digit that was declared: 0.9996 is `99.96 %`, 0.8 is `80 %`. */
export function declared(rate: number): string {
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
    stratified_wilson: "stratified Wilson",
    cluster_wilson_t: "clustered Wilson",
    beta_mixture: "anytime-valid",
  };
  return `${level(interval.level)} ${names[interval.method]} interval`;
}

/** 0.95 as `95 %`, and 0.999999999999 never as 100 %. */
export function level(confidence: number): string {
  return `${Number((confidence * 100).toFixed(12))} %`;
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
  if (result.interval.method === "beta_mixture") {
    return sequentialVerdictSentence(result, { side, other, threshold, baseline });
  }
  switch (result.verdict) {
    case "supported":
      return result.strict_verdict === "supported"
        ? `The whole interval lies ${side} ${baseline}.`
        : `The whole interval lies ${side} the threshold of ${threshold}, but not ${side} ${baseline}: supported only with the margin.`;
    case "refuted":
      return `The whole interval lies ${other} the threshold of ${threshold}.`;
    case "cannot_decide":
      return result.interval.method === "cluster_wilson_t"
        ? "With these tasks or seeds neither a perfect score nor one episode short of it could have supported the claim."
        : `With ${result.episodes} episodes no outcome could have supported the claim.`;
    case "inconclusive":
      return `The interval reaches over the threshold of ${threshold}: the rate may lie on either side.`;
  }
}

/** The one-sided tests decide here, at the first look that rejects: the interval may say less. */
function sequentialVerdictSentence(
  { verdict, strict_verdict }: Result,
  words: { side: string; other: string; threshold: string; baseline: string },
): string {
  const { side, other, threshold, baseline } = words;
  const test = "The test that holds whenever the run stopped";
  switch (verdict) {
    case "supported":
      return strict_verdict === "supported"
        ? `${test} shows a rate ${side} ${baseline}.`
        : `${test} shows a rate ${side} the threshold of ${threshold}, but not ${side} ${baseline}: supported only with the margin.`;
    case "refuted":
      return `${test} shows a rate ${other} the threshold of ${threshold}.`;
    case "cannot_decide":
      return `${test} could not have supported the claim, whatever the episodes showed.`;
    case "inconclusive":
      return `${test} shows the rate on neither side of the threshold of ${threshold}.`;
  }
}

/** A verdict as a heading. */
export const verdictTitle: Record<Verdict, string> = {
  supported: "SUPPORTED",
  refuted: "REFUTED",
  inconclusive: "INCONCLUSIVE",
  cannot_decide: "CANNOT DECIDE",
};

/**
 * The verdict as a heading that never reads as strict: where only the margin rule holds, or the
 * margin alone keeps a claim from being refuted, it says so in the same line.
 */
export function verdictHeading({ verdict, strict_verdict: strict }: Result): string {
  const title = capital(verdictTitle[verdict]);
  if (verdict === strict) return title;
  if (verdict === "supported") return `${title} only with the margin`;
  return `${title} with the margin, ${verdictTitle[strict].toLowerCase()} without it`;
}

/** CANNOT DECIDE as `Cannot decide`. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

/** What each grade stands for. */
export const gradeMeaning: Record<Grade, string> = {
  A: "locked before the recorded start, everything declared and complete; rests on the lock, see check `lock`",
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

/** What the episodes may be a sample of, in words. */
export const populationMeaning: Record<Population, string> = {
  episodes_iid: "independent episodes with one rate",
  tasks_fixed: "these tasks and no others",
  tasks_random: "tasks like these",
  seeds_random: "seeds like the recorded ones",
};

/** How often the declared interval errs at the threshold, and whether it is what decides. */
export function sizeSentence({ result }: Evidence): string {
  const { actual, nominal } = result.size_at_threshold;
  const other = ["cluster_wilson_t", "beta_mixture"].includes(result.interval.method);
  const of = other
    ? "; of the declared interval of independent episodes, which does not decide"
    : "";
  return `${chance(actual)} (nominal ${chance(nominal)})${of}`;
}

/** A probability as a percentage; one that would read as 0 with its power of ten. */
function chance(probability: number): string {
  const tiny = probability > 0 && probability < 0.0005;
  return tiny ? `${(probability * 100).toExponential(1)} %` : percent(probability);
}

/** What the test says that holds whenever the run was stopped, or why there is none. */
export function sequentialSentence({ sequential, result }: Evidence): string {
  const { refused, detail, verdict, interval, decided_at, episodes, dropped, blocked_by_task } =
    sequential;
  const empty = sequential.violated === true; // then its limits are none
  if (refused !== null || verdict === undefined) return `none: ${detail ?? refused}`;
  const at = decided_at === null || decided_at === undefined ? "" : ` after ${decided_at} episodes`;
  const bound = interval === undefined || empty ? "" : `, ${range(interval)}`;
  const blocks = blocked_by_task === true ? ", in rounds over the tasks" : "";
  const left =
    dropped === undefined || dropped === 0
      ? ""
      : `; ${dropped} of ${(episodes ?? 0) + dropped} episodes are in no complete round`;
  const differs = verdict === result.verdict ? "" : " (differs)";
  const broken = sequential.violated === true ? "; no single rate explains the run" : "";
  return `${verdict}${at}${differs}${bound}${blocks}${left}${broken}`;
}

/** The prediction-powered rate beside the labels alone; undefined without predictions. */
export function predictionSentence({ ppi }: Evidence): string | undefined {
  if (ppi === null) return undefined;
  const alone = `labels alone: ${fraction(ppi.label_only)}, ${range(ppi.label_only.interval)}`;
  if (ppi.interval === null || ppi.estimate === null) {
    return `refused (${ppi.refused.join(", ").replaceAll("_", " ")}); ${alone}`;
  }
  const closed = ppi.closed_gates.join(", ").replaceAll("_", " ");
  const how = ppi.outcome === "exact" ? `exact, because of ${closed}` : "PPI++";
  return `${percent(ppi.estimate)}, ${range(ppi.interval)} (${how}); ${alone}`;
}

/** How few outcomes the verdict hangs on; undefined where that is not asked. */
export function fragilitySentence({ fragility, result }: Evidence): string | undefined {
  if (fragility === null) return undefined;
  if (fragility.index === null) return "no change of outcomes gives another verdict";
  const sides = [
    [fragility.fewer_successes, "successes had failed"],
    [fragility.more_successes, "failures had succeeded"],
  ] as const;
  const parts = sides.flatMap(([change, what]) =>
    change === null ? [] : [`${change.verdict} if ${change.episodes} ${what}`],
  );
  return `${parts.join("; ")} (of ${result.episodes})`;
}

/** How many further episodes a decision is away; undefined where it is made or not asked. */
export function neededSentence({ still_needed, result }: Evidence): string | undefined {
  if (still_needed === null) return undefined;
  if (result.verdict === "supported" || result.verdict === "refuted") return undefined;
  const { at_observed_rate: atRate, to_support } = still_needed;
  const parts = [
    ...(atRate === null ? [] : [`${atRate.episodes} more at this rate (then ${atRate.verdict})`]),
    ...(to_support === null ? [] : [`${to_support} more to support it if every one speaks for it`]),
  ];
  return parts.length === 0
    ? "no number of further episodes up to ten million decides"
    : parts.join("; ");
}

/** The lowest rate among the tasks, with bounds that allow for their number. */
export function worstTaskSentence({ worst_task, result }: Evidence): string | undefined {
  if (worst_task === null || worst_task.estimate === null) return undefined;
  const { tasks, estimate, smallest_rate } = worst_task;
  const more = tasks.length > 1 ? ` and ${tasks.length - 1} more` : "";
  return `${tasks[0]}${more}: ${percent(estimate)}; smallest true rate ${range(smallest_rate)} (${level(result.interval.level)}, for all tasks together)`;
}
