import {
  type CountingRule,
  type Evidence,
  type FalsificationAxis,
  type Label,
  type LabelCode,
  labelCatalog,
  type Recommendation,
  type SequentialRefusal,
} from "@worldflux/schema";
import { otherVerdicts } from "./count.ts";

type Derived = Pick<
  Evidence,
  "result" | "rules" | "denominators" | "denominator_policy" | "population" | "sequential"
>;

/** What to do about the evidence, and what would test the claim harder. */
export function advice(
  derived: Derived,
  labels: readonly Label[],
): { recommendation: Recommendation; next_tests: FalsificationAxis[] } {
  const has = (...codes: LabelCode[]) => labels.some((label) => codes.includes(label.code));
  return { recommendation: recommend(derived, has), next_tests: axes(derived, has) };
}

type Has = (...codes: LabelCode[]) => boolean;

/** Rules that differ in how errors count, and in nothing else. */
const onlyErrors: readonly CountingRule[] = ["errors_as_failures", "errors_excluded"];

/** The first that applies: what is open comes before what is decided. */
function recommend(derived: Derived, has: Has): Recommendation {
  const { result, rules, denominators: d, population, sequential } = derived;
  const { verdict, strict_verdict } = result;
  // A run that may stop early leaves planned episodes out, and that opens nothing.
  const asked = sequential.decides ? rules.filter(({ rule }) => onlyErrors.includes(rule)) : rules;
  const flips = otherVerdicts(asked, derived.denominator_policy).length > 0;
  if (flips && !sequential.decides && d.missing + d.pending > 0) return "complete_the_record";
  const decided = verdict === "supported" || verdict === "refuted";
  const unsettled = population.declared === null && has("population_dependent");
  // The headline assumes one look, nothing shows that there was one, and without it says another.
  const looks = has("anytime_verdict_differs") && has("optional_stopping_unprotected");
  if (decided && (flips || unsettled || looks || has("method_dependent"))) {
    return "settle_the_rules";
  }
  if (!decided || has("pseudo_replication")) return "collect_more_episodes";
  if (verdict === "refuted") return "withdraw_the_claim";
  return strict_verdict === "supported" ? "quote_with_the_scope" : "quote_with_the_margin";
}

/** Refusals that another order of the run would have spared. */
const ordered: readonly SequentialRefusal[] = [
  "episode_order_unknown",
  "tasks_not_interleaved",
  "bounded_needs_random_tasks",
];

function axes({ denominators: d, population, sequential }: Derived, has: Has): FalsificationAxis[] {
  const found: [FalsificationAxis, boolean][] = [
    ["harness_errors", d.error > 0],
    ["worst_task", has("task_collapsed", "few_episodes_per_task")],
    ["recorded_initial_states", has("initial_state_not_recorded", "initial_state_by_version")],
    ["step_limit", has("max_steps_not_recorded")],
    ["interleaved_order", ordered.some((reason) => reason === sequential.refused)],
    ["more_tasks", population.declared !== "tasks_random" || has("clusters_too_few")],
    ["training_seeds", population.declared !== "seeds_random"],
    ["matched_baseline", has("baseline_differs_from_claim")],
    ["fresh_episodes", has("protocol_drafted_from_results", "optional_stopping_unprotected")],
    ["independent_rerun", true],
  ];
  return found.filter(([, applies]) => applies).map(([axis]) => axis);
}

/** The labels of a kind, for pages that group them. */
export function labelsOfKind(
  labels: readonly Label[],
  kind: (typeof labelCatalog)[LabelCode]["kind"],
): Label[] {
  return labels.filter((label) => labelCatalog[label.code].kind === kind);
}
