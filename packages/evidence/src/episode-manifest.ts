import {
  documentDigest,
  type EpisodeManifest,
  type Protocol,
  taskName,
  WorldFluxError,
} from "@worldflux/schema";
import { comparableName, suiteSize } from "./benchmarks.ts";
import { planAlone } from "./plan.ts";

/** Most episodes of a plan. */
const MAX_CELLS = 1e9;

/**
 * The episodes that a protocol plans, before any is run. A suite counts as many tasks as it is known to
 * have; any other entry of the task list counts as one task, and evidence says so where the record shows
 * that it was a suite. Pure.
 *
 * @throws WorldFluxError WF_CLAIM_UNSUPPORTED for a plan of more than a thousand million episodes
 */
export function episodeManifest(protocol: Protocol): EpisodeManifest {
  const { episodes_per_task: perSeed, seeds: declared } = protocol.execution;
  const seeds = [...new Set(declared)].sort((a, b) => a - b);
  const { tasks: named } = planAlone(protocol);
  const suites = new Map(
    protocol.benchmark.task_list.map((entry) => [comparableName(entry), suiteSize(entry)]),
  );
  const tasks: (readonly [name: string, tasks: number])[] = [
    ...[...suites].flatMap(([name, size]) => (size === undefined ? [] : [[name, size] as const])),
    ...named.map((task) => [comparableName(taskName(task)), 1] as const),
  ];
  tasks.sort(([a], [b]) => (a < b ? -1 : 1));
  const count = tasks.reduce((sum, [, n]) => sum + n, 0);
  const cells = count * Math.max(1, seeds.length) * perSeed;
  if (cells > MAX_CELLS) {
    throw new WorldFluxError(
      "WF_CLAIM_UNSUPPORTED",
      `protocol.json plans ${cells} episodes, more than can be checked`,
      { hint: "check episodes_per_task and seeds in protocol.json" },
    );
  }
  return {
    tasks: count,
    cells,
    sha256: documentDigest({ episodes_per_task: perSeed, seeds, tasks }),
  };
}
