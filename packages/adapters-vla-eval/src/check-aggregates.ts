import { checkStored, inconsistent, isObject, type JsonObject } from "@worldflux/adapter-kit";
import { type Result, type Row, rowsOf, type Task } from "./result.ts";

/** Stored with four decimals since G1, and half a unit of the last one is rounding. */
const roundedTo4 = 5e-5;

/** Each metric is one pass over the episodes. */
const maxMetrics = 64;

/**
 * Recomputes every number that a result stores about its episodes and returns the places where one
 * is absent. Rates are over all episodes, broken ones as failures: the evaluator's own rule.
 *
 * @throws WorldFluxError WF_AGGREGATE_MISMATCH
 */
export function checkAggregates({ file, shape, root, tasks }: Result): string[] {
  if (shape === "G2-sqlite") return [];
  const check = shape === "G0" ? checkFlat : checkNested;
  const absent = tasks.flatMap((task) =>
    task.stored === undefined ? [] : check(file, `${task.where}.`, task.stored, [task], root),
  );
  const merged = isObject(root["merge_info"]) ? root["merge_info"] : {};
  const total = rowsOf(tasks).length;
  checkCount(file, "", root, "num_episodes_total", total);
  checkCount(file, "merge_info.", merged, "total_episodes", total);
  return [...absent, ...check(file, "", root, tasks, root)];
}

/** Shape G0: two rates and an average, in full. */
function checkFlat(
  file: string,
  where: string,
  stored: JsonObject,
  tasks: readonly Task[],
): string[] {
  const key = where === "" ? "overall_success_rate" : "success_rate";
  const rows = rowsOf(tasks);
  const rate = rows.length === 0 ? 0 : meanOf(rows.map(successOf));
  const absent = checkNumber(file, where, stored, key, rate, 1e-9, rates(rows, tasks));
  checkSteps(file, where, stored, rows);
  return absent;
}

/** Shapes G1 to G3: counts, the average and one number for each metric. */
function checkNested(
  file: string,
  where: string,
  stored: JsonObject,
  tasks: readonly Task[],
  root: JsonObject,
): string[] {
  const rows = rowsOf(tasks);
  const keys = isObject(root["metric_keys"]) ? root["metric_keys"] : { success: "mean" };
  const due = Object.entries(keys).map(([key, how]) => `${String(how)}_${key}`);
  const present = Object.keys(stored).filter((key) => aggregate.test(key));
  const names = [...new Set([...due, ...present])];
  if (names.length > maxMetrics) {
    throw inconsistent(
      file,
      ["metric_keys"],
      `${names.length} metrics, and no benchmark has so many`,
    );
  }
  const absent = names.flatMap((name) => {
    const [, how, key] = aggregate.exec(name) ?? [];
    if (how === undefined || key === undefined) return [];
    const values = rows.flatMap((row) => numberIn(row, key));
    if (values.length === 0 && !Object.hasOwn(stored, name)) return [];
    const others =
      name === "mean_success" ? rates(rows, tasks) : { "a percentage": 100 * meanOf(values) };
    return checkNumber(file, where, stored, name, aggregateOf(how, values), roundedTo4, others);
  });
  checkCount(file, where, stored, "num_episodes", rows.length);
  checkCount(file, where, stored, "num_errors", rows.filter(isBroken).length);
  checkSteps(file, where, stored, rows);
  return absent;
}

const aggregate = /^(mean|sum|max|min)_(.{1,64})$/;

function aggregateOf(how: string, values: readonly number[]): number {
  if (how === "mean") return meanOf(values);
  if (how === "sum") return values.reduce((sum, value) => sum + value, 0);
  const pick = how === "max" ? Math.max : Math.min;
  return values.reduce((best, value) => pick(best, value), values[0] ?? Number.NaN);
}

/** A metric of an episode that counts: Python takes a boolean for a number. */
function numberIn({ metrics, success }: Row, key: string): number[] {
  const value = key === "success" ? success : Object.hasOwn(metrics, key) ? metrics[key] : null;
  return typeof value === "number" || typeof value === "boolean" ? [Number(value)] : [];
}

/** Other rules by which people get to a success rate. */
function rates(rows: readonly Row[], tasks: readonly Task[]): Record<string, number> {
  const finished = rows.filter((row) => !isBroken(row));
  const rate = meanOf(rows.map(successOf));
  return {
    "errors excluded": meanOf(finished.map(successOf)),
    "a percentage": 100 * rate,
    "errors excluded, as a percentage": 100 * meanOf(finished.map(successOf)),
    "the mean over tasks": meanOf(tasks.map((task) => meanOf(task.rows.map(successOf)))),
    "the number of successes": rows.filter(({ success }) => success).length,
    "the failures": 1 - rate,
  };
}

/** `avg_steps` counts an episode that broke as one of 0 steps. */
function checkSteps(file: string, where: string, stored: JsonObject, rows: readonly Row[]): void {
  const steps = (of: readonly Row[]) => meanOf(of.map((row) => row.steps ?? 0));
  const due = rows.length === 0 ? 0 : steps(rows);
  checkNumber(file, where, stored, "avg_steps", due, 1e-9 * Math.max(1, due), {
    "errors excluded": steps(rows.filter((row) => !isBroken(row))),
    "rounding to four decimals": Math.round(due * 1e4) / 1e4,
  });
}

function checkCount(
  file: string,
  where: string,
  stored: JsonObject,
  key: string,
  count: number,
): void {
  checkNumber(file, where, stored, key, count, 0, {});
}

/** Checks a number if it is there; returns its place if it is not. */
function checkNumber(
  file: string,
  where: string,
  stored: JsonObject,
  key: string,
  recomputed: number,
  tolerance: number,
  explanations: Readonly<Record<string, number>>,
): string[] {
  if (!Object.hasOwn(stored, key)) return [`${where}${key}`];
  const value = stored[key];
  const unbounded = typeof value === "number" && !Number.isFinite(value);
  // Python averages a NaN into a NaN, and an infinity into one of the two.
  if (unbounded && !Number.isFinite(recomputed)) return [];
  // The last bits of a sum depend on the order of its terms.
  const slack = tolerance === 0 ? 0 : tolerance + 1e-12 * Math.abs(recomputed) + 1e-12;
  checkStored(file, {
    where: `${where}${key}`,
    stored: value,
    recomputed,
    tolerance: slack,
    explanations,
  });
  return [];
}

/** True for an episode that the harness could not finish. */
export function isBroken({ reason }: Row): boolean {
  return reason !== undefined;
}

function successOf({ success }: Row): number {
  return Number(success);
}

/** The mean; NaN of nothing. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
