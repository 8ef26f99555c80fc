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
