import { type AuditInput, type ComparabilityAxis, taskName } from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";
import { clip, type Fact, someOf, unknown } from "./fact.ts";
import { recordedCells } from "./recorded-cells.ts";
import type { Side } from "./side.ts";
import { startFact } from "./starts.ts";
import { versionFact } from "./version.ts";

/** What a side says of each axis: what was recorded comes before what is declared. */
export const facts: Readonly<Record<ComparabilityAxis, (side: Side) => Fact>> = {
  benchmark: ({ protocol, claim }) =>
    named("declared", protocol?.benchmark.name ?? claim?.applicability.benchmark) ??
    unknown("neither protocol.json nor claim.json is at hand"),
  benchmark_version: ({ protocol, claim }) =>
    parts(
      {
        version: protocol?.benchmark.version ?? claim?.applicability.benchmark_version,
        split: protocol?.benchmark.split,
      },
      "declared",
    ),
  task_list: plannedTasks,
  tasks_matched: matchedTasks,
  task_mix: taskMix,
  evaluator: ({ input, protocol }) =>
    named("recorded", input?.source.evaluator.name) ??
    named("declared", protocol?.evaluator.name) ??
    unknown("neither audit_input.json nor protocol.json is at hand"),
  evaluator_version: versionFact,
  success_rule: successRule,
  step_limit: ({ input, protocol }) =>
    plain("recorded", asserted(input, "max_steps", "config.max_steps")) ??
    plain("declared", protocol?.execution.max_steps_per_episode) ??
    unknown("not recorded, and not declared"),
  simulator: ({ input, claim }) =>
    named("recorded", asserted(input, "simulator")) ??
    named("declared", claim?.applicability.simulator) ??
    unknown("not recorded, and not declared"),
  set_up: setUp,
  control_rate: ({ input, protocol }) =>
    plain("recorded", asserted(input, "control_rate_hz", "hz", "config.hz")) ??
    plain("declared", scalar(protocol?.execution["control_rate_hz"])) ??
    unknown("not recorded, and not declared"),
  denominator_policy: denominatorPolicy,
  attempt_policy: ({ protocol }) =>
    plain("declared", protocol?.execution.attempt_policy) ?? unknown("not declared"),
  population: ({ evidence }) =>
    plain("declared", evidence.population.declared) ?? unknown("not declared"),
  stopping: ({ evidence: { stopping } }) => ({
    value: stopping.mode,
    origin: stopping.asked_by === "protocol" ? "declared" : "derived",
    key: stopping.mode,
  }),
  initial_states: startFact,
  seeds: recordedSeeds,
  episode_order: ({ input }) =>
    plain("recorded", input?.episode_order === "unknown" ? undefined : input?.episode_order) ??
    unknown("not recorded"),
  adapter_shape: ({ input }) =>
    plain("recorded", input && `${input.source.adapter} ${input.source.shape}`) ??
    unknown("audit_input.json is not at hand"),
  policy: ({ claim, evidence }) =>
    evidence.labels.some(({ code }) => code === "subject_placeholder")
      ? unknown("the claim still names the template's example")
      : (plain("declared", claim?.subject.id) ?? unknown("claim.json is not at hand")),
  policy_fingerprint: ({ input, protocol }) =>
    parts(
      {
        digest: protocol?.model_runtime.digest,
        norm_stats_digest: scalar(protocol?.model_runtime["norm_stats_digest"]),
        action_steps:
          asserted(input, "n_action_steps", "action_steps") ??
          scalar(protocol?.model_runtime["action_steps"]),
      },
      "declared",
    ),
};

type Origin = "recorded" | "declared";
type Scalar = string | number | boolean;

function plain(origin: Origin, value: Scalar | null | undefined): Fact | undefined {
  if (value === undefined || value === null) return undefined;
  return { value: clip(String(value)), origin, key: String(value) };
}

/** Case, dashes and underscores of a name do not matter. */
function named(origin: Origin, value: Scalar | null | undefined): Fact | undefined {
  if (value === undefined || value === null) return undefined;
  return { value: clip(String(value)), origin, key: comparableName(String(value)) };
}

/** The first of some facts that the file asserts about its own run. */
function asserted(input: AuditInput | undefined, ...keys: string[]): Scalar | undefined {
  const key = keys.find((name) => input !== undefined && Object.hasOwn(input.asserted, name));
  return key === undefined ? undefined : input?.asserted[key];
}

function scalar(value: unknown): Scalar | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}

function parts(values: Readonly<Record<string, Scalar | undefined>>, origin: Origin): Fact {
  const given = Object.entries(values).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  if (given.length === 0) return unknown("not declared");
  return {
    value: clip(given.map(([name, value]) => `${name} ${clip(value, 60)}`).join(", ")),
    origin,
    key: "",
    parts: Object.fromEntries(given),
  };
}

function plannedTasks({ evidence: { conformance } }: Side): Fact {
  const { tasks, unnamed_missing_tasks: unnamed } = conformance;
  if (unnamed > 0) return unknown(`${unnamed} planned tasks have neither name nor record`);
  return taskSet(tasks, "derived");
}

function matchedTasks({ evidence, protocol }: Side): Fact {
  const counted = evidence.tasks.filter(({ episodes }) => episodes > 0);
  if (counted.length === 0) return unknown("no episode counts");
  const unnamed = counted.some(({ suite, task }) => suite === null && task === null);
  const [only, ...others] = protocol?.benchmark.task_list ?? [];
  if (!unnamed) return taskSet(counted, "recorded");
  if (counted.length > 1 || only === undefined || others.length > 0) {
    return unknown("the file names no task, and no protocol with a single task names it");
  }
  return taskSet([{ suite: null, task: only }], "declared");
}

function taskSet(
  tasks: readonly { suite: string | null; task: string | null }[],
  origin: "derived" | Origin,
): Fact {
  const names = tasks.map(taskName).sort();
  const members = new Map(names.map((name) => [comparableName(name), name]));
  return {
    value: clip(`${members.size}: ${someOf(names, 2)}`),
    origin,
    key: JSON.stringify([...members.keys()].sort()),
    members,
  };
}

function taskMix({ evidence, tasks }: Side): Fact {
  const total = [...tasks.values()].reduce((sum, { episodes }) => sum + episodes, 0);
  if (total === 0) return unknown("no episode counts");
  const counts = evidence.tasks.map(({ episodes }) => episodes);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const least = counts.reduce((a, b) => Math.min(a, b), most);
  const shares = [...tasks].map(([key, { episodes }]) => [key, episodes / total]);
  return {
    value: least === most ? `${most} episodes a task` : `${least} to ${most} episodes a task`,
    origin: "derived",
    key: JSON.stringify(shares.sort()),
  };
}

function successRule({ input }: Side): Fact {
  if (input === undefined) return unknown("audit_input.json is not at hand");
  const { success, description } = input.metric_contract;
  if (success === "unknown") return unknown("the evaluator's rule is not known");
  return {
    value: clip(`${success}: ${description}`),
    origin: "recorded",
    key: success,
    detail: description,
  };
}

function setUp({ claim, protocol }: Side): Fact {
  const { robot_embodiment, camera_distribution, language_template } = claim?.applicability ?? {};
  const { reset_policy, observation_space, action_space } = protocol?.execution ?? {};
  return parts(
    {
      robot: robot_embodiment,
      cameras: camera_distribution,
      language: language_template,
      resets: reset_policy,
      observations: observation_space && [...observation_space].sort().join(" "),
      actions: action_space,
    },
    "declared",
  );
}

/** Without its errors, a file that does not tell them from failures counts otherwise than one that does. */
function denominatorPolicy({ evidence }: Side): Fact {
  const { rule, declared } = evidence.denominator_policy;
  const blurred = evidence.labels.some(({ code }) => code === "harness_errors_not_recorded");
  if (rule === "errors_excluded" && blurred) {
    return unknown("errors are excluded, but the file does not tell them from failures");
  }
  return {
    value: declared ? rule : `${rule} (by default)`,
    origin: "derived",
    key: rule,
  };
}

function recordedSeeds({ cells }: Side): Fact {
  if (cells === null) return unknown("protocol.json or audit_input.json is not at hand");
  const all = recordedCells(cells);
  if (all.some(({ seed }) => seed === null)) return unknown("no seed is recorded, or not for all");
  const seeds = [...new Set(all.map(({ seed }) => seed ?? 0))].sort((a, b) => a - b);
  return {
    value: clip(`${all.length} cells, seeds ${someOf(seeds.map(String), 10)}`),
    origin: "recorded",
    key: JSON.stringify(all.map(({ key }) => key).sort()),
  };
}
