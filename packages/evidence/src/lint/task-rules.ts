import { type BenchmarkTasks, type LintFinding, type Protocol, preview } from "@worldflux/schema";
import { findBenchmark, findSuite } from "../benchmark-tasks/benchmark.ts";
import { entryMeaning } from "../benchmark-tasks/entry-meaning.ts";
import { finding, type LintRule, when } from "./finding.ts";

/** Most entries of a task list that are complained of one by one. */
const MOST = 20;

/** Whether the benchmark has the tasks that are planned, and the text speaks of the same. */
export const taskRules: LintRule = ({ claim, protocol, tasks }) => {
  if (protocol === null || tasks === null) return [];
  const benchmark = findBenchmark(protocol.benchmark.name);
  const twice = tasks.repeated
    .slice(0, MOST)
    .map((entry) =>
      finding(
        "task_repeated",
        `protocol.json/benchmark/task_list/${protocol.benchmark.task_list.lastIndexOf(entry)}`,
        `${preview(entry)} adds no task: it, or its suite, stands before it`,
        "take it out",
      ),
    );
  if (benchmark === undefined) {
    return [
      finding(
        "benchmark_unknown",
        "protocol.json/benchmark/name",
        `the tasks of ${preview(protocol.benchmark.name)} are not known here, so names are not checked`,
        "check them against what the evaluator writes",
      ),
      ...twice,
    ];
  }
  return [
    ...unknownTasks(protocol, benchmark),
    ...twice,
    ...beyondInitialStates(protocol, benchmark),
    ...(claim === null ? [] : textDiffers(claim.claim_text, protocol, benchmark)),
  ];
};

function unknownTasks(
  { benchmark: { task_list } }: Protocol,
  known: BenchmarkTasks,
): LintFinding[] {
  const found: LintFinding[] = [];
  for (const [i, entry] of task_list.entries()) {
    if (found.length >= MOST) break;
    const meaning = entryMeaning(known, entry);
    if (meaning.kind !== "unknown") continue;
    const closest = meaning.closest();
    const suites = known.suites.map((suite) => suite.name).join(", ");
    found.push(
      finding(
        known.complete ? "task_unknown" : "task_not_listed",
        `protocol.json/benchmark/task_list/${i}`,
        `${preview(entry)} is not known of ${known.names[0]}: ${preview(meaning.why, 160).slice(1, -1)}`,
        closest === undefined
          ? suites === ""
            ? "check the name against what the evaluator writes"
            : `its suites are ${suites}`
          : `did you mean ${closest}?`,
      ),
    );
  }
  return found;
}

/** More trials than initial states repeat them, or end in an error of the evaluator. */
function beyondInitialStates(
  { benchmark, execution }: Protocol,
  known: BenchmarkTasks,
): LintFinding[] {
  const states = benchmark.task_list
    .slice(0, 1000)
    .flatMap((entry) => findSuite(known, entry.split("/")[0] ?? "")?.initial_states ?? []);
  const fewest = Math.min(...states);
  return when(execution.episodes_per_task > fewest, () =>
    finding(
      "more_than_initial_states",
      "protocol.json/execution/episodes_per_task",
      `${execution.episodes_per_task} episodes a task are planned, and ${known.names[0]} has ${fewest} initial states for each`,
      `plan ${fewest}; more would repeat initial states, and openpi's client stops with an error`,
    ),
  );
}

/** Suites that the sentence names, against those that are planned. */
function textDiffers(text: string, protocol: Protocol, known: BenchmarkTasks): LintFinding[] {
  const named = known.suites.filter(({ name, aliases }) =>
    [name, ...aliases].some((word) => names(text, word)),
  );
  if (named.length === 0) return [];
  const planned = new Set(
    protocol.benchmark.task_list.slice(0, 1000).flatMap((entry) => {
      const meaning = entryMeaning(known, entry);
      if (meaning.kind === "unknown") return [];
      return meaning.suite === null ? [] : [meaning.suite.name];
    }),
  );
  const absent = named.filter(({ name }) => !planned.has(name)).map(({ name }) => name);
  const silent = [...planned].filter((name) => named.every((suite) => suite.name !== name));
  return when(absent.length + silent.length > 0, () =>
    finding(
      "tasks_differ_from_text",
      "protocol.json/benchmark/task_list",
      [
        ...(absent.length > 0 ? [`the text names ${absent.join(", ")}, which is not planned`] : []),
        ...(silent.length > 0
          ? [`the plan has ${silent.join(", ")}, which the text leaves out`]
          : []),
      ].join("; "),
      "let the sentence and the task list name the same",
    ),
  );
}

/** Whether a text names a suite. Names that are plain words, such as easy, say nothing. */
function names(text: string, suite: string): boolean {
  if (!/[_-]|\d/.test(suite) || suite === "very_hard") return false;
  const spelled = suite
    .toLowerCase()
    .split(/[-_\s]/)
    .join("[-_\\s]?");
  return new RegExp(`(?<![a-z0-9])${spelled}(?![a-z0-9])`).test(text.toLowerCase());
}
