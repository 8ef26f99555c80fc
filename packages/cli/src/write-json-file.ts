import { randomBytes } from "node:crypto";
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { WorldFluxError } from "@worldflux/schema";

/** JSON as people edit it. */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Replaces a file's content in one step; a failure leaves the old content.
 *
 * @throws WorldFluxError WF_OUTPUT_UNWRITABLE
 */
export function writeJsonFile(path: string, value: unknown): void {
  let staging: string | undefined;
  try {
    const target = realpathSync(path);
    const { mode } = statSync(target);
    staging = `${target}.${randomBytes(6).toString("hex")}.tmp`;
    writeFileSync(staging, prettyJson(value), { flag: "wx", flush: true, mode: mode & 0o777 });
    renameSync(staging, target);
  } catch (cause) {
    if (staging !== undefined) rmSync(staging, { force: true });
    const code = (cause as NodeJS.ErrnoException).code;
    throw new WorldFluxError("WF_OUTPUT_UNWRITABLE", `${path} cannot be written (${code})`, {
      hint: "check the file's permissions and the free space",
      cause,
    });
  }
}
