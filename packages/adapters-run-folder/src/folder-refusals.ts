import type { FileClass, ImportRefusal, RefusalNote } from "@worldflux/schema";
import { refusalCatalog } from "./refusals.ts";
import type { SeenFile } from "./seen-file.ts";

const rawClasses: readonly FileClass[] = [
  ...(["video", "image", "robot_recording", "dataset", "checkpoint"] as const),
];

type Reason = [code: ImportRefusal, detail: string];

/** Why a folder without any candidate is refused. */
export function folderRefusals(files: readonly SeenFile[]): RefusalNote[] {
  const archives = files.filter(({ class: is }) => is === "archive").length;
  const raw = files.filter(isRaw);
  const bytes = (of: readonly SeenFile[]) => of.reduce((sum, { size }) => sum + size, 0);
  const dominated =
    raw.length > 0 && bytes(raw) >= 0.9 * bytes(files.filter(({ class: is }) => is !== "archive"));
  const found: Reason[] = [];
  if (archives > 0) found.push(["archive-only", `${archives} archives, which are not opened`]);
  if (dominated) {
    found.push(["raw-binary-dominated", `${raw.length} of ${files.length} files are raw data`]);
  }
  const tables = files.filter(({ content }) => content === "plain_table").length;
  if (tables > 0) {
    const what = tables === 1 ? "1 table has" : `${tables} tables have`;
    found.push(["csv-only", `${what} no column that is known to hold outcomes`]);
  }
  const none: Reason = [
    "missing-episode-success",
    files.length === 0 ? "there is no file" : `none of ${files.length} files records an episode`,
  ];
  return (found.length > 0 ? found : [none]).map(([code, detail]) => ({
    code,
    detail,
    remedy: refusalCatalog[code].remedy,
  }));
}

/** Metadata of a data set is text, and no raw data. */
function isRaw({ class: is, content }: SeenFile): boolean {
  return content === null && (is === "other" || rawClasses.includes(is));
}
