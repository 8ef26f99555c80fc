import { statSync } from "node:fs";
import { readInput } from "@worldflux/adapter-kit";
import { decodeUtf8 } from "@worldflux/schema";

/** `--map` is the mapping itself, or the name of a file that holds it. */
export function readMapping<T>(map: string, parse: (text: string, source: string) => T): T {
  const isFile = statSync(map, { throwIfNoEntry: false })?.isFile() ?? false;
  return isFile ? parse(decodeUtf8(readInput(map, 2 ** 20), map), map) : parse(map, "--map");
}
