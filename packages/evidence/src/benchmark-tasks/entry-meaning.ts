import type { BenchmarkSuite, BenchmarkTasks } from "@worldflux/schema";
import { comparableName } from "../benchmarks.ts";
import { findSuite } from "./benchmark.ts";
import { closestName } from "./closest-name.ts";
import { instruction } from "./instruction.ts";

/** What an entry of a task list means in a benchmark. */
export type EntryMeaning =
  | { readonly kind: "suite"; readonly suite: BenchmarkSuite }
  | {
      readonly kind: "task";
      readonly suite: BenchmarkSuite | null;
      /** Its place in the suite; null for a task that is named alone. */
      readonly number: number | null;
      readonly task: string;
    }
  | {
      readonly kind: "unknown";
      readonly why: string;
      /** The entry that was probably meant, sought when asked for. */
      closest(): string | undefined;
    };

/**
 * Reads an entry such as `libero_spatial`, `libero_spatial/3`, or the name of a task. Case, dashes,
 * underscores and white space do not matter.
 */
export function entryMeaning(benchmark: BenchmarkTasks, entry: string): EntryMeaning {
  const whole = findSuite(benchmark, entry);
  if (whole !== undefined) return { kind: "suite", suite: whole };
  const [head = "", ...tail] = entry.split("/");
  return tail.length === 0
    ? taskAlone(benchmark, entry)
    : taskOfSuite(benchmark, head, tail.join("/"));
}

function taskOfSuite(benchmark: BenchmarkTasks, head: string, task: string): EntryMeaning {
  const suite = findSuite(benchmark, head);
  if (suite === undefined) {
    const closest = () => inside(closestName(head, suiteNames(benchmark)), task);
    return { kind: "unknown", why: `it has no suite ${head}`, closest };
  }
  const number = numberIn(suite, task);
  if (number !== null) {
    return { kind: "task", suite, number, task: suite.numbered ? String(number) : task };
  }
  const closest = () =>
    /^\d+$/.test(task) ? undefined : inside(suite.name, closestName(task, suite.tasks));
  const why = suite.numbered
    ? `${suite.name} has tasks 0 to ${suite.tasks.length - 1}`
    : `${suite.name} has no such task`;
  return { kind: "unknown", why, closest };
}

function inside(suite: string | undefined, task: string | undefined): string | undefined {
  return suite === undefined || task === undefined ? undefined : `${suite}/${task}`;
}

function taskAlone(benchmark: BenchmarkTasks, entry: string): EntryMeaning {
  const lists = [benchmark.tasks, ...benchmark.suites.map((suite) => suite.tasks)];
  if (lists.some((tasks) => places(tasks).has(comparableName(entry)))) {
    return { kind: "task", suite: null, number: null, task: entry };
  }
  const names = () => [
    ...suiteNames(benchmark),
    ...benchmark.tasks,
    ...benchmark.suites.flatMap((suite) => suite.tasks),
  ];
  const why = "it has no task or suite of that name";
  return { kind: "unknown", why, closest: () => closestName(entry, names()) };
}

function suiteNames(benchmark: BenchmarkTasks): string[] {
  return benchmark.suites.map((suite) => suite.name);
}

/** A task's place in its suite, by number or by name; null where there is none. */
function numberIn(suite: BenchmarkSuite, task: string): number | null {
  if (suite.numbered && /^(?:0|[1-9]\d{0,8})$/.test(task)) {
    return Number(task) < suite.tasks.length ? Number(task) : null;
  }
  const found = places(suite.tasks).get(comparableName(task)) ?? [];
  // Several scenes of LIBERO-90 share a sentence, which then means none of them.
  return found.length === 1 ? (found[0] ?? null) : null;
}

const known = new WeakMap<readonly string[], ReadonlyMap<string, readonly number[]>>();

/** The places of a list by the forms in which its names are compared; made once a list. */
function places(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const made = known.get(names);
  if (made !== undefined) return made;
  const map = new Map<string, number[]>();
  for (const [place, name] of names.entries()) {
    for (const form of new Set([name, instruction(name)].map(comparableName))) {
      map.set(form, [...(map.get(form) ?? []), place]);
    }
  }
  known.set(names, map);
  return map;
}
