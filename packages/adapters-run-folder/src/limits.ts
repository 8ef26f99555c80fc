/** How far a folder is looked into. Nothing beyond is guessed at; the report says what was left. */
export interface Limits {
  /** Files, folders and skipped entries, together. */
  readonly entries: number;
  /** Nesting of folders below the one that was named. */
  readonly depth: number;
  /** Largest file that is hashed, in bytes. */
  readonly hashedFile: number;
  /** Bytes that are read for hashes, in all. */
  readonly hashedInAll: number;
  /** Candidates that are looked at closely. */
  readonly candidates: number;
  /** Bytes of one candidate that are read for its rows. */
  readonly candidateBytes: number;
  /** Bytes that are read for rows, in all. */
  readonly readInAll: number;
  /** Places of possible credentials that are listed. */
  readonly secrets: number;
}

/** The limits of `audit import run-folder`. */
export const defaultLimits: Limits = {
  entries: 100_000,
  depth: 32,
  hashedFile: 64 * 2 ** 20,
  hashedInAll: 4 * 2 ** 30,
  candidates: 1000,
  candidateBytes: 512 * 2 ** 20,
  readInAll: 4 * 2 ** 30,
  secrets: 2000,
};

/** A number of bytes in words: `64 MiB`. */
export function inWords(bytes: number): string {
  if (bytes >= 2 ** 30) return `${Math.round(bytes / 2 ** 30)} GiB`;
  if (bytes >= 2 ** 20) return `${Math.round(bytes / 2 ** 20)} MiB`;
  return bytes >= 2 ** 10 ? `${Math.round(bytes / 2 ** 10)} KiB` : `${bytes} bytes`;
}
