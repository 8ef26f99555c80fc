import * as z from "zod";

/** A short text on one line: names, ids, labels. */
export const Line = z
  .string()
  .min(1)
  .max(512)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
  .regex(/^[^\u0000-\u001f\u007f]*$/, "expected one line without control characters");

/** A text of some sentences. */
export const Text = z.string().min(1).max(8192);

/** A ratio from 0 to 1. */
export const Rate = z.number().min(0).max(1);

/** A count of things. */
export const Count = z.number().int().min(0);

/** Where an editor finds a document's JSON Schema. Hashed like every other field. */
export const SchemaPlace = Line.meta({
  description:
    "Where an editor finds this document's JSON Schema, such as ./claim.schema.json. It is part of the document, so its hash covers it.",
});
