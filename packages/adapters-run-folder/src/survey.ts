import {
  type Input,
  isObject,
  type JsonObject,
  onlyFile,
  quote,
  readJson,
} from "@worldflux/adapter-kit";
import { type ImportRefusal, jsonLines, WorldFluxError } from "@worldflux/schema";
import { refusalOf } from "./refusal-of-error.ts";
import { type Columns, columnsOf, successKeyOf, suggestedMap } from "./suggest-map.ts";

/** Something that stands against a file of rows, whatever its columns mean. */
interface Problem {
  readonly code: ImportRefusal;
  readonly detail: string;
}

/** What rows with a success in each show before anybody said what their columns mean. */
export interface Survey {
  readonly rows: number;
  readonly success: number;
  readonly failure: number;
  /** Rows whose success is null or absent. */
  readonly open: number;
  /** Rows whose success is something else: a number, a word. */
  readonly other: number;
  readonly seeds: number;
  readonly columns: Columns;
  readonly problems: readonly Problem[];
  /** What to type after `--map`; undefined where no mapping can say it. */
  readonly map: string | undefined;
  readonly hints: readonly string[];
}

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
  const head = new TextDecoder().decode(file.head()).trimStart();
  if (/\.(?:jsonl|ndjson)$/i.test(file.path) || isJsonLines(head)) {
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
function isJsonLines(head: string): boolean {
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

/** Most identities that are kept to find rows that are there twice. */
const maxKept = 1_000_000;

class Tally {
  readonly problems: Problem[] = [];
  readonly #columns = new Map<string, unknown>();
  readonly #seeds = new Set<unknown>();
  readonly #kept = new Map<string, unknown>();
  #picked: Columns = {};
  #pickedFrom = -1;
  #rows = 0;
  #success = 0;
  #failure = 0;
  #open = 0;
  #other = 0;
  #twice = 0;
  #opposite = 0;

  /** Columns with the first value that each had. */
  get columns(): Columns {
    // A column's first value may come late, but seldom after the first rows.
    if (this.#rows > 64 && this.#pickedFrom === this.#columns.size) return this.#picked;
    this.#picked = columnsOf(this.#columns);
    this.#pickedFrom = this.#columns.size;
    return this.#picked;
  }

  add(row: JsonObject, list = ""): void {
    this.#rows++;
    for (const key of Object.keys(row).slice(0, 200)) {
      if (this.#columns.size >= 500) break;
      if ((this.#columns.get(key) ?? null) === null) this.#columns.set(key, row[key]);
    }
    const value = row[successKeyOf(row) ?? ""];
    if (value === true) this.#success++;
    else if (value === false) this.#failure++;
    else if (value === undefined || value === null) this.#open++;
    else this.#other++;
    const { seed, task, suite, index, attempt } = this.columns;
    const cell = (column: string | undefined) => (column === undefined ? null : row[column]);
    if (seed !== undefined && this.#seeds.size < maxKept) this.#seeds.add(cell(seed));
    if (index === undefined && seed === undefined) return;
    const key = JSON.stringify([list, ...[suite, task, index, seed, attempt].map(cell)]);
    const before = this.#kept.get(key);
    if (before === undefined) {
      if (this.#kept.size < maxKept) this.#kept.set(key, value ?? null);
    } else {
      this.#twice++;
      if (before !== (value ?? null)) this.#opposite++;
    }
  }

  survey(map: string | undefined, hints: readonly string[]): Survey {
    const twice: Problem[] =
      this.#twice === 0
        ? []
        : [
            {
              code: "ambiguous",
              detail: `${this.#twice} rows repeat the episode of an earlier row, ${this.#opposite} of them with the opposite outcome`,
            },
          ];
    return {
      rows: this.#rows,
      success: this.#success,
      failure: this.#failure,
      open: this.#open,
      other: this.#other,
      seeds: this.#seeds.size,
      columns: this.columns,
      problems: [...this.problems, ...twice],
      map,
      hints,
    };
  }
}
