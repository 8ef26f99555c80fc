import { inconsistent, type JsonObject, publicName, quote } from "@worldflux/adapter-kit";
import type { EpisodeRecord } from "@worldflux/schema";
import { errorClass } from "./error-class.ts";
import { fullRowKeys, isRow } from "./form.ts";
import { taskName } from "./task-name.ts";

/** Where a row stands, and what its file's rows look like. */
export interface RowPlace {
  readonly file: string;
  readonly position: number;
  /** True where rows have `is_pending` and `failure_message`. */
  readonly full: boolean;
}

/** What a row holds, with the types that lbm_eval writes. */
interface Row {
  readonly pending: boolean;
  readonly success: boolean | null;
  /** Simulated seconds; null for a crash, and 0 where nothing was measured. */
  readonly time: number | null;
  readonly message: string | null;
}

/**
 * Reads one row of `evaluations` into an episode.
 *
 * @param names tasks by `skill_type`, filled on the way
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT for a row that lbm_eval would not write,
 * WF_PRIVATE_TEXT for a task that may not be published
 */
export function readRow(
  value: unknown,
  place: RowPlace,
  names: Map<string, string>,
): EpisodeRecord {
  if (!isRow(value)) {
    throw wrong(
      place,
      "",
      `expected skill_type, scenario_index and is_success, found ${quote(value)}`,
    );
  }
  const row = typed(value, place);
  const { outcome, error } = outcomeOf(row, place);
  return {
    suite: null,
    task: nameOf(String(value["skill_type"]), place, names),
    index: indexOf(value["scenario_index"], place),
    seed: null,
    attempt: 0,
    outcome,
    ...(row.time === null || row.time === 0 || row.pending ? {} : { duration_seconds: row.time }),
    ...(error === undefined ? {} : { metadata: { error } }),
  };
}

function typed(row: JsonObject, place: RowPlace): Row {
  const odd = fullRowKeys.find((key) => Object.hasOwn(row, key) !== place.full);
  if (odd !== undefined) {
    const is = place.full ? "is missing" : "is there, unlike in the first row";
    throw wrong(place, odd, `${is}: lbm_eval writes the same keys in each row`);
  }
  const { is_success, total_time, is_pending = false, failure_message = null } = row;
  if (typeof is_success !== "boolean" && is_success !== null) {
    throw wrong(place, "is_success", `expected true, false or null, found ${quote(is_success)}`);
  }
  if (typeof is_pending !== "boolean") {
    throw wrong(place, "is_pending", `expected true or false, found ${quote(is_pending)}`);
  }
  if (total_time !== null && !(Number.isFinite(total_time) && Number(total_time) >= 0)) {
    throw wrong(place, "total_time", `expected seconds or null, found ${quote(total_time)}`);
  }
  if (typeof failure_message !== "string" && failure_message !== null) {
    throw wrong(
      place,
      "failure_message",
      `expected a text or null, found ${quote(failure_message)}`,
    );
  }
  return {
    pending: is_pending,
    success: is_success,
    time: total_time === null ? null : Number(total_time),
    message: failure_message === null || failure_message.trim() === "" ? null : failure_message,
  };
}

/**
 * lbm_eval stores a crash as a failure with a traceback and without a time. A failure that took no
 * simulated time never ran, so it says nothing about the policy either.
 */
function outcomeOf(
  { pending, success, time, message }: Row,
  place: RowPlace,
): Pick<EpisodeRecord, "outcome"> & { error?: string } {
  if (pending) {
    if (success !== null) throw wrong(place, "is_success", `is ${success} in a pending row`);
    if (message !== null) throw wrong(place, "failure_message", "is not null in a pending row");
    return { outcome: "pending" };
  }
  if (success === true) {
    if (message === null) return { outcome: "success" };
    throw wrong(place, "failure_message", "is not null in a row that succeeded");
  }
  if (message !== null) return { outcome: "error", error: errorClass(message) };
  if (success === null) return { outcome: "error", error: "no_outcome" };
  if (place.full && (time === null || time === 0)) return { outcome: "error", error: "no_time" };
  return { outcome: "failure" };
}

function nameOf(skillType: string, place: RowPlace, names: Map<string, string>): string {
  const known = names.get(skillType);
  if (known !== undefined) return known;
  const where = `${place.file}: evaluations[${place.position}].skill_type`;
  const name = publicName(taskName(publicName(skillType, where)), where);
  names.set(skillType, name);
  return name;
}

function indexOf(index: unknown, place: RowPlace): number {
  if (Number.isSafeInteger(index) && Number(index) >= 0) return Number(index);
  throw wrong(place, "scenario_index", `expected 0, 1, 2 and so on, found ${quote(index)}`);
}

function wrong({ file, position }: RowPlace, key: string, what: string) {
  return inconsistent(file, ["evaluations", position, ...(key === "" ? [] : [key])], what);
}
