import { type Input, type InputFile, isObject } from "@worldflux/adapter-kit";
import { parseJson, WorldFluxError } from "@worldflux/schema";

/** Id of a shape of the bridge format. */
export type BridgeShape = "jsonl" | "json";

/** The bridge file of an input. */
export interface FoundBridge {
  readonly file: InputFile;
  readonly shape: BridgeShape;
}

/** A field of ours that no other program writes; linear time on any text. */
const MARK = /"schema_version"\s*:\s*"worldflux\.bridge\./;

/** Where people should look next; one text for every place that finds no bridge file. */
export const bridgeHint =
  "write one line an episode in the bridge format, for example with bridges/worldflux_bridge.py, and name that file (docs/adapters/bridge.md)";

/**
 * Finds the bridge file of an input: the only file, or the only one among others such as videos.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN for none, WF_INPUT_FOLDER for several
 */
export function findBridge(input: Input): FoundBridge {
  const single = input.files.length === 1;
  const files = single
    ? input.files
    : input.files.filter(({ path }) => /\.(?:jsonl?|ndjson)$/i.test(path));
  const found = files.flatMap((file): FoundBridge[] => {
    const shape = bridgeShape(file);
    return shape === null ? [] : [{ file, shape }];
  });
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new WorldFluxError(
      "WF_INPUT_FOLDER",
      `${input.name} holds ${found.length} bridge files (${first.file.path} is one), and one run is read at a time`,
      { hint: "name the file of one run" },
    );
  }
  throw new WorldFluxError(
    "WF_SHAPE_UNKNOWN",
    `${single ? input.files[0]?.path : input.name} has no header with schema_version worldflux.bridge.v0_draft in its first 64 KiB`,
    { hint: bridgeHint },
  );
}

/** The shape of a file by its first bytes; null when it is no bridge file. */
function bridgeShape(file: InputFile): BridgeShape | null {
  const head = new TextDecoder().decode(file.head());
  if (!/^\s*\{/.test(head) || !MARK.test(head)) return null;
  const end = head.indexOf("\n");
  const first = parse(end === -1 ? head : head.slice(0, end));
  if (first !== undefined) return Object.hasOwn(first, "schema_version") ? lineShape(first) : null;
  // No whole value on the first line: an indented document, or a very long first line. A list of
  // episodes gives the document away, as `planned` counts its episodes with a number.
  return end !== -1 || /"episodes"\s*:\s*\[/.test(head) ? "json" : "jsonl";
}

function lineShape(first: object): BridgeShape {
  return Object.hasOwn(first, "episodes") ? "json" : "jsonl";
}

/** Only to look at; the strict parser reads it again. */
function parse(text: string): object | undefined {
  try {
    // Python writes NaN where JSON has no word for it.
    const { value } = parseJson(text, { source: "", dialect: "python" });
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof WorldFluxError) return undefined;
    throw error;
  }
}
