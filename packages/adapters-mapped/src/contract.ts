import { quote } from "@worldflux/adapter-kit";
import { type MetricContract, privateReason, WorldFluxError } from "@worldflux/schema";
import { shownColumn } from "./column.ts";
import type { Mapping } from "./mapping.ts";

type Values = readonly (string | number | boolean | null)[];

/** What "success" means under a mapping. */
export function contractOf(mapping: Mapping): MetricContract {
  const { columns, success, outcome, contract } = mapping;
  const parts: string[] = [];
  if (columns.success !== undefined) {
    const column = quote(shownColumn(columns.success));
    if (success?.at_least !== undefined) {
      parts.push(`the column ${column} is at least ${success.at_least}`);
    } else if (success?.true !== undefined) {
      parts.push(`the column ${column} is ${oneOf(success.true)}`);
    } else if (success === undefined) parts.push(`the column ${column} is true`);
  }
  if (columns.outcome !== undefined && outcome?.success !== undefined) {
    parts.push(`the column ${quote(shownColumn(columns.outcome))} is ${oneOf(outcome.success)}`);
  }
  return {
    name: "success_rate",
    success: success?.at_least === undefined ? (contract ?? "unknown") : "threshold",
    description: `An episode is a success when ${parts.join(", or where that one leaves it open, ") || "no value says so"}. This was declared with the mapping; the file does not say it.`,
  };
}

function oneOf(values: Values): string {
  const shown = values.slice(0, 8).map((value) => quote(value));
  if (values.length > 8) shown.push(`${values.length - 8} more values`);
  return shown.join(" or ");
}

/**
 * A mapping as one line for the record, in the words of the inline form.
 *
 * @throws WorldFluxError WF_PRIVATE_TEXT for a column or value that may not be published
 */
export function mappingLine(mapping: Mapping, file: string): string {
  const { columns, constants = {}, metadata = {}, success = {}, outcome = {} } = mapping;
  const { format, records, keyed_by, contract } = mapping;
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String).join("|") : value);
  const entries = (of: object, prefix = "", sign = "=", shown: (v: unknown) => unknown = list) =>
    Object.entries(of)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${prefix}${key}${sign}${shown(value)}`);
  const column = (value: unknown) => shownColumn(String(value));
  const parts = [
    ...entries({ format, records: records && shownColumn(records), keyed_by }),
    ...entries(columns, "", "=", column),
    ...entries(metadata, "metadata.", "=", column),
    ...entries(constants, "", ":="),
    ...entries(success, "success."),
    ...entries(outcome, "outcome."),
    ...entries({ contract }),
  ];
  for (const part of parts) {
    const reason = privateReason(part);
    if (reason !== undefined) {
      throw new WorldFluxError(
        "WF_PRIVATE_TEXT",
        `${file}: the mapping's ${quote(part)} holds ${reason}, and the mapping is published`,
        { hint: "rename that column or value in a copy of the file, and say so" },
      );
    }
  }
  const line = parts.join(",");
  return line.length > 4000 ? `${line.slice(0, 4000)}…` : line;
}
