import { readInput } from "@worldflux/adapter-kit";
import type { PackageLock } from "@worldflux/evidence";
import { decodeUtf8, type NamedLock, parseJson, printable } from "@worldflux/schema";
import { readLock } from "@worldflux/signing";

/** Largest lock, in bytes: that of a bundle. */
const MAX_BYTES = 4 * 2 ** 20;

/** A lock as it was read: bytes, what it says, and the bundle for a package. */
export interface LockInput extends NamedLock, PackageLock {
  readonly bytes: Uint8Array;
}

/**
 * Reads locks by path, in that order. Form only: nothing says yet that they are genuine.
 *
 * @throws WorldFluxError WF_LOCK_INVALID, or as `readInput`
 */
export function readLocks(paths: readonly string[]): LockInput[] {
  return paths.map((path) => {
    const name = printable(path);
    const bytes = readInput(path, MAX_BYTES);
    const facts = readLock(bytes, name);
    // `readLock` has held it to the one form of a bundle.
    const { value: bundle } = parseJson(decodeUtf8(bytes, name), { source: name });
    return { name, bytes, facts, bundle };
  });
}
