import {
  type AuditInput,
  type Claim,
  type Denominators,
  type Evidence,
  type Label,
  type LabelCode,
  type Protocol,
  taskName,
} from "@worldflux/schema";
import { pseudoReplication } from "@worldflux/stats";
import { comparableName } from "./benchmarks.ts";
import type { MatchedCells } from "./cells.ts";
import { clip } from "./clip.ts";
import { otherVerdicts } from "./count.ts";
import { declaresModel } from "./grade.ts";
import { untimed } from "./lock.ts";
import type { Plan } from "./plan.ts";
import type { Question } from "./question.ts";
import { cycleLength } from "./sequence.ts";

/** Everything that a label may depend on. */
export interface Findings
  extends Pick<
    Evidence,
    | "result"
    | "denominators"
    | "denominator_policy"
    | "stopping"
    | "rules"
    | "population"
    | "sequential"
    | "fragility"
    | "worst_task"
    | "stated_rates"
  > {
  readonly claim: Claim;
  readonly protocol: Protocol;
  readonly input: AuditInput;
  readonly claimBound: boolean;
  readonly question: Question;
  readonly plan: Plan;
  readonly cells: MatchedCells;
  readonly lock: Evidence["lock"];
}

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

function label(code: LabelCode, detail?: string): Label {
  return detail === undefined ? { code } : { code, detail };
}

/** A label about one task; names have a limit of their own in the schema. */
function about(task: string, of: Label): Label {
  return { ...of, task: brief(task) };
}

function brief(text: string): string {
  return clip(text, 200);
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

/** What another population, another test or a few other outcomes would have said. */
function robustnessLabels(f: Findings): Label[] {
  const { result, population, sequential, fragility, worst_task, stated_rates, cells } = f;
  const others = population.answers.filter((answer) => answer.verdict !== result.verdict);
  const clustered =
    population.declared === "tasks_random" || population.declared === "seeds_random";
  const own = population.answers.find((answer) => answer.population === population.declared);
  const decided = result.verdict === "supported" || result.verdict === "refuted";
  const near = Math.max(1, Math.floor(result.episodes / 100));
  const anytime = sequential.refused === null ? sequential.verdict : undefined;
  const oneLook = f.rules.find((rule) => rule.rule === f.denominator_policy.rule)?.verdict;
  // Whoever picks the test afterwards could pick the one that pleases.
  const picked = sequential.decides && f.stopping.asked_by === "option";
  return [
    ...when(
      !sequential.decides && others.length > 0,
      "population_dependent",
      others.map((answer) => `${answer.population}: ${answer.verdict}`).join("; "),
    ),
    ...when(
      clustered && spreadHardlySeen(result, own?.clusters ?? 0),
      "spread_hardly_seen",
      `${Math.min(result.successes, result.episodes - result.successes)} of the rarer outcome, ${own?.clusters ?? 0} clusters`,
    ),
    ...when(
      clustered && (own?.clusters ?? 0) < 10,
      "clusters_too_few",
      `${own?.clusters ?? 0} in the record`,
    ),
    ...when(
      !sequential.decides && anytime !== undefined && anytime !== result.verdict,
      "anytime_verdict_differs",
      `stopping at any time: ${anytime}`,
    ),
    ...when(
      picked && oneLook !== result.verdict,
      "anytime_verdict_differs",
      `one look at the end: ${oneLook}`,
    ),
    ...when(sequential.violated === true, "sequence_violated"),
    ...when(
      decided && fragility !== null && fragility.index !== null && fragility.index <= near,
      "fragile_verdict",
      `${fragility?.index} of ${result.episodes} episodes`,
    ),
    ...(worst_task?.collapsed ?? []).map((task) => about(task, label("task_collapsed"))),
    ...stated_rates
      .filter((rate) => !rate.feasible && rate.percent.includes("."))
      .map((rate) => label("stated_rate_infeasible", `${rate.percent} % of ${rate.episodes}`)),
    ...repeatedRuns(cells),
  ];
}

/** With none of the rarer outcome only the clusters count, and with many the spread shows. */
function spreadHardlySeen({ successes, episodes }: Evidence["result"], clusters: number): boolean {
  const rarer = Math.min(successes, episodes - successes);
  return rarer > 0 && rarer < clusters;
}

/** Seeds stand for repetitions of the whole evaluation: they should not agree in every outcome. */
function repeatedRuns(cells: MatchedCells): Label[] {
  if (cells.recorded > 100_000) return [];
  const episodes = cells.tasks.flatMap((task) =>
    [...task.outcomes].flatMap((letter, i) => {
      const seed = task.seeds?.[i];
      if (seed === null || seed === undefined || !"SF".includes(letter)) return [];
      return [{ success: letter === "S", task: taskName(task), run: String(seed) }];
    }),
  );
  const { findings } = pseudoReplication(episodes, { alpha: 0.001 });
  return findings
    .filter(({ code }) => code === "identical_runs")
    .map(({ effectiveEpisodes }) =>
      label("pseudo_replication", `${effectiveEpisodes} different episodes of ${episodes.length}`),
    );
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
