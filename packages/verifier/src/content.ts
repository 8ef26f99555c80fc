import { type Digest, sha256 } from "@worldflux/schema";

/** A large member that stays in its file, and is read from there each time. */
export interface StoredContent {
  /** Bytes. */
  readonly length: number;
  /** Of the bytes as they were when the folder was read. */
  readonly sha256: Digest;
  /**
   * The bytes in pieces; a piece is gone when the next one is asked for. The first time, what was read counts only
   * once the last piece was: then the bytes are known to be those of `sha256`. After that each piece is known to be
   * one of them when it is given.
   *
   * @throws WorldFluxError WF_INPUT_CHANGED when they are not, or WF_INPUT_UNREADABLE
   */
  pieces(): Iterable<Uint8Array>;
}

/** What a file of a package holds: bytes in memory, or, for large JSON Lines, where they can be read. */
export type Content = Uint8Array | StoredContent;

/** Bytes of a piece: what fits the processor's cache is hashed fastest. */
export const PIECE = 2 ** 16;

/** SHA-256 of a file of a package. */
export function contentDigest(content: Content): Digest {
  return content instanceof Uint8Array ? sha256(content) : content.sha256;
}

/** A file of a package in pieces. */
export function contentPieces(content: Content): Iterable<Uint8Array> {
  return content instanceof Uint8Array ? piecesOf(content) : content.pieces();
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/** Bytes of a file that is never stored: of everything but JSON Lines. */
export function bytesOf(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  throw new TypeError("only JSON Lines are left in their file");
}

/** The files that are in memory: all but large JSON Lines. */
export function inMemory(files: ReadonlyMap<string, Content>): Map<string, Uint8Array> {
  const held = new Map<string, Uint8Array>();
  for (const [path, content] of files) if (content instanceof Uint8Array) held.set(path, content);
  return held;
}

/** All files, with those that are not in memory read into it. */
export function intoMemory(files: ReadonlyMap<string, Content>): Map<string, Uint8Array> {
  return new Map([...files].map(([path, content]) => [path, joined(content)]));
}

function joined(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  const bytes = new Uint8Array(content.length);
  let at = 0;
  for (const piece of content.pieces()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
