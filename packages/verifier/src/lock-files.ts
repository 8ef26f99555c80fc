import { memberType } from "@worldflux/schema";
import type { LockFile } from "@worldflux/signing";
import { bytesOf } from "./content.ts";
import type { PackageFiles } from "./read-folder.ts";

/** The locks of a package in the order of their numbers, which have one digit. */
export function lockFiles(files: PackageFiles["files"]): LockFile[] {
  return [...files]
    .filter(([path]) => memberType(path)?.role === "lock")
    .map(([name, content]) => ({ name, bytes: bytesOf(content) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
