import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { type Digest, digester, printable, sha256, WorldFluxError } from "@worldflux/schema";
import { PIECE, type StoredContent } from "./content.ts";

/** Most bytes that are read at a time: one call reads no more than 2 GiB. */
const CHUNK = 2 ** 20;

/**
 * Reads a file that was listed, without following a link and as it was at one moment.
 *
 * @param onOpen called once it is open
 * @throws WorldFluxError WF_INPUT_UNREADABLE, or WF_INPUT_CHANGED when it is not what was listed
 */
export function readPlainFile(path: string, listed: BigIntStats, onOpen: () => void): Uint8Array {
  const bytes = new Uint8Array(Number(listed.size));
  let at = 0;
  // Straight into its place: to gather pieces would take all of it twice.
  const place = () => bytes.subarray(at, at + CHUNK);
  for (const piece of reading(path, listed, place, onOpen)) at += piece.length;
  return bytes;
}

/**
 * Hashes a file that was listed and leaves the bytes where they are. Errors as for `readPlainFile`.
 */
export function storePlainFile(
  path: string,
  listed: BigIntStats,
  onOpen: () => void,
): StoredContent {
  const buffer = new Uint8Array(PIECE);
  const hash = digester();
  for (const piece of reading(path, listed, () => buffer, onOpen)) hash.update(piece);
  const whole = hash.digest();
  let digests: readonly Digest[] | undefined;
  return {
    length: Number(listed.size),
    sha256: whole,
    *pieces() {
      const own = new Uint8Array(PIECE);
      const pieces = reading(path, listed, () => own);
      if (digests === undefined) digests = yield* knownAtTheEnd(pieces, whole, path);
      else yield* knownBefore(pieces, digests, path);
    },
  };
}

/** Pieces of a file of which nothing but the digest of the whole is known. Returns the digest of each. */
function* knownAtTheEnd(
  pieces: Iterable<Uint8Array>,
  whole: Digest,
  path: string,
): Generator<Uint8Array, Digest[]> {
  const hash = digester();
  const digests: Digest[] = [];
  for (const piece of pieces) {
    hash.update(piece);
    digests.push(sha256(piece));
    yield piece;
  }
  if (hash.digest() !== whole) throw otherBytes(path);
  return digests;
}

/** Pieces of which each is known to be as it was before it is given. */
function* knownBefore(
  pieces: Iterable<Uint8Array>,
  digests: readonly Digest[],
  path: string,
): Generator<Uint8Array> {
  let i = 0;
  for (const piece of pieces) {
    if (sha256(piece) !== digests[i++]) throw otherBytes(path);
    yield piece;
  }
}

function otherBytes(path: string): WorldFluxError {
  return changed(path, "it holds other bytes than before");
}

/** The file in pieces, each fills what `place` gives but the last; still the listed one before and after. */
function* reading(
  path: string,
  listed: BigIntStats,
  place: () => Uint8Array,
  onOpen?: () => void,
): Generator<Uint8Array> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const fd = attempt(path, () => openSync(path, flags));
  try {
    attempt(path, () => refuseOther(path, listed, fstatSync(fd, { bigint: true })));
    onOpen?.();
    let left = Number(listed.size);
    while (left > 0) {
      const into = place().subarray(0, left);
      for (let at = 0; at < into.length; ) {
        const read = attempt(path, () => readSync(fd, into, at, into.length - at, null));
        if (read === 0) throw changed(path, "it ended early");
        at += read;
      }
      left -= into.length;
      yield into;
    }
    attempt(path, () => refuseOther(path, listed, fstatSync(fd, { bigint: true })));
  } finally {
    closeSync(fd);
  }
}

/** It is still the file that was listed, and nobody wrote to it. */
function refuseOther(path: string, listed: BigIntStats, now: BigIntStats): void {
  const fields = ["dev", "ino", "size", "mtimeNs", "ctimeNs"] as const;
  if (now.isFile() && fields.every((field) => listed[field] === now[field])) return;
  throw changed(path, "somebody writes to it");
}

/** Has the file system's own errors say what to do about them. */
export function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): WorldFluxError {
  if (cause instanceof WorldFluxError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  // It was a plain file a moment ago.
  if (code === "ELOOP" || code === "ENOENT") return changed(path, `it went away (${code})`);
  return new WorldFluxError("WF_INPUT_UNREADABLE", `${printable(path)} cannot be read (${code})`, {
    hint: "check the path and its permissions",
    cause,
  });
}

/** Somebody writes to the package: nothing is known of it. */
export function changed(path: string, how: string): WorldFluxError {
  return new WorldFluxError("WF_INPUT_CHANGED", `${printable(path)} changed: ${how}`, {
    hint: "find out what writes to the package, and try again on a copy",
  });
}
