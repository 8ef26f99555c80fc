import { type Input, type InputFile, quote } from "@worldflux/adapter-kit";
import { WorldFluxError } from "@worldflux/schema";

/** Names that people give to LeRobot's file when they keep several; no hidden files. */
const named = /(?:^|\/)(?!\.)(?:[^/]*[_. -])?eval_info[^/]*\.json$/i;

/** What each shape starts with, also below a wrapper. */
const episodes = /"per_(?:task|episode)"\s*:/;

/**
 * The result file of an input: the one that was named, or the only one in an output folder, where
 * it stands beside `videos/`.
 *
 * @throws WorldFluxError WF_SHAPE_UNKNOWN when a folder has none, WF_INPUT_FOLDER when it has several
 */
export function findFile({ name, files }: Input): InputFile {
  const [file, ...others] = files;
  if (file !== undefined && others.length === 0) return file;
  const candidates = files.filter(({ path }) => named.test(path));
  // Aggregates may be saved under such a name as well; a lone candidate gets its own error.
  const results = candidates.length > 1 ? candidates.filter(mayHoldEpisodes) : candidates;
  if (results.length === 1 && results[0] !== undefined) return results[0];
  if (candidates.length === 0) {
    throw new WorldFluxError(
      "WF_SHAPE_UNKNOWN",
      `${name} holds ${files.length} files, and none is an eval_info.json`,
      { hint: "name the eval_info.json that lerobot-eval wrote, or the folder that holds it" },
    );
  }
  const several = results.length > 1 ? results : candidates;
  const shown = several.slice(0, 6).map(({ path }) => quote(path));
  const more = several.length > shown.length ? ` and ${several.length - shown.length} more` : "";
  throw new WorldFluxError(
    "WF_INPUT_FOLDER",
    `${name} holds ${several.length} evaluations: ${shown.join(", ")}${more}`,
    { hint: "name one eval_info.json, or the folder of one evaluation" },
  );
}

/** Only whole JSON without episodes is passed over: a broken file may have been an evaluation. */
function mayHoldEpisodes(file: InputFile): boolean {
  const head = file.head();
  const text = new TextDecoder().decode(head);
  return head.length < file.size || !text.trimStart().startsWith("{") || episodes.test(text);
}
