import { placeOf, quote } from "@worldflux/adapter-kit";
import { checkAggregate, mean, mismatch, rateOf } from "./check-aggregate.ts";
import type { Found } from "./detect.ts";
import { parseRaw, RawAggregate, RawGroups } from "./parse.ts";
import type { Task } from "./task.ts";

/**
 * Recomputes every aggregate that the file stores and returns the places where one is absent.
 *
 * @throws WorldFluxError WF_AGGREGATE_MISMATCH
 */
export function checkAggregates(file: string, found: Found, tasks: readonly Task[]): string[] {
  const only = found.shape === "L1" ? tasks[0] : undefined;
  if (only !== undefined) return checkAggregate(file, only.place, only.aggregate, tasks);

  for (const task of tasks) checkAggregate(file, task.place, task.aggregate, [task]);
  const groups = groupBySuite(tasks);
  return [
    ...checkGroups(file, found.body["per_group"], groups),
    ...checkAggregate(
      file,
      ["overall"],
      parseRaw(RawAggregate, found.body["overall"], file, ["overall"]),
      tasks,
      { "the mean over groups": mean([...groups.values()].map(rateOf).filter(Number.isFinite)) },
    ),
  ];
}

function checkGroups(
  file: string,
  value: unknown,
  groups: ReadonlyMap<string, readonly Task[]>,
): string[] {
  if (value === undefined) return ["per_group"];
  const stored = new Map(Object.entries(parseRaw(RawGroups, value, file, ["per_group"])));
  const absent: string[] = [];
  for (const [name, tasks] of groups) {
    const group = stored.get(name);
    if (group === undefined) {
      const place = placeOf(tasks[0]?.place ?? []);
      throw mismatch(`${file}: per_group lacks ${quote(name)}, the group of ${place}`);
    }
    absent.push(...checkAggregate(file, ["per_group", name], group, tasks));
    stored.delete(name);
  }
  for (const name of stored.keys()) {
    throw mismatch(`${file}: ${placeOf(["per_group", name])} is a group without tasks in per_task`);
  }
  return absent;
}

function groupBySuite(tasks: readonly Task[]): Map<string, Task[]> {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) {
    const suite = task.suite ?? "";
    const group = groups.get(suite);
    if (group === undefined) groups.set(suite, [task]);
    else group.push(task);
  }
  return groups;
}
