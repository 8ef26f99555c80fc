import { type BenchmarkSuite, BenchmarkTasks } from "@worldflux/schema";
import lbmEval from "../../data/benchmarks/lbm-eval.json" with { type: "json" };
import libero from "../../data/benchmarks/libero.json" with { type: "json" };
import metaworld from "../../data/benchmarks/metaworld.json" with { type: "json" };
import robocasa from "../../data/benchmarks/robocasa.json" with { type: "json" };
import simplerEnv from "../../data/benchmarks/simpler-env.json" with { type: "json" };
import { comparableName } from "../benchmarks.ts";

/** The data files. A benchmark more is a file more, named here. */
const files: readonly unknown[] = [libero, metaworld, robocasa, simplerEnv, lbmEval];

/** The benchmarks whose task names are known here. */
export const benchmarks: readonly BenchmarkTasks[] = files.map((file) =>
  BenchmarkTasks.parse(file),
);

const byName = new Map(
  benchmarks.flatMap((benchmark) =>
    benchmark.names.map((name): [string, BenchmarkTasks] => [comparableName(name), benchmark]),
  ),
);

const suitesByName = new Map(
  benchmarks.map((benchmark) => [
    benchmark,
    new Map(
      benchmark.suites.flatMap((suite) =>
        [suite.name, ...suite.aliases].map((name): [string, BenchmarkSuite] => [
          comparableName(name),
          suite,
        ]),
      ),
    ),
  ]),
);

/** The benchmark of that name, or the one that has a suite of that name. */
export function findBenchmark(name: string): BenchmarkTasks | undefined {
  return (
    byName.get(comparableName(name)) ??
    benchmarks.find((benchmark) => findSuite(benchmark, name) !== undefined)
  );
}

/** A suite by its name or one of its other names. */
export function findSuite(benchmark: BenchmarkTasks, name: string): BenchmarkSuite | undefined {
  return suitesByName.get(benchmark)?.get(comparableName(name));
}
