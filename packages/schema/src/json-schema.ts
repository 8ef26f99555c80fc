import * as z from "zod";
import { documents } from "./members.ts";

/** Name of a document that has a JSON Schema. */
export type DocumentName = keyof typeof documents;

/**
 * JSON Schema (draft 2020-12) of a document, for editors and other tools. Generated from the zod
 * schema; rules that JSON Schema cannot say (such as equal list lengths) are checked by us alone.
 */
export function jsonSchema(name: DocumentName): Record<string, unknown> {
  const schema = z.toJSONSchema(documents[name], { target: "draft-2020-12", io: "input" });
  return { $id: `https://worldflux.ai/schemas/v0_draft/${name}.schema.json`, ...schema };
}
