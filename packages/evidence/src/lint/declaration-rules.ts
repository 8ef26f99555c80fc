import { type Claim, type LintFinding, type Protocol, preview } from "@worldflux/schema";
import { claimWords, finding, type LintRule, type Place, when } from "./finding.ts";

/** What a sceptic will ask and the documents do not say. */
export const declarationRules: LintRule = ({ claim, protocol }) => [
  ...(claim === null ? [] : claimDeclares(claim)),
  ...(protocol === null ? [] : protocolDeclares(protocol)),
];

function claimDeclares(claim: Claim): LintFinding[] {
  return [
    ...when(claim.population === undefined, () =>
      finding(
        "population_not_declared",
        "claim.json",
        "population is not declared, and the interval depends on it",
        'add "population": "tasks_fixed" for a claim about these tasks alone',
      ),
    ),
    ...placeholders([
      ["claim.json/subject/id", claim.subject.id],
      ["claim.json/claim_text", claimWords(claim)],
      ["claim.json/applicability/benchmark", claim.applicability.benchmark],
    ]),
  ];
}

function protocolDeclares({ benchmark, execution, evaluator, model_runtime }: Protocol) {
  return [
    ...when(execution.denominator_policy === undefined, () =>
      finding(
        "denominator_policy_not_declared",
        "protocol.json/execution",
        "denominator_policy is not declared: do crashed and missing episodes count?",
        'add "denominator_policy": "errors_as_failures"',
      ),
    ),
    ...when(execution.success_rule === undefined, () =>
      finding(
        "success_rule_not_declared",
        "protocol.json/execution",
        "success_rule is not declared: success at some step, or at the last?",
        'add "success_rule": "any_step", or what your evaluator does',
      ),
    ),
    ...when(execution.max_steps_per_episode === undefined, () =>
      finding(
        "max_steps_not_declared",
        "protocol.json/execution",
        "max_steps_per_episode is not declared, and a longer limit makes a higher rate",
        "write the step limit of your run",
      ),
    ),
    ...when(model_runtime.digest === undefined, () =>
      finding(
        "model_digest_not_declared",
        "protocol.json/model_runtime",
        "digest is not declared, so nothing ties the protocol to the bytes of one model",
        "add the SHA-256 of the model file that runs",
      ),
    ),
    ...placeholders([
      ["protocol.json/benchmark/name", benchmark.name],
      ...benchmark.task_list
        .slice(0, 20)
        .map((entry, i): [Place, string] => [`protocol.json/benchmark/task_list/${i}`, entry]),
      ["protocol.json/evaluator/name", evaluator.name],
    ]),
  ];
}

function placeholders(texts: readonly (readonly [Place, string])[]): LintFinding[] {
  return texts
    .filter(([, text]) => /\byour-(?:org|policy|benchmark|suite|evaluator)\b/.test(text))
    .map(([place, text]) =>
      finding(
        "placeholder_left",
        place,
        `${preview(text)} is the template's example`,
        "write the real name; `worldflux claim create` takes it as --subject, --benchmark and --task",
      ),
    );
}
