import { type InputFile, isObject, readJson } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

/**
 * The tasks that a result file of lbm_eval names, each once, in one spelling: `put_mug` and `PutMug`
 * are the same to it. Empty for a file that its own reader has to refuse; undefined for one that is
 * too large for a first look.
 */
export function skillTypes(file: InputFile): string[] | undefined {
  try {
    const root = readJson(file, "result file");
    const rows = isObject(root) ? root["evaluations"] : undefined;
    const names = (Array.isArray(rows) ? rows : []).flatMap((row: unknown) => {
      const name = isObject(row) ? row["skill_type"] : undefined;
      return typeof name === "string" ? [name.replaceAll("_", "").toLowerCase()] : [];
    });
    return [...new Set(names)];
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    return error.code === "WF_INPUT_TOO_LARGE" ? undefined : [];
  }
}
