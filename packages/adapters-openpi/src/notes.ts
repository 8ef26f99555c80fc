import type { ReadingNote } from "@worldflux/schema";
import type { LiberoRun } from "./libero-run.ts";

/** Tasks in LIBERO's suites; the client runs all of them. */
const suiteSizes: ReadonlyMap<string, number> = new Map([
  ["libero_spatial", 10],
  ["libero_object", 10],
  ["libero_goal", 10],
  ["libero_10", 10],
  ["libero_90", 90],
]);

/** What is odd about a log that could still be read. */
export function notesOn(run: LiberoRun, finished: boolean): ReadingNote[] {
  const details: [code: string, detail: string | undefined][] = [
    ["run_unfinished", unfinished(run, finished)],
    ["harness_errors_counted", harnessErrors(run)],
    ["stale_success_line", staleLines(run)],
    ["suite_not_named", suiteNotNamed(run)],
    ["suite_not_complete", suiteNotComplete(run)],
  ];
  return details.flatMap(([code, detail]) => (detail === undefined ? [] : [{ code, detail }]));
}

function unfinished({ episodes }: LiberoRun, finished: boolean): string | undefined {
  if (finished) return undefined;
  return `the log stops after ${episodes.length} episodes, before the totals of the run`;
}

function harnessErrors({ episodes, successes, errors }: LiberoRun): string | undefined {
  if (errors === 0) return undefined;
  const n = episodes.length;
  const tail = n - 1 - episodes.findLastIndex(({ outcome }) => outcome !== "error");
  const end = tail > 1 ? `; the last ${tail} in a row, as when the policy server is gone` : "";
  return `${errors} of ${n} episodes ended in an exception${end}. The log counts them as failures: ${successes} of ${n} succeeded, or ${successes} of ${n - errors} without them`;
}

function staleLines({ stale, errors }: LiberoRun): string | undefined {
  if (stale === 0) return undefined;
  return `Success: True stands after an exception (${stale} of ${errors}): the client carries it over from the episode before. # successes did not grow, so these are errors`;
}

function suiteNotNamed({ suite }: LiberoRun): string | undefined {
  return suite === null ? "the log has no Task suite line" : undefined;
}

function suiteNotComplete({ suite, tasks }: LiberoRun): string | undefined {
  const size = suiteSizes.get(suite ?? "");
  if (size === undefined || size === tasks) return undefined;
  return `tasks in the log: ${tasks}; tasks of ${suite}: ${size}`;
}
