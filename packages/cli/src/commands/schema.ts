import { type DocumentName, documents, jsonSchema, preview } from "@worldflux/schema";
import { closest } from "../options.ts";
import type { Outcome } from "../output.ts";
import { usage } from "../stats/numbers.ts";
import { prettyJson } from "../write-json-file.ts";

/** Arguments of `schema`. */
export interface SchemaArgs {
  readonly document?: string | undefined;
  readonly json: boolean;
}

/** `schema claim`: prints a document's JSON Schema; `schema` alone lists the documents. */
export async function schema({ document, json }: SchemaArgs): Promise<Outcome> {
  const names = Object.keys(documents);
  if (document === undefined) {
    const text = [...names, "", "worldflux schema claim > claim.schema.json"].join("\n");
    return { text, json: { documents: names } };
  }
  const printed = jsonSchema(documentName(document, names));
  // With --json the schema has stdout to itself, and once is enough.
  return { text: json ? `JSON Schema of ${document}` : prettyJson(printed), json: printed };
}

/** Takes `claim`, `claim.json` and `audit-input` for what they are. */
function documentName(text: string, names: readonly string[]): DocumentName {
  const wanted = text.replace(/\.jsonl?$/, "").replaceAll("-", "_");
  if (isDocument(wanted)) return wanted;
  const meant = closest(wanted, names);
  throw usage(
    `no document is called ${preview(text)}`,
    meant === undefined ? "type `worldflux schema` for the list" : `did you mean ${meant}?`,
  );
}

function isDocument(name: string): name is DocumentName {
  return Object.hasOwn(documents, name);
}
