import {
  type Input,
  type InputFile,
  isObject,
  type JsonObject,
  onlyFile,
  quote,
  readJson,
} from "@worldflux/adapter-kit";
import { jsonLines, WorldFluxError } from "@worldflux/schema";
import { refusalOf } from "./refusal-of-error.ts";
import { successKeyOf, suggestedMap } from "./suggest-map.ts";
import { type Problem, type Survey, Tally } from "./tally.ts";

interface Found {
  readonly place: readonly string[];
  readonly rows: readonly JsonObject[];
  /** Rate that stands beside the rows. */
  readonly stored: number | undefined;
}

/** Looks at the rows of a JSON or JSON Lines file. Stored rates are compared, never used. */
export function surveyRows(input: Input): Survey {
  const tally = new Tally();
  const file = onlyFile(input, "result file");
  if (/\.(?:jsonl|ndjson)$/i.test(file.path) || isJsonLines(file)) {
    try {
      for (const { value } of jsonLines(file.chunks(), file.path)) {
        if (isObject(value)) tally.add(value);
      }
    } catch (error) {
      if (!(error instanceof WorldFluxError)) throw error;
      tally.problems.push({ code: refusalOf(error), detail: error.message });
    }
    return tally.survey(suggestedMap(tally.columns, {}), []);
  }
  let root: unknown;
  try {
    root = readJson(file, "result file");
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    tally.problems.push({ code: refusalOf(error), detail: error.message });
    return tally.survey(undefined, []);
  }
  const found = listsIn(root);
  const hints: string[] = [];
  for (const { place, rows, stored } of found) {
    for (const row of rows) tally.add(row, place.join("/"));
    checkRate(rows, stored, place, tally.problems, hints);
  }
  const suite = isObject(root) && typeof root["task"] === "string" ? root["task"] : undefined;
  return tally.survey(suggestedMap(tally.columns, { ...pointerTo(found), suite }), hints);
}

/** A document that is printed with indentation does not close its brace on the first line. */
function isJsonLines(file: InputFile): boolean {
  const head = new TextDecoder().decode(file.head()).trimStart();
  if (!head.startsWith("{")) return false;
  const [first = ""] = head.split("\n", 1);
  return first.length < head.length
    ? first.trimEnd().endsWith("}")
    : /^\{[^{}]{0,4000}\}$/.test(first.trim());
}

/** Every list of objects that have a success, at most four levels down. */
function listsIn(value: unknown, place: readonly string[] = []): Found[] {
  if (Array.isArray(value)) {
    const rows = value.filter(isObject);
    if (rows.length > 0 && rows.some((row) => successKeyOf(row) !== undefined)) {
      return [{ place, rows, stored: undefined }];
    }
    return place.length >= 4
      ? []
      : value.slice(0, 10_000).flatMap((item, i) => listsIn(item, [...place, String(i)]));
  }
  if (!isObject(value) || place.length >= 4) return [];
  return Object.entries(value)
    .slice(0, 10_000)
    .flatMap(([key, child]) =>
      listsIn(child, [...place, key]).map((found) =>
        found.place.length === place.length + 1 ? { ...found, stored: rateIn(value) } : found,
      ),
    );
}

function rateIn(beside: JsonObject): number | undefined {
  const rate = beside["success_rate"] ?? beside["pc_success"];
  return typeof rate === "number" ? rate : undefined;
}

function checkRate(
  rows: readonly JsonObject[],
  stored: number | undefined,
  place: readonly string[],
  problems: Problem[],
  hints: string[],
): void {
  if (stored === undefined) return;
  const won = rows.filter((row) => row[successKeyOf(row) ?? ""] === true).length;
  const ratio = won / rows.length;
  // Rounded to two decimals of a percentage, at worst.
  const isRatio = Math.abs(stored - ratio) < 5.1e-5;
  const percent = "stored rates are percentages";
  if (Math.abs(stored - 100 * ratio) < 5.1e-3) {
    if (!isRatio && !hints.includes(percent)) hints.push(percent);
  } else if (!isRatio && problems.length < 8) {
    problems.push({
      code: "ambiguous",
      detail: `the rate stored beside ${quote(place.join("/"))} is ${stored}, but its episodes give ${won} of ${rows.length}`,
    });
  }
}

/** Where the rows are, as a mapping says it: at most one step of the places differs. */
function pointerTo(found: readonly Found[]): {
  records?: string;
  keyed?: boolean;
  nowhere?: boolean;
} {
  const [first, ...others] = found.map(({ place }) => place);
  if (first === undefined) return { nowhere: true };
  const escaped = (step: string) => step.replaceAll("~", "~0").replaceAll("/", "~1");
  const pointer = (steps: readonly string[]) =>
    steps.map((step) => `/${step === "*" ? step : escaped(step)}`).join("");
  if (others.length === 0) return first.length === 0 ? {} : { records: pointer(first) };
  const differs = first.flatMap((step, i) =>
    others.some((place) => place[i] !== step) ? [i] : [],
  );
  if (differs.length !== 1 || others.some((place) => place.length !== first.length))
    return { nowhere: true };
  return { records: pointer(first.map((step, i) => (i === differs[0] ? "*" : step))), keyed: true };
}
