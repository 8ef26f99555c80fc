import { quote } from "@worldflux/adapter-kit";
import { type Outcome, WorldFluxError } from "@worldflux/schema";
import { numberOf, textOf } from "./cell.ts";
import { errorClassOf } from "./error-class.ts";
import { type Mapping, outcomeKeys } from "./mapping.ts";
import type { Row } from "./row.ts";

/** How an episode ended, and what a reader should know of it. */
export interface Judgement {
  readonly outcome: Outcome;
  /** A word for the error column's text. */
  readonly errorClass?: string;
  /** The success cell says success, but the error or the outcome column overrules it. */
  readonly overruled?: boolean;
  /** The score is exactly 0.01. */
  readonly onePercent?: boolean;
}

/** A value that nobody declared. `survey` tells the user which values there are. */
export class UndeclaredValue extends WorldFluxError {
  readonly field: "success" | "outcome";

  constructor(where: string, field: "success" | "outcome", cell: unknown) {
    super("WF_SUCCESS_UNDECLARED", `${where}: nobody said what ${quote(cell)} means`, {
      hint: `declare the values of the ${field} column`,
    });
    this.field = field;
  }
}

/**
 * Judges rows by a mapping.
 *
 * @param typed false where every cell is text, so that `true` is a word
 */
export function judgeBy(mapping: Mapping, typed: boolean): (row: Row, where: string) => Judgement {
  const { columns } = mapping;
  const successOf = successReader(mapping, typed);
  const words = outcomeWords(mapping);

  const saysSuccess = (row: Row) =>
    columns.success !== undefined && successOf(row.get(columns.success)) === true;
  const overrule = (outcome: Outcome, row: Row): Judgement =>
    saysSuccess(row) ? { outcome, overruled: true } : { outcome };

  function scored(row: Row, where: string): Judgement {
    const cell = row.get(columns.success ?? "");
    const success = successOf(cell);
    if (success === undefined) throw new UndeclaredValue(where, "success", cell);
    const outcome = success ? "success" : "failure";
    const onePercent = mapping.success?.at_least !== undefined && numberOf(cell) === 0.01;
    return onePercent ? { outcome, onePercent } : { outcome };
  }

  return (row, where) => {
    if (columns.error !== undefined) {
      const at = `${where}, column ${quote(columns.error)}`;
      const errorClass = errorClassOf(row.get(columns.error), at);
      if (errorClass !== undefined) return { ...overrule("error", row), errorClass };
    }
    if (columns.outcome === undefined) return scored(row, where);
    const cell = row.get(columns.outcome);
    const outcome = words.get(textOf(cell));
    if (outcome === undefined) throw new UndeclaredValue(where, "outcome", cell);
    if (outcome === "scored") return scored(row, where);
    const ran = outcome === "success" || outcome === "failure";
    if (!ran) return overrule(outcome, row);
    if (columns.success !== undefined && scored(row, where).outcome !== outcome) {
      throw new WorldFluxError(
        "WF_EPISODES_INCONSISTENT",
        `${where}: the outcome column says ${outcome} (${quote(cell)}), the success column ${quote(row.get(columns.success))}`,
        {
          hint: "hand in the file as the evaluation wrote it, or declare outcome.scored for the words that leave it to the success column",
        },
      );
    }
    return { outcome };
  };
}

/** Reads a success cell: undefined for a value that nobody declared. */
function successReader(
  { success }: Mapping,
  typed: boolean,
): (cell: unknown) => boolean | undefined {
  const least = success?.at_least;
  if (least !== undefined) {
    return (cell) => {
      const score = typed && typeof cell !== "number" ? undefined : numberOf(cell);
      return score === undefined ? undefined : score >= least;
    };
  }
  if (success === undefined) {
    return (cell) => {
      if (typed) return typeof cell === "boolean" ? cell : undefined;
      return cell === "true" ? true : cell === "false" ? false : undefined;
    };
  }
  const values = new Map<string | undefined, boolean>([
    ...(success.true ?? []).map((value): [string | undefined, boolean] => [textOf(value), true]),
    ...(success.false ?? []).map((value): [string | undefined, boolean] => [textOf(value), false]),
  ]);
  return (cell) => values.get(textOf(cell));
}

function outcomeWords({ outcome = {} }: Mapping): Map<string | undefined, Outcome | "scored"> {
  return new Map(
    outcomeKeys.flatMap((key) => (outcome[key] ?? []).map((word) => [textOf(word), key] as const)),
  );
}
