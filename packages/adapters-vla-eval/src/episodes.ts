import { inconsistent, isObject, publicName } from "@worldflux/adapter-kit";
import type { EpisodeRecord, WorldFluxError } from "@worldflux/schema";
import { isBroken } from "./check-aggregates.ts";
import { groupBy } from "./group-by.ts";
import type { Plan } from "./plan.ts";
import type { Result, Row } from "./result.ts";
import { isCalvin } from "./success-rule.ts";

/** Subtasks of a CALVIN sequence. */
const calvinSubtasks = 5;

/** Metrics of an episode that are kept beside its outcome. */
const maxMetrics = 12;

/**
 * The records of a result: an episode that the harness broke is an error, one that was planned and
 * is not there is missing.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT for records that contradict themselves,
 * WF_PRIVATE_TEXT for the name of a task
 */
export function episodesOf(result: Result, plan: Plan): EpisodeRecord[] {
  const suite = suiteOf(result);
  const missing = groupBy(plan.missing, ({ task }) => task);
  const names = new Set([...result.tasks.map(({ name }) => name), ...missing.keys()]);
  const tasks = new Map(result.tasks.map((task) => [task.name, task]));
  return [...names].flatMap((name) => {
    const at = tasks.get(name);
    const task = publicName(name, `${result.file}: ${at?.where ?? "config.tasks"}`);
    const of = { suite, task, seed: null, attempt: 0 };
    const recorded = (at?.rows ?? []).map((row) => ({ ...of, ...measured(result, row) }));
    const absent = (missing.get(name) ?? []).map(({ index }) => ({
      ...of,
      index,
      outcome: "missing" as const,
    }));
    return [...recorded, ...absent];
  });
}

/** The suite that was run, where the configuration names one. */
export function suiteOf({ file, config }: Result): string | null {
  const params = isObject(config["params"]) ? config["params"] : {};
  const name = [params["suite"], config["subname"]].find(
    (at) => typeof at === "string" && at !== "",
  );
  return typeof name === "string" ? publicName(name, `${file}: config.params.suite`) : null;
}

function measured(
  result: Result,
  row: Row,
): Pick<EpisodeRecord, "index" | "outcome" | "steps" | "duration_seconds" | "metadata"> {
  const { index, success, steps, seconds } = row;
  const broken = isBroken(row);
  if (broken && success) {
    throw contradiction(result.file, row, "a success with a failure_reason");
  }
  if (!broken && row.detail !== undefined) {
    // Read on, a crash would count as a failure of the policy.
    throw contradiction(result.file, row, "a traceback in failure_detail without a failure_reason");
  }
  const done = row.metrics["completed_subtasks"];
  if (isCalvin(result) && typeof done === "number" && success !== (done === calvinSubtasks)) {
    throw contradiction(
      result.file,
      row,
      `${success ? "a success" : "a failure"} with ${done} of ${calvinSubtasks} subtasks completed`,
    );
  }
  const metadata = { ...metricsOf(row), ...failureOf(row) };
  return {
    index,
    outcome: broken ? "error" : success ? "success" : "failure",
    // The evaluator writes 0 for what it did not measure.
    ...(broken || steps === undefined ? {} : { steps }),
    ...(broken || seconds === undefined ? {} : { duration_seconds: seconds }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}

function contradiction(file: string, { where }: Row, what: string): WorldFluxError {
  return inconsistent(file, [], `${where} is ${what}`);
}

/** What the benchmark measured besides success; texts are left out. */
function metricsOf({ metrics }: Row): Record<string, number | boolean> {
  const kept = Object.entries(metrics).filter(
    ([key, value]) =>
      key !== "success" &&
      /^[a-z][a-z0-9_]{0,63}$/.test(key) &&
      (typeof value === "boolean" || Number.isFinite(value)),
  );
  return Object.fromEntries(kept.slice(0, maxMetrics)) as Record<string, number | boolean>;
}

const reasons: ReadonlySet<string> = new Set([
  "timeout",
  "exception",
  "server_unreachable",
  "connection_closed",
]);

/** Why the harness broke, in words that are known beforehand. The detail is a traceback. */
function failureOf({ reason, detail }: Row): Record<string, string | number> {
  if (reason === undefined) return {};
  const code = /^connection_closed_(\d{1,5})$/.exec(reason)?.[1];
  const known = code === undefined ? reason : "connection_closed";
  const raised = exceptionOf(detail);
  return {
    failure_reason: reasons.has(known) ? known : "other",
    ...(code === undefined ? {} : { close_code: Number(code) }),
    ...(raised === undefined ? {} : { exception: raised }),
  };
}

/** `ValueError` from the last line of a Python traceback. */
function exceptionOf(detail: string | undefined): string | undefined {
  const text = detail?.slice(-4000).trimEnd() ?? "";
  const line = text.slice(text.lastIndexOf("\n") + 1, text.length).slice(0, 200);
  const name = line.split(":", 1)[0]?.split(".").at(-1) ?? "";
  return /^[A-Z][A-Za-z]{2,50}(?:Error|Exception|Interrupt|Exit)$/.test(name) ? name : undefined;
}
