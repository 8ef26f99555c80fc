import type { AuditInput, Claim, Evidence, Protocol } from "@worldflux/schema";
import { intervalName, populationMeaning, question, ruleMeaning } from "../wording.ts";
import { html, type Markup, outside } from "./html.ts";
import { facts, listed } from "./parts.ts";
import { count } from "./waterfall-plot.ts";

/** What was asked, by whose rules, and what counts as a success. */
export function questionSection(
  claim: Claim,
  protocol: Protocol,
  evidence: Evidence,
  input: AuditInput,
): Markup {
  const { result, denominator_policy: policy, population, stopping } = evidence;
  const { execution, benchmark } = protocol;
  const seeds = execution.seeds.length;
  const by = { default: "by default", protocol: "by the protocol", option: "when this was made" };
  const recorded = input.source.evaluator;
  return facts([
    ["asked", question(result)],
    ["of", html`${outside(claim.subject.id)} on ${outside(claim.applicability.benchmark)}`],
    ["a success is", outside(input.metric_contract.description, 400)],
    ["decided by", `${intervalName(result.interval)}, two-sided`],
    ["counted", `${ruleMeaning[policy.rule]} (${policy.declared ? "declared" : "the default"})`],
    [
      "a sample of",
      population.declared === null
        ? "not declared; taken as independent episodes with one rate"
        : `${populationMeaning[population.declared]} (declared)`,
    ],
    [
      "stopping",
      `${{ fixed: "one look at the end", bounded: "at any look up to a largest number", anytime: "at any time" }[stopping.mode]} (${by[stopping.asked_by]})`,
    ],
    [
      "planned",
      html`${count(execution.episodes_per_task)} episodes a task${seeds > 0 ? ` and seed, ${count(seeds)} ${seeds === 1 ? "seed" : "seeds"}` : ""}: ${listed(benchmark.task_list, 6)}`,
    ],
    [
      "evaluator",
      html`${outside(recorded.name)}${recorded.version === null ? " (version not recorded)" : html` ${outside(recorded.version)}`}`,
    ],
    claim.source.url === undefined && claim.source.title === undefined
      ? undefined
      : [
          "claimed in",
          html`${claim.source.title === undefined ? "" : outside(claim.source.title, 200)} ${claim.source.url === undefined ? "" : outside(claim.source.url, 200)}`,
        ],
  ]);
}
