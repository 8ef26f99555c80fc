import type { JsonObject } from "@worldflux/adapter-kit";
import type { UtcTime } from "@worldflux/schema";

/** A form in which vla-eval has written its results; see `docs/adapters/vla-eval.md`. */
export type ShapeId = "G0" | "G1" | "G2" | "G2-sqlite" | "G3";

/** One episode as the evaluator recorded it. */
export interface Row {
  /** Where it stands, such as `tasks[0].episodes[3]`. */
  readonly where: string;
  /** The evaluator's episode id: counted from 0 within the task. */
  readonly index: number;
  readonly success: boolean;
  /** Why the harness broke; undefined when it did not. */
  readonly reason: string | undefined;
  readonly detail: string | undefined;
  readonly steps: number | undefined;
  readonly seconds: number | undefined;
  readonly metrics: JsonObject;
  /** From the task's own description, shapes G2 and later. */
  readonly suite: string | undefined;
  readonly taskId: number | undefined;
  /** One a process: several say that the run was sharded. */
  readonly session: string | undefined;
}

/** The episodes of one task. */
export interface Task {
  readonly name: string;
  readonly where: string;
  readonly rows: readonly Row[];
  /** The object that holds the stored aggregates; undefined where there are none. */
  readonly stored: JsonObject | undefined;
}

/** What a `*_shardKofN.json` says of itself. */
export interface Shard {
  readonly id: number;
  readonly total: number;
}

/** One benchmark of one run, as one file tells it. */
export interface Result {
  readonly file: string;
  readonly shape: ShapeId;
  readonly benchmark: string;
  readonly mode: string;
  readonly tasks: readonly Task[];
  readonly config: JsonObject;
  /** The whole object, for what is checked or asserted but decides nothing. */
  readonly root: JsonObject;
  readonly partial: boolean;
  readonly shard: Shard | undefined;
  readonly shardsMissing: readonly number[];
  readonly evalId: string | undefined;
  /** The earliest time at which results were saved. */
  readonly savedAt: UtcTime | undefined;
  /** True when rows stand in the order in which they were run. */
  readonly inOrder: boolean;
  /** True for a recording whose last rows may be in a `-wal` file. */
  readonly inWalMode: boolean;
}

/** Every row, task by task. */
export function rowsOf(tasks: readonly Task[]): Row[] {
  return tasks.flatMap(({ rows }) => rows);
}
