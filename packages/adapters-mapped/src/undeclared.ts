import { WorldFluxError } from "@worldflux/schema";
import type { UndeclaredValue } from "./judge.ts";
import type { Mapping } from "./mapping.ts";

/** Words that leave little doubt, to be offered and never assumed. */
const YES = new Set(["1", "1.0", "true", "yes", "y", "success", "succeeded", "pass", "passed"]);
const NO = new Set(["0", "0.0", "false", "no", "n", "failure", "failed", "fail"]);

/**
 * The error for a value that nobody declared, with the values of the column and what to type.
 *
 * @param values the distinct values, quoted, at most nine
 */
export function undeclared(
  problem: UndeclaredValue,
  mapping: Mapping,
  values: ReadonlySet<string>,
): WorldFluxError {
  const all = [...values];
  const shown = all.slice(0, 8).join(", ");
  const more = all.length > 8 ? " and more" : "";
  const column = mapping.columns[problem.field]?.slice(0, 60);
  return new WorldFluxError(
    "WF_SUCCESS_UNDECLARED",
    `${problem.message}; the column ${column} holds ${shown}${more}`,
    { hint: problem.field === "outcome" ? outcomeHint(all) : successHint(all), cause: problem },
  );
}

function outcomeHint(values: readonly string[]): string {
  return `say what each word means: outcome.success=, outcome.failure=, outcome.error=, outcome.pending=, outcome.missing= or outcome.not_applicable= with words such as ${bare(values.slice(0, 3)).join("|")}`;
}

function successHint(values: readonly string[]): string {
  const words = bare(values);
  const [yes, no] = [YES, NO].map((set) => words.filter((word) => set.has(word.toLowerCase())));
  const empty = values.some((value) => ["null", "nothing", '""'].includes(value));
  if (empty) {
    return "a row without a value is no outcome: map the column that says why (error=<column>), or declare it, as in outcome=<the same column>,outcome.scored=true|false,outcome.pending=null";
  }
  if (values.length <= 8 && yes?.length && yes.length + (no?.length ?? 0) === words.length) {
    const rest = no?.length ? `,success.false=${no.join("|")}` : "";
    return `if that is what they mean, add success.true=${yes.join("|")}${rest}`;
  }
  if (words.every((word) => word !== "" && Number.isFinite(Number(word)))) {
    return "numbers are no outcomes: add success.at_least=<the score that counts as a success>, or success.true=<value>,success.false=<value>|<value>";
  }
  return "say which values are a success and which a failure: success.true=<value>|<value>,success.false=<value>";
}

/** Texts without their quotes. */
function bare(values: readonly string[]): string[] {
  return values.map((value) => (/^".*"$/.test(value) ? value.slice(1, -1) : value));
}
