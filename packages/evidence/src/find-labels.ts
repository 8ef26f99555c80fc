import {
  type AuditInput,
  type Claim,
  type Denominators,
  type Label,
  type LabelCode,
  type Protocol,
  type Result,
  type RuleResult,
  taskName,
} from "@worldflux/schema";
import { comparableName } from "./benchmarks.ts";
import type { MatchedCells } from "./cells.ts";
import { declaresModel } from "./grade.ts";
import type { Plan } from "./plan.ts";
import type { Question } from "./question.ts";
import { cycleLength } from "./sequence.ts";

/** Everything that a label may depend on. */
export interface Findings {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly input: AuditInput;
  readonly claimBound: boolean;
  readonly question: Question;
  readonly plan: Plan;
  readonly cells: MatchedCells;
  readonly denominators: Denominators;
  readonly result: Result;
  readonly rules: readonly RuleResult[];
}

/** The labels of the evidence, in the order of `labelCatalog`'s sections. */
export function findLabels(f: Findings): Label[] {
  return [
    ...documentLabels(f),
    ...planLabels(f),
    ...countLabels(f.denominators),
    ...verdictLabels(f),
    ...taskLabels(f),
    ...sourceLabels(f.input),
  ];
}

function label(code: LabelCode, detail?: string): Label {
  return detail === undefined ? { code } : { code, detail };
}

/** A label about one task; names have a limit of their own in the schema. */
function about(task: string, of: Label): Label {
  return { ...of, task: clip(task) };
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function cycle(outcomes: string, length: number): string {
  return `${outcomes.slice(0, length)} repeats, ${outcomes.length} episodes`;
}

function when(condition: boolean, code: LabelCode, detail?: string): Label[] {
  return condition ? [label(code, detail)] : [];
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
      wanted !== got,
      "evaluator_differs_from_protocol",
      clip(`protocol: ${protocol.evaluator.name}; episodes: ${input.source.evaluator.name}`),
    ),
    ...question.undecided.map((name) => label("metric_not_evaluated", name)),
  ];
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

function verdictLabels({ protocol, cells, denominators, result, rules }: Findings): Label[] {
  const flips = rules.filter((rule) => rule.verdict !== result.verdict);
  const notAsPlanned =
    denominators.missing + denominators.pending + denominators.out_of_protocol > 0;
  return [
    ...cells.conformance.duplicated
      .filter((cell) => new Set(cell.outcomes).size > 1)
      .map((cell) => about(taskName(cell), label("duplicates_disagree", clip(cell.outcomes)))),
    ...when(
      flips.length > 0,
      "denominator_rule_dependent",
      flips.map((rule) => `${rule.rule}: ${rule.verdict}`).join("; "),
    ),
    ...when(
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
      notAsPlanned || protocol.drafted_from_results !== undefined,
      "optional_stopping_unprotected",
    ),
  ];
}

function taskLabels({ cells, denominators }: Findings): Label[] {
  const rated = cells.tasks.map((task) => ({
    name: taskName(task),
    outcomes: task.outcomes.replace(/[PN]/g, ""),
  }));
  const few = rated.filter((t) => t.outcomes.length > 0 && t.outcomes.length < 10);
  const failed = denominators.success === 0 && denominators.failure >= 10;
  return [
    ...when(rated.length > 1, "clustering_not_modelled", `${rated.length} tasks`),
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

function sourceLabels(input: AuditInput): Label[] {
  return [
    ...input.not_recorded.flatMap((what) =>
      what === "seed" ? [] : [label(`${what}_not_recorded`)],
    ),
    ...input.notes.map((note) => label("source_note", clip(`${note.code}: ${note.detail}`))),
  ];
}
