import { memberType } from "@worldflux/schema";
import type { LockFile } from "@worldflux/signing";
import type { PackageFiles } from "./read-folder.ts";

/** The locks of a package in the order of their numbers, which have one digit. */
export function lockFiles(files: PackageFiles["files"]): LockFile[] {
  return [...files]
    .filter(([path]) => memberType(path)?.role === "lock")
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
