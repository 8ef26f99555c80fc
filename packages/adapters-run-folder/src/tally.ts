import type { JsonObject } from "@worldflux/adapter-kit";
import type { ImportRefusal } from "@worldflux/schema";
import { type Columns, columnsOf, successKeyOf } from "./suggest-map.ts";

/** Something that stands against a file of rows, whatever its columns mean. */
export interface Problem {
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

/** Most identities that are kept to find rows that are there twice. */
const maxKept = 1_000_000;

/** Counts rows as they come, and those that repeat the episode of an earlier one. */
export class Tally {
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
