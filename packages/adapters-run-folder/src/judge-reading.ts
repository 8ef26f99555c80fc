import { type DenominatorPolicy, findPrivateText, type Reading } from "@worldflux/schema";
import { against, type Check } from "./checks.ts";
import { findSecrets } from "./find-secrets.ts";
import type { Summary } from "./summarize.ts";

/** A candidate held against claim and protocol. */
export type Comparison =
  | {
      readonly planned: number;
      readonly missing: number;
      readonly outOfProtocol: number;
      readonly policy: DenominatorPolicy | null;
    }
  | { readonly problem: string; readonly hint: string | undefined };

/** Every finding about episodes that could be read. */
export function judgeReading(
  reading: Reading,
  seen: Summary,
  policy: DenominatorPolicy | undefined,
  compared: Comparison | undefined,
): Check[] {
  return [
    ...success(seen),
    ...identity(reading, seen),
    ...contract(reading, compared),
    ...denominator(reading, seen, policy, compared),
    ...publicSafe(reading, seen),
  ];
}

function success({ outcomes }: Summary): Check[] {
  const decided = outcomes.success + outcomes.failure;
  if (decided > 0) {
    const detail = `${decided} episodes say whether they succeeded`;
    return [{ condition: "boolean_success", met: true, detail }];
  }
  return [against("missing-episode-success", "no episode ended in success or failure")];
}

function identity({ not_recorded }: Reading, seen: Summary): Check[] {
  const checks: Check[] = [];
  if (seen.repeated > 0) {
    const how = seen.opposite > 0 ? `, ${seen.opposite} of them with another outcome` : "";
    const remedy =
      "Hand in the records of one run, or map the column that numbers the attempts (--map attempt=<column>).";
    checks.push(
      against(
        "ambiguous",
        `${seen.repeated} records repeat an episode that is there already${how}`,
        remedy,
      ),
    );
  }
  if (seen.unnamed > 0 || not_recorded.includes("task_identity")) {
    const remedy =
      "Name what the files do not: --map task:=<name>, with suite:=<name> where there is one.";
    checks.push(against("ambiguous", "nothing says which task the episodes belong to", remedy));
  }
  if (checks.length > 0) return checks;
  const tasks = `${seen.taskCount} ${seen.taskCount === 1 ? "task" : "tasks"}`;
  const seeds = seen.seeds.recorded ? `${seen.seeds.distinct} seeds` : "no seeds recorded";
  return [
    { condition: "identity", met: true, detail: `${tasks}, ${seeds}; every episode is there once` },
  ];
}

function contract({ metric_contract }: Reading, compared: Comparison | undefined): Check[] {
  if (metric_contract.success === "unknown") {
    const detail =
      "the files do not say when an episode counts as a success: at any step, at the end, by a person";
    const remedy =
      "Declare it: --map contract=any_step (or final_step, predicate, all_subtasks, human_label).";
    return [against("ambiguous", detail, remedy, "metric_contract")];
  }
  const is = `success rate by the rule ${metric_contract.success}`;
  if (compared === undefined) {
    const detail = `${is}; not compared with a claim, as none was given`;
    return [{ condition: "metric_contract", met: true, detail }];
  }
  if ("problem" in compared) {
    const remedy =
      compared.hint ?? "Give the claim and the protocol that these episodes are meant for.";
    return [
      against(
        "ambiguous",
        `it does not fit the claim or the protocol: ${compared.problem}`,
        remedy,
        "metric_contract",
      ),
    ];
  }
  const out = compared.outOfProtocol;
  const outside = out > 0 ? `; ${out} episodes are not in the protocol` : "";
  return [
    {
      condition: "metric_contract",
      met: true,
      detail: `${is}, as the claim and the protocol ask${outside}`,
    },
  ];
}

function denominator(
  { not_recorded, evaluator }: Reading,
  { outcomes }: Summary,
  declared: DenominatorPolicy | undefined,
  compared: Comparison | undefined,
): Check[] {
  const plan = compared !== undefined && "planned" in compared ? compared : undefined;
  const policy = declared ?? plan?.policy ?? undefined;
  const checks: Check[] = [];
  const open = outcomes.pending + outcomes.missing;
  if (open > 0 && policy !== "missing_as_failures") {
    checks.push(against("partial", `${open} episodes have no result`, missingRemedy));
  }
  if (plan !== undefined && plan.missing > 0 && open === 0 && policy !== "missing_as_failures") {
    checks.push(
      against(
        "partial",
        `${plan.missing} of ${plan.planned} planned episodes are not recorded`,
        missingRemedy,
      ),
    );
  }
  const told = !not_recorded.includes("harness_errors");
  const knows = evaluator.name !== "unknown";
  if (policy === undefined && !told && !knows) {
    checks.push(
      against(
        "missing-denominator-policy",
        "the files do not tell a crash from a failure, and nobody said how crashes were counted",
      ),
    );
  }
  if (checks.length > 0) return checks;
  const how =
    policy !== undefined
      ? `${policy} was declared`
      : told
        ? `crashes are recorded apart (${outcomes.error} of them), so every counting rule can be computed`
        : `every episode that ${evaluator.name} recorded counts; it does not tell a crash from a failure`;
  return [{ condition: "denominator", met: true, detail: how }];
}

const missingRemedy =
  "Hand in the run whole, or declare that what is missing counts as failed (--denominator-policy missing_as_failures).";

/** What would stand in `audit_input.json`, which is public. */
function publicSafe(reading: Reading, { names }: Summary): Check[] {
  const { episodes: _, references: __, ...facts } = reading;
  const text = { ...facts, names };
  const found = findPrivateText(text);
  if (found !== undefined) {
    return [against("secret-exposure", `${found.what} would be published (at ${found.pointer})`)];
  }
  const [secret] = findSecrets(JSON.stringify(text));
  if (secret !== undefined)
    return [against("secret-exposure", `${secret.what} would be published`)];
  return [
    {
      condition: "public_safe",
      met: true,
      detail: "no credential, path or address stands in what would be published",
    },
  ];
}
