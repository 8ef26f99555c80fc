import { type BenchmarkTasks, type Protocol, taskName } from "@worldflux/schema";
import { comparableName, suiteSize } from "../benchmarks.ts";
import { findBenchmark } from "./benchmark.ts";
import { entryMeaning } from "./entry-meaning.ts";

/** A task that a protocol plans, by the name that its cells bear. */
export interface ExpandedTask {
  readonly suite: string | null;
  readonly task: string;
  /** The benchmark's own name of a numbered task. */
  readonly name?: string;
}

/** A task list with its suites written out. */
export interface ExpandedTasks {
  readonly tasks: readonly ExpandedTask[];
  /** Entries of which nothing says whether they are a task or a suite, and of how many. */
  readonly unknown: readonly string[];
  /** Entries that add no task. */
  readonly repeated: readonly string[];
}

/**
 * Writes the suites of a task list out. `suite/task` is one task everywhere; a bare name is what the
 * benchmark says it is.
 *
 * @param unknownAreTasks take a bare name that is not known here for one task
 */
export function expandTasks(
  { name, task_list: entries }: Protocol["benchmark"],
  unknownAreTasks = false,
): ExpandedTasks {
  const benchmark = findBenchmark(name);
  const tasks = new Map<string, ExpandedTask>();
  const unknown: string[] = [];
  const repeated: string[] = [];
  for (const entry of entries) {
    const known = tasksOf(entry, benchmark);
    if (known === undefined) unknown.push(entry);
    if (known === undefined && !unknownAreTasks) continue;
    const meant = known ?? [alone(entry)];
    const before = tasks.size;
    for (const task of meant) {
      const key = comparableName(taskName(task));
      if (!tasks.has(key)) tasks.set(key, task);
    }
    if (tasks.size === before) repeated.push(entry);
  }
  return { tasks: [...tasks.values()], unknown, repeated };
}

const libero = findBenchmark("LIBERO");

/** The tasks that an entry means; undefined where that is not known. */
function tasksOf(
  entry: string,
  declared: BenchmarkTasks | undefined,
): readonly ExpandedTask[] | undefined {
  const [head = "", ...tail] = entry.split("/");
  // The audit knows LIBERO's suites whatever the benchmark is called.
  const benchmark = suiteSize(head) === undefined ? declared : libero;
  const meaning = benchmark && entryMeaning(benchmark, entry);
  switch (meaning?.kind) {
    case "suite": {
      const { name: suite, numbered, tasks } = meaning.suite;
      return tasks.map((name, number) =>
        numbered ? { suite, task: String(number), name } : { suite, task: name },
      );
    }
    case "task": {
      const { suite, task, number } = meaning;
      if (suite === null) return [alone(task)];
      const name = number === null ? undefined : suite.tasks[number];
      return [
        {
          suite: suite.name,
          task,
          ...(name === undefined || name === task ? {} : { name }),
        },
      ];
    }
    default:
      if (benchmark?.complete || tail.length === 0) return undefined;
      return [{ suite: head, task: tail.join("/") }];
  }
}

function alone(task: string): ExpandedTask {
  return { suite: null, task };
}
