import { type BareNumber, decodeUtf8, parseJson } from "@worldflux/schema";
import type { InputFile } from "./input.ts";
import { refuseLookAlikes } from "./refuse-look-alikes.ts";

/**
 * Reads a file as Python's `json` writes it. `NaN` and infinities are numbers in the result.
 *
 * @param wanted what the evaluator calls the file, for hints
 * @throws WorldFluxError for anything that is not JSON; see `refuseLookAlikes` and `parseJson`
 */
export function readJson(file: InputFile, wanted: string): unknown {
  const text = decodeUtf8(file.bytes(), file.path);
  refuseLookAlikes(text, file.path, wanted);
  const { value, bareNumbers } = parseJson(text, { source: file.path, dialect: "python" });
  return bareNumbers.reduce(putBack, value);
}

/** Puts a `NaN` or an infinity back where `parseJson` left null. */
function putBack(root: unknown, { pointer, token }: BareNumber): unknown {
  const path = pointer.split("/").slice(1);
  const keys = path.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = keys.pop();
  if (last === undefined) return Number(token);
  // The pointer comes from the text that this value was read from, so each step is there.
  const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], root);
  (parent as Record<string, unknown>)[last] = Number(token);
  return root;
}
