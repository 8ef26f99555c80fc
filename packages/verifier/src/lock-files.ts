import { memberType } from "@worldflux/schema";
import { type LockFile, readLock } from "@worldflux/signing";
import type { PackageFiles } from "./read-folder.ts";

/** The locks of a package in the order of their numbers, which have one digit. */
export function lockFiles(files: PackageFiles["files"]): LockFile[] {
  return [...files]
    .filter(([path]) => memberType(path)?.role === "lock")
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * What they say, for the derivation.
 *
 * @throws WorldFluxError WF_LOCK_INVALID
 */
export function lockFactsOf(files: PackageFiles["files"]) {
  return lockFiles(files).map(({ name, bytes }) => readLock(bytes, name));
}
