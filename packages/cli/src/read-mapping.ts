import { statSync } from "node:fs";
import { readInput } from "@worldflux/adapter-kit";
import { decodeUtf8, printable, WorldFluxError } from "@worldflux/schema";

/**
 * `--map` is the mapping itself, or the name of a file that holds it.
 *
 * @throws WorldFluxError WF_INPUT_NOT_FOUND for the name of a JSON file that is not there, and what `parse` throws
 */
export function readMapping<T>(map: string, parse: (text: string, source: string) => T): T {
  const isFile = statSync(map, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isFile && /^[^=]{1,4096}\.json$/i.test(map)) {
    throw new WorldFluxError("WF_INPUT_NOT_FOUND", `--map: there is no file ${printable(map)}`, {
      hint: "check the path; it is relative to the folder that you are in. A mapping itself is field=column, with commas between",
    });
  }
  return isFile ? parse(decodeUtf8(readInput(map, 2 ** 20), map), map) : parse(map, "--map");
}
