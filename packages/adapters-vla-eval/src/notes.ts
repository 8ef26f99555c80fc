import { quote } from "@worldflux/adapter-kit";
import type { ReadingNote } from "@worldflux/schema";
import { isBroken } from "./check-aggregates.ts";
import type { Plan } from "./plan.ts";
import { type Result, rowsOf } from "./result.ts";

/** Fewer errors than this in one task are no pattern. */
const cluster = 3;

/** What is odd about a result that could still be read. */
export function notesOf(
  result: Result,
  facts: { plan: Plan; unfinished: string | undefined },
): ReadingNote[] {
  return [
    ...note("unfinished", facts.unfinished),
    ...errorNotes(result),
    ...note("plan_unknown", planNote(result, facts.plan)),
    ...note(
      "pull_request_shape",
      result.shape === "G3"
        ? "num_errors at the top level is known from a pull request only; no file of this shape was seen when the adapter was written"
        : undefined,
    ),
    ...note(
      "initial_states_reused",
      result.config["throughput_mode"] === true
        ? "throughput_mode: the episodes of a task may start from the same states"
        : undefined,
    ),
    ...note(
      "render_divergent",
      (result.root["render"] as { divergent?: unknown } | null | undefined)?.divergent === true
        ? "the shards of this run used different renderers"
        : undefined,
    ),
    ...note(
      "wal_not_seen",
      result.inWalMode
        ? "the recording is in WAL mode, and no aggregate confirms it: rows in a -wal file that was left behind are not counted"
        : undefined,
    ),
  ];
}

function note(code: string, detail: string | undefined): ReadingNote[] {
  return detail === undefined ? [] : [{ code, detail }];
}

function errorNotes({ tasks }: Result): ReadingNote[] {
  const rows = rowsOf(tasks);
  const errors = rows.filter(isBroken).length;
  if (errors === 0) return [];
  const successes = rows.filter(({ success }) => success).length;
  const finished = rows.length - errors;
  const excluded = finished === 0 ? "nothing" : percent(successes, finished);
  const counted = `${errors} of ${rows.length} episodes are errors of the harness, which the evaluator counts as failures: ${percent(successes, rows.length)}; without them ${excluded}`;
  const worst = tasks.find((task) => task.rows.filter(isBroken).length === errors);
  if (worst === undefined || errors < cluster || tasks.length < 2) {
    return note("harness_errors", counted);
  }
  const others = worst.rows.filter((row) => !isBroken(row));
  const fine = others.filter(({ success }) => success).length;
  return [
    ...note("harness_errors", counted),
    ...note(
      "errors_in_one_task",
      `all ${errors} errors are in one of ${tasks.length} tasks, ${quote(worst.name)}; of its ${others.length} other episodes ${fine} succeeded`,
    ),
  ];
}

function percent(k: number, n: number): string {
  return `${((100 * k) / n).toFixed(1)} %`;
}

/** From G2 on a run that died leaves no mark, so whole tasks may be missing. */
function planNote({ shape, tasks }: Result, { tasksKnown }: Plan): string | undefined {
  if (tasksKnown || shape === "G0" || shape === "G1") return undefined;
  return `the file does not say how many tasks were planned, nor whether the run ended before all of them: ${tasks.length} are recorded`;
}

/**
 * What is odd about the input as a whole.
 *
 * @param absent aggregates that are declared and not stored
 * @param others JSON files and databases that were passed over
 */
export function inputNotes(absent: readonly string[], others: number): ReadingNote[] {
  const more = absent.length > 6 ? ` and ${absent.length - 6} more` : "";
  const list = `${absent.slice(0, 6).join(", ")}${more}`;
  const which = others === 1 ? "1 JSON file or database" : `${others} JSON files or databases`;
  return [
    ...note(
      "aggregate_absent",
      absent.length === 0 ? undefined : `not stored, so not checked: ${list}`,
    ),
    ...note(
      "files_passed_over",
      others === 0 ? undefined : `${which} beside the results hold no result of vla-eval`,
    ),
  ];
}
