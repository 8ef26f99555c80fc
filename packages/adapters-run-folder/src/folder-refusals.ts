import type { FileClass, RefusalNote } from "@worldflux/schema";
import { refusalCatalog } from "./refusals.ts";
import type { SeenFile } from "./seen-file.ts";

const rawClasses: readonly FileClass[] = [
  ...(["video", "image", "robot_recording", "dataset", "checkpoint"] as const),
];

/** Why a folder without any candidate is refused. */
export function folderRefusals(files: readonly SeenFile[]): RefusalNote[] {
  const archives = files.filter(({ class: is }) => is === "archive").length;
  const raw = files.filter((file) => rawClasses.includes(file.class) || isBinary(file));
  const bytes = (of: readonly SeenFile[]) => of.reduce((sum, { size }) => sum + size, 0);
  const dominated = raw.length > 0 && bytes(raw) >= 0.9 * bytes(files.filter(({ class: is }) => is !== "archive"));
  const found: [keyof typeof refusalCatalog, string][] = [
    ...(archives > 0 ? [["archive-only", `${archives} archives, which are not opened`] as [keyof typeof refusalCatalog, string]] : []),
    ...(dominated ? [["raw-binary-dominated", `${raw.length} of ${files.length} files are raw data`] as [keyof typeof refusalCatalog, string]] : []),
  ];
  const none: [keyof typeof refusalCatalog, string] = [
    "missing-episode-success",
    files.length === 0 ? "there is no file" : `none of ${files.length} files records an episode`,
  ];
  return (found.length > 0 ? found : [none]).map(([code, detail]) => ({
    code,
    detail,
    remedy: refusalCatalog[code].remedy,
  }));
}

function isBinary({ class: is, content }: SeenFile): boolean {
  return is === "other" && content === null;
}
