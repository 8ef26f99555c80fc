import type { Digest } from "@worldflux/schema";

/** A file of the evaluator. Opened when it is read. */
export interface InputFile {
  /** Where it is below the folder that the user named, with `/`; its name if a file was named. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
  /** The whole file, at most 256 MiB; a source of the evidence from then on. */
  bytes(): Uint8Array;
  /** The file in pieces, of any size; a source of the evidence from then on. */
  chunks(): Iterable<Uint8Array>;
  /** The first bytes, 64 KiB at most, for `detect`. Does not make it a source. */
  head(): Uint8Array;
}

/** What the user named: a file, a folder, or several of them. */
export interface Input {
  /** Name of the file or folder, for messages. */
  readonly name: string;
  /** Every regular file, sorted by path. */
  readonly files: readonly InputFile[];
}

/** A file that was read, with what identifies it. */
export interface SourceRead {
  readonly path: string;
  readonly sha256: Digest;
  readonly size_bytes: number;
}

/** An input that keeps book of what was read of it. */
export interface TrackedInput extends Input {
  /** Links to folders elsewhere, which were not followed. */
  readonly linksLeftOut: number;
  /** The files that were read so far, sorted by path. */
  sources(): readonly SourceRead[];
}
