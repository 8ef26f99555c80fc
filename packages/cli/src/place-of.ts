import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Where a file lies or would lie, by whatever links to it or to its folder it is named: two options
 * that give the same place name the same file. Absolute; what is not there stays as it was written.
 */
export function placeOf(path: string): string {
  const at = resolve(path);
  try {
    return realpathSync(at);
  } catch {
    const folder = dirname(at);
    return folder === at ? at : join(placeOf(folder), basename(at));
  }
}
