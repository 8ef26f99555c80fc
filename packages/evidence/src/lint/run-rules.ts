import { type Claim, type LintFinding, type Protocol, preview } from "@worldflux/schema";
import type { ExpandedTasks } from "../benchmark-tasks/expand-tasks.ts";
import { evaluators, findEvaluator } from "./evaluators.ts";
import { finding, type LintRule, when } from "./finding.ts";

/** Whether the evaluator writes down what the protocol asks for. */
export const runRules: LintRule = ({ claim, protocol, tasks }) => {
  if (protocol === null || tasks === null) return [];
  return [
    ...evaluatorRules(protocol),
    ...seedRules(protocol),
    ...stoppingRules(protocol, tasks, claim),
    ...clusterRules(protocol, tasks, claim),
  ];
};

function evaluatorRules({ evaluator, execution }: Protocol): LintFinding[] {
  const facts = findEvaluator(evaluator.name);
  const declared = execution.success_rule;
  return [
    ...when(facts === undefined, () =>
      finding(
        "evaluator_unknown",
        "protocol.json/evaluator/name",
        `no adapter that comes with WorldFlux is called ${preview(evaluator.name)}`,
        `the sources are ${evaluators.map(({ source }) => source).join(", ")}; type \`worldflux audit adapters\` for those of others`,
      ),
    ),
    ...when(
      declared !== undefined &&
        facts !== undefined &&
        facts.success !== null &&
        declared !== facts.success,
      () =>
        finding(
          "success_rule_differs",
          "protocol.json/execution/success_rule",
          `${facts?.source} counts a success by ${facts?.success}, and the protocol declares ${declared}`,
          `write ${facts?.success}, or use an evaluator that counts by ${declared}`,
        ),
    ),
  ];
}

function seedRules({ evaluator, execution: { seeds, seed_policy, episodes_per_task } }: Protocol) {
  const facts = findEvaluator(evaluator.name);
  const different = new Set(seeds).size;
  const why =
    facts?.seeds === "never"
      ? `${facts.source} writes no seed down`
      : `${facts?.source} wrote seeds down up to version 0.3 only`;
  return [
    ...when(seeds.length > 0 && (facts?.seeds === "never" || facts?.seeds === "old"), () =>
      finding(
        "seeds_not_checkable",
        "protocol.json/execution/seeds",
        `${why}, and ${different} planned seeds make ${episodes_per_task * different} episodes a task`,
        "write [] and the episodes of the whole run, with seed_policy not_controlled; or record through the bridge format",
      ),
    ),
    ...when(different < seeds.length, () =>
      finding(
        "seeds_repeated",
        "protocol.json/execution/seeds",
        `${seeds.length} seeds are listed, and ${different} of them are different`,
        "list each once",
      ),
    ),
    ...when(seed_policy === "fixed_list" && seeds.length === 0, () =>
      finding(
        "seeds_contradict_policy",
        "protocol.json/execution/seed_policy",
        "seed_policy is fixed_list, and no seed is listed",
        "list the seeds, or write not_controlled",
      ),
    ),
  ];
}

/** As the audit would refuse it later (`WF_STOPPING_REFUSED`). */
function stoppingRules(
  protocol: Protocol,
  { tasks, unknown }: ExpandedTasks,
  claim: Claim | null,
): LintFinding[] {
  const mode = protocol.stopping?.mode ?? "fixed";
  if (mode === "fixed") return [];
  const facts = findEvaluator(protocol.evaluator.name);
  const rate = claim?.expected_metrics.find(({ name }) => name === "success_rate")?.value;
  const baseline = claim?.decision_rule.baseline ?? rate;
  const several = tasks.length > 1 || unknown.length > 0;
  return [
    ...when(mode === "bounded" && several, () =>
      finding(
        "stopping_not_testable",
        "protocol.json/stopping/mode",
        `bounded is proven for one task, and ${tasks.length} are planned`,
        'write "anytime" and run the tasks in turns (`worldflux protocol plan`), or "fixed"',
      ),
    ),
    ...when(protocol.execution.denominator_policy === "missing_as_failures", () =>
      finding(
        "stopping_not_testable",
        "protocol.json/execution/denominator_policy",
        "the run may stop early, and missing episodes count as failures",
        "write errors_as_failures",
      ),
    ),
    ...when(baseline === 0 || baseline === 1, () =>
      finding(
        "stopping_not_testable",
        "claim.json/decision_rule",
        "a rate of 0 or 1 cannot be tested while the run goes on",
        "claim a rate short of it",
      ),
    ),
    ...when(facts?.order === "unknown", () =>
      finding(
        "order_not_recorded",
        "protocol.json/stopping/mode",
        `${facts?.source} does not write down in which order episodes ran`,
        'write "fixed", or record through the bridge format',
      ),
    ),
  ];
}

function clusterRules(
  protocol: Protocol,
  { tasks, unknown }: ExpandedTasks,
  claim: Claim | null,
): LintFinding[] {
  const population = claim?.population;
  if (population !== "tasks_random" && population !== "seeds_random") return [];
  const byTask = population === "tasks_random";
  // A name that is not known here may be a suite of many.
  if (byTask && unknown.length > 0) return [];
  const clusters = byTask ? tasks.length : new Set(protocol.execution.seeds).size;
  const what = byTask ? "tasks" : "seeds";
  const place = byTask
    ? ("protocol.json/benchmark/task_list" as const)
    : ("protocol.json/execution/seeds" as const);
  return when(clusters < 10, () =>
    finding(
      clusters < 2 ? "clusters_missing" : "clusters_too_few",
      place,
      `the claim is about ${what} like these (${population}), and ${clusters} ${clusters === 1 ? "is" : "are"} planned`,
      byTask
        ? "plan ten tasks or more, or claim about these tasks alone (tasks_fixed)"
        : "plan ten seeds or more, or claim about these tasks (tasks_fixed)",
    ),
  );
}
