import { WorldFluxError } from "@worldflux/schema";
import type { Detection } from "./adapter.ts";
import type { Input, InputFile } from "./input.ts";

/** Runs a recogniser that throws, as `detect` must not: an error becomes the reason. */
export function detectBy(recognise: () => Detection): Detection {
  try {
    return recognise();
  } catch (error) {
    if (error instanceof WorldFluxError) return { shape: null, why: error.message };
    throw error;
  }
}

/**
 * The only file of an input, for evaluators that write one.
 *
 * @param wanted what the evaluator calls it, for the hint
 * @throws WorldFluxError WF_INPUT_FOLDER when there are several
 */
export function onlyFile(input: Input, wanted: string): InputFile {
  const [file, ...others] = input.files;
  if (file !== undefined && others.length === 0) return file;
  throw new WorldFluxError(
    "WF_INPUT_FOLDER",
    `${input.name} holds ${input.files.length} files, and one is read at a time`,
    { hint: `name the ${wanted} itself` },
  );
}
