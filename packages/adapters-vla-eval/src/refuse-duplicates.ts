import { quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { isBroken } from "./check-aggregates.ts";
import type { Result, Row } from "./result.ts";

/** Two records of one episode. */
interface Pair {
  readonly task: string;
  readonly first: Row;
  readonly second: Row;
}

/**
 * The recorder keeps a second run of a shard beside the first, and merging does not choose.
 *
 * @throws WorldFluxError WF_EPISODE_DUPLICATED, saying whether the records agree
 */
export function refuseDuplicates({ file, tasks }: Result): void {
  const pairs = tasks.flatMap(({ name, rows }) => {
    const seen = new Map<number, Row>();
    return rows.flatMap((row): Pair[] => {
      const first = seen.get(row.index);
      if (first === undefined) seen.set(row.index, row);
      return first === undefined ? [] : [{ task: name, first, second: row }];
    });
  });
  const opposite = pairs.filter(({ first, second }) => wordOf(first) !== wordOf(second));
  const shown = opposite[0] ?? pairs[0];
  if (shown === undefined) return;
  const { task, first, second } = shown;
  const example = `episode ${first.index} of task ${quote(task)} (${first.where} and ${second.where})`;
  const ids = [first.taskId, second.taskId];
  if (ids[0] !== ids[1] && !ids.includes(undefined)) {
    throw new WorldFluxError(
      "WF_EPISODE_DUPLICATED",
      `${file}: tasks ${ids.join(" and ")} of the benchmark share a name, so ${example} is recorded twice`,
      {
        hint: "tasks that share a name cannot be told apart; run them as evaluations of their own",
      },
    );
  }
  const count = pairs.length === 1 ? "1 record repeats" : `${pairs.length} records repeat`;
  const how =
    opposite.length === 0
      ? `with the same outcome each time, such as ${example}`
      : `${opposite.length} with another outcome, such as ${example}: ${wordOf(first)}, then ${wordOf(second)}`;
  throw new WorldFluxError("WF_EPISODE_DUPLICATED", `${file}: ${count} an episode, ${how}`, {
    hint: "shards were run again under the same eval id, two tasks share a name, or results were put together by hand: run again with a new eval id; choosing between two records is choosing the rate",
  });
}

function wordOf(row: Row): string {
  if (isBroken(row)) return "an error";
  return row.success ? "a success" : "a failure";
}
