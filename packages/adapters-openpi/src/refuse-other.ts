import { quote, refuseLookAlikes } from "@worldflux/adapter-kit";
import { type ErrorCode, WorldFluxError } from "@worldflux/schema";
import { csvLines, numberOf } from "./csv.ts";
import { headOf, type Sight } from "./sight.ts";

const wanted =
  "hand in the log of openpi's LIBERO client (what it printed to stderr), from Task suite to Total episodes";
const mapped =
  "import records with `worldflux audit run mapped --map ...`, which asks what each column means";

/** The error for anything but the log of one LIBERO run. */
export function refusalOf(sight: Sight): WorldFluxError {
  const { kind, file, count } = sight;
  switch (kind) {
    case "log":
      return refusal(
        "WF_INPUT_FOLDER",
        `${count} files are logs, ${file.path} the first, and one run is read at a time`,
        "name the log of one run",
      );
    case "foreign_log":
      return refusal(
        "WF_SHAPE_UNKNOWN",
        `${file.path} names videos, configurations or scores, which openpi's LIBERO client does not log; scripts that took over its loop do`,
        `for GR00T N1.5 use \`worldflux audit run gr00t-n1.7\`; for others ${mapped}`,
      );
    case "droid_scores":
      return scoresOnly(sight);
    case "rates":
      return ratesOnly(sight);
    case "records":
      return refusal(
        "WF_SHAPE_UNKNOWN",
        `${file.path} is JSON, and openpi writes no JSON of its own`,
        `${wanted}; ${mapped}`,
      );
    case "roboarena":
      return refusal(
        "WF_FORMAT_NOT_PUBLIC",
        `${file.path} belongs to a RoboArena dump, whose keys are not documented`,
        "write the sessions that are marked valid as the bridge format and hand that in (docs/adapters/bridge.md)",
      );
    case "video":
      return refusal(
        "WF_NO_EPISODES",
        `${file.path}: there are only videos here, and a video records no outcome; openpi's LIBERO client also overwrites all but the last success and the last failure of a task`,
        wanted,
      );
    case "unknown":
      return unknown(sight);
  }
}

function unknown({ file }: Sight): WorldFluxError {
  const head = headOf(file);
  // A log that says nothing of LIBERO is no printed Python in place of JSON.
  if (!/^\s*[A-Z]{4,8}:/.test(head)) refuseLookAlikes(head, file.path, "log");
  return refusal(
    "WF_SHAPE_UNKNOWN",
    `${file.path} holds no line of openpi's LIBERO client, such as Starting episode 1..., in its first 64 KiB`,
    wanted,
  );
}

/** Lines of one sort: how many, and the first. */
interface Sort {
  count: number;
  first: number;
}

/** What an operator typed on the DROID robot, divided by 100. */
function scoresOnly({ file }: Sight): WorldFluxError {
  const sorts = new Map<string, Sort>();
  let column = -1;
  let rows = 0;
  for (const { line, cells } of csvLines(file)) {
    if (column === -1) {
      column = cells.findIndex((cell) => cell.trim() === "success");
      continue;
    }
    rows++;
    const sort = sorts.get(sortOf(cells[column] ?? "")) ?? { count: 0, first: line };
    sort.count++;
    sorts.set(sortOf(cells[column] ?? ""), sort);
  }
  const odd = [...sorts].filter(([sort]) => sort !== plain);
  const found = odd.map(([sort, { count, first }]) => `${count} ${sort} (first in line ${first})`);
  const scores = "is openpi's DROID table: scores typed by an operator, without task or policy";
  return refusal(
    "WF_SCORE_ONLY",
    `${file.path} ${scores}; of ${rows} rows ${found.length === 0 ? "all are 0 or 1" : found.join(", ")}`,
    `correct what was mistyped, decide which scores are a success, and write task and outcome of each episode into a table; ${mapped}`,
  );
}

const plain = "0 or 1";

function sortOf(cell: string): string {
  const score = numberOf(cell);
  if (score === 0 || score === 1) return plain;
  if (score === 0.01) return "at 0.01, which the client stores when y is typed for a success";
  if (score > 0 && score < 1) return "between 0 and 1, a partial score";
  return score > 1 ? "above 1, a typing error" : "without a score";
}

/** A table of rates over environments, from an openpi pull request (694). */
function ratesOnly({ file }: Sight): WorldFluxError {
  let rows = -1;
  let odd = "";
  for (const { line, cells } of csvLines(file)) {
    rows++;
    const cell = cells[1] ?? "";
    if (rows === 0 || odd !== "" || !Number.isNaN(numberOf(cell))) continue;
    odd = `; line ${line} holds ${quote(cell)} in place of a rate, as a crash leaves it`;
  }
  return refusal(
    "WF_AGGREGATE_ONLY",
    `${file.path} holds ${rows} success rates and not one episode${odd}`,
    wanted,
  );
}

function refusal(code: ErrorCode, what: string, hint: string): WorldFluxError {
  return new WorldFluxError(code, what, { hint });
}
