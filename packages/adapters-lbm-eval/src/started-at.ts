import { utcTime } from "@worldflux/adapter-kit";
import { earliestTime, type RecordedTimes } from "@worldflux/schema";

/**
 * When the evaluation began, by the names that lbm_eval gives: `results-<time>.json`, or a folder
 * `<time>` around `results.json`, made before the first scenario. A name without an offset from UTC, as in
 * TRI's released files, tells no moment.
 *
 * @param paths of all result files of one evaluation
 */
export function recordedTimes(paths: readonly string[]): RecordedTimes | undefined {
  const times = paths.map(timeOf);
  const first = earliestTime(times);
  if (first === undefined) return undefined;
  // With a file of which it is not known, something may have begun before.
  return times.includes(undefined) ? { other_at: first } : { started_at: first };
}

function timeOf(path: string) {
  const [file = "", folder = ""] = path.split("/").reverse();
  const named = /^results-(.+)\.json$/.exec(file)?.[1];
  return utcTime(named ?? (file === "results.json" ? folder : undefined));
}
