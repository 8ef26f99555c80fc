import {
  type AuditInput,
  type Denominators,
  type Evidence,
  type Label,
  type LabelCode,
  type Protocol,
  taskName,
} from "@worldflux/schema";
import { comparableName } from "./benchmarks.ts";
import { otherVerdicts } from "./count.ts";
import type { Findings } from "./findings.ts";
import { declaresModel } from "./grade.ts";
import { untimed } from "./lock.ts";
import { about, brief, label, when } from "./make-label.ts";
import { robustnessLabels } from "./robustness-labels.ts";
import { cycleLength } from "./sequence.ts";

/** The labels of the evidence, in the order of `labelCatalog`'s sections. */
export function findLabels(f: Findings): Label[] {
  return [
    ...documentLabels(f),
    ...lockLabels(f.lock),
    ...planLabels(f),
    ...countLabels(f.denominators),
    ...verdictLabels(f),
    ...robustnessLabels(f),
    ...taskLabels(f),
    ...sourceLabels(f.input),
  ];
}

function documentLabels({ claim, protocol, input, claimBound, question }: Findings): Label[] {
  const wanted = comparableName(protocol.evaluator.name);
  const got = comparableName(input.source.evaluator.name);
  return [
    ...when(!claimBound, "claim_not_bound"),
    ...when(protocol.drafted_from_results !== undefined, "protocol_drafted_from_results"),
    ...when(claim.subject.id.startsWith("your-org/"), "subject_placeholder"),
    ...when(
      question.baseline !== question.claimed,
      "baseline_differs_from_claim",
      `baseline ${question.baseline}, claimed ${question.claimed}`,
    ),
    ...when(claim.population === undefined, "population_not_declared"),
    ...when(protocol.execution.denominator_policy === undefined, "denominator_policy_not_declared"),
    ...when(!declaresModel(protocol), "model_digest_not_declared"),
    ...when(
      wanted !== got && got !== "unknown",
      "evaluator_differs_from_protocol",
      brief(`protocol: ${protocol.evaluator.name}; episodes: ${input.source.evaluator.name}`),
    ),
    ...successRuleLabels(protocol, input),
    ...question.undecided.map((name) => label("metric_not_evaluated", name)),
  ];
}

function lockLabels(lock: Evidence["lock"]): Label[] {
  if (lock === undefined) return [];
  const open = untimed(lock);
  const whose = open.map(({ member, role }) => `${member}, ${role}`).join("; ");
  return [
    ...when(open.length > 0, "lock_time_unproven", whose),
    ...when(lock.recorded_times?.started_at === undefined, "run_start_not_recorded"),
    ...when(!lock.episodes_frozen, "lock_leaves_episodes_open"),
  ];
}

/** A rule that nobody knows differs from none. */
function successRuleLabels({ execution }: Protocol, { metric_contract }: AuditInput): Label[] {
  const { success_rule: declared = "unknown" } = execution;
  const { success } = metric_contract;
  return when(
    declared !== "unknown" && success !== "unknown" && declared !== success,
    "success_rule_differs_from_protocol",
    `protocol: ${declared}; evaluator: ${success}`,
  );
}

function planLabels({ protocol, plan, cells }: Findings): Label[] {
  const by = cells.conformance.matched_by;
  return [
    ...when(plan.identityAsserted, "task_identity_asserted", protocol.benchmark.task_list[0]),
    ...plan.assumedSuites.map((suite) => label("suite_size_assumed", suite)),
    ...when(by === "task_index", "seeds_not_recorded"),
    ...when(by === "task_rank", "seeds_not_declared"),
  ];
}

function countLabels(d: Denominators): Label[] {
  return [
    ...when(d.missing > 0, "missing_episodes", `${d.missing} of ${d.planned} planned`),
    ...when(d.pending > 0, "pending_episodes", `${d.pending} of ${d.planned} planned`),
    ...when(d.error > 0, "harness_errors", `${d.error} of ${d.recorded} recorded`),
    ...when(
      d.out_of_protocol > 0,
      "out_of_protocol_episodes",
      `${d.out_of_protocol} of ${d.recorded} recorded`,
    ),
    ...when(d.duplicated > 0, "duplicated_episodes", `${d.duplicated} extra records`),
  ];
}

function verdictLabels(f: Findings): Label[] {
  const { claim, protocol, input, cells, denominators, result, rules, sequential } = f;
  const flips = otherVerdicts(rules, f.denominator_policy);
  const notAsPlanned =
    denominators.missing + denominators.pending + denominators.out_of_protocol > 0;
  return [
    ...cells.conformance.duplicated
      .filter((cell) => new Set(cell.outcomes).size > 1)
      .map((cell) => about(taskName(cell), label("duplicates_disagree", brief(cell.outcomes)))),
    ...when(
      flips.length > 0,
      "denominator_rule_dependent",
      flips.map((rule) => `${rule.rule}: ${rule.verdict}`).join("; "),
    ),
    ...when(
      result.interval.method === claim.decision_rule.interval_method &&
        result.exact_test.verdict !== result.verdict,
      "method_dependent",
      `${result.interval.method}: ${result.verdict}; exact test: ${result.exact_test.verdict}`,
    ),
    ...when(
      result.verdict === "supported" && result.strict_verdict !== "supported",
      "supported_within_margin_only",
      `strict verdict: ${result.strict_verdict}`,
    ),
    ...when(
      !sequential.decides &&
        (notAsPlanned ||
          protocol.drafted_from_results !== undefined ||
          input.notes.some((note) => note.code === "interim_look")),
      "optional_stopping_unprotected",
    ),
  ];
}

function cycle(outcomes: string, length: number): string {
  return `${outcomes.slice(0, length)} repeats, ${outcomes.length} episodes`;
}

function taskLabels({ cells, denominators, population, sequential }: Findings): Label[] {
  const rated = cells.tasks.map((task) => ({
    name: taskName(task),
    outcomes: task.outcomes.replace(/[PN]/g, ""),
  }));
  const few = rated.filter((t) => t.outcomes.length > 0 && t.outcomes.length < 10);
  const failed = denominators.success === 0 && denominators.failure >= 10;
  return [
    ...when(
      rated.length > 1 &&
        !sequential.decides &&
        (population.declared === null || population.declared === "episodes_iid"),
      "clustering_not_modelled",
      `${rated.length} tasks`,
    ),
    ...when(few.length > 0, "few_episodes_per_task", `${few.length} of ${rated.length} tasks`),
    ...rated.flatMap(({ name, outcomes }) => {
      const length = cycleLength(outcomes);
      return length === null
        ? []
        : [about(name, label("periodic_outcomes", cycle(outcomes, length)))];
    }),
    ...when(failed, "all_episodes_failed", `${denominators.failure} of ${denominators.failure}`),
  ];
}

/** What an adapter may say that is a label of its own. */
const noteLabels: readonly LabelCode[] = [
  "mapped_by_hand",
  "interim_look",
  "early_stop_bias",
  "initial_state_by_version",
];

function sourceLabels(input: AuditInput): Label[] {
  return [
    ...input.not_recorded.flatMap((what) =>
      what === "seed" ? [] : [label(`${what}_not_recorded`)],
    ),
    ...when(input.metric_contract.success === "unknown", "success_rule_unknown"),
    ...input.notes.map((note) => {
      const code = noteLabels.find((known) => known === note.code);
      return code === undefined
        ? label("source_note", brief(`${note.code}: ${note.detail}`))
        : label(code, brief(note.detail));
    }),
  ];
}
