import { checkStored, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { isBroken } from "./check-aggregates.ts";
import { type Result, type Row, rowsOf } from "./result.ts";

/**
 * Holds an aggregate against the recording that it was made from.
 *
 * @throws WorldFluxError WF_EPISODES_INCONSISTENT, naming the first difference
 */
export function checkAgainstRecording(aggregate: Result, recording: Result): void {
  const [stored, recorded] = [byCell(aggregate), byCell(recording)];
  const lone = difference(stored, recorded) ?? difference(recorded, stored);
  if (lone === undefined) return;
  throw new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${aggregate.file} lists ${stored.size} episodes and ${recording.file} records ${recorded.size}: ${lone} is in one of them only`,
    { hint: "run `vla-eval merge` on the recording again, or hand in the recording alone" },
  );
}

/** Every episode under its task, index and outcome, as people read it. */
function byCell({ tasks }: Result): Map<string, string> {
  return new Map(
    tasks.flatMap(({ name, rows }) =>
      rows.map((row): [string, string] => [
        JSON.stringify([name, row.index, statusOf(row)]),
        `${quote(name)} episode ${row.index} (${statusOf(row)})`,
      ]),
    ),
  );
}

function difference(
  some: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
): string | undefined {
  return [...some].find(([cell]) => !others.has(cell))?.[1];
}

/** The status that the evaluator puts into the name of an episode's log. */
function statusOf(row: Row): "success" | "fail" | "error" {
  if (isBroken(row)) return "error";
  return row.success ? "success" : "fail";
}

/**
 * Counts the step logs `episodes/<benchmark>/task0003_ep0007_fail.jsonl`, where any were kept. An
 * episode that broke before its first step has none, so errors may lack theirs.
 *
 * @throws WorldFluxError WF_AGGREGATE_MISMATCH
 */
export function checkEpisodeLogs(
  input: string,
  logs: readonly string[],
  results: readonly Result[],
): void {
  if (logs.length === 0) return;
  const rows = results.flatMap(({ tasks }) => rowsOf(tasks));
  const files = results.map(({ file }) => file).join(", ");
  for (const status of ["success", "fail", "error"] as const) {
    const stored = logs.filter((path) => path.endsWith(`_${status}.jsonl`)).length;
    const recomputed = rows.filter((row) => statusOf(row) === status).length;
    if (status === "error" && stored < recomputed) continue;
    checkStored(`${input} (${files})`, {
      where: `the number of episode logs named ${status}`,
      stored,
      recomputed,
      tolerance: 0,
    });
  }
}
