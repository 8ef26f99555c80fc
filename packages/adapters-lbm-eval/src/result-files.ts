import type { Input, InputFile, ReadOptions } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";
import { type Glance, glance } from "./glance.ts";
import { filePath } from "./show.ts";

/** The result files of an input, with what their starts tell. */
export interface ResultFiles {
  readonly files: readonly { readonly file: InputFile; readonly glance: Glance | undefined }[];
  /** Files that a killed run left half written; not read. */
  readonly leftovers: readonly InputFile[];
}

/** Names that lbm_eval and its fork give. Such a file is never passed over. */
const named = /(?:^|\/)results(?:-[^/]*)?\.json$/;

/** What a killed run leaves: it writes here, then renames. */
const leftover = /(?:^|\/)results(?:-[^/]*)?\.tmp$/;

/**
 * The result files of an input. A file that was named is one whatever it holds; in a folder, those
 * that look like one and those that carry the evaluator's name. Other files are passed over.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN for a folder without any; WF_RUN_UNFINISHED for one in
 * which a killed run left a `.tmp`, unless that is declared
 */
export function resultFiles(input: Input, { interim }: ReadOptions): ResultFiles {
  const [only, ...others] = input.files;
  if (only !== undefined && others.length === 0 && !leftover.test(only.path)) {
    return { files: [{ file: only, glance: glance(only) }], leftovers: [] };
  }
  const leftovers = input.files.filter(({ path }) => leftover.test(path));
  if (leftovers[0] !== undefined && !interim) throw killed(leftovers[0], leftovers.length);
  const files = input.files
    .filter(({ path }) => /\.json$/i.test(path))
    .map((file) => ({ file, glance: glance(file) }))
    .filter(({ file, glance }) => glance !== undefined || named.test(file.path) || isPointer(file));
  if (files.length > 0) return { files, leftovers };
  const first = only === undefined ? "" : `, such as ${filePath(only.path)}`;
  throw new WorldFluxError(
    "WF_SHAPE_UNKNOWN",
    `${input.name} holds ${input.files.length} files${first}, and none has the list evaluations that lbm_eval writes`,
    { hint: "name the folder that holds lbm_eval's results-*.json or results.json" },
  );
}

/** A file that was not downloaded may be a result: it is kept, and refused when it is read. */
function isPointer(file: InputFile): boolean {
  return new TextDecoder()
    .decode(file.head().subarray(0, 64))
    .startsWith("version https://git-lfs");
}

function killed({ path }: InputFile, count: number): WorldFluxError {
  const more = count > 1 ? ` (and ${count - 1} more)` : "";
  return new WorldFluxError(
    "WF_RUN_UNFINISHED",
    `${filePath(path)}${more} is what lbm_eval leaves when it is killed while it saves`,
    {
      hint: "run the evaluation again, or pass --interim to look at an unfinished run on purpose; if the run is known to have finished, say so in its records and hand in the .json file by itself",
    },
  );
}
