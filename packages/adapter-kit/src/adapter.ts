import type { Digest, Reading } from "@worldflux/schema";

/** Version of this contract; an adapter says which one it was written for. */
export const adapterApi = 1;

/** A file of the evaluator, read whole. */
export interface InputFile {
  /** File name without its folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: Digest;
}

/** A shape that an adapter reads. */
export interface Shape {
  /** Short stable id, such as `L2`; goes into `audit_input.json`. */
  readonly id: string;
  /** What it looks like and which versions of the evaluator write it. */
  readonly description: string;
}

/** Turns the saved output of one evaluator into episodes. Pure: no files, clock or network. */
export interface Adapter {
  readonly api: typeof adapterApi;
  /** What a user types: `worldflux audit run <name>`. */
  readonly name: string;
  /** Role of the file it reads, such as `eval_info`. */
  readonly role: string;
  readonly shapes: readonly Shape[];
  /**
   * Reads a file into episodes, or refuses it.
   *
   * Recognise by shape, never by file name or version string. Drop nothing: an episode without a
   * result is `error`, `pending` or `missing`. Recompute every stored aggregate with
   * `checkStored`. List in `not_recorded` what the file cannot tell.
   *
   * @throws WorldFluxError naming what is wrong and what to do, for a file it cannot read whole
   */
  read(file: InputFile): Reading;
}
