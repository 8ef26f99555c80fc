import type { Reading } from "@worldflux/schema";
import type { Input } from "./input.ts";

/** Version of this contract; an adapter says which one it was written for. */
export const adapterApi = 1;

/** A shape that an adapter reads. */
export interface Shape {
  /** Short stable id, such as `L2`; goes into `audit_input.json`. */
  readonly id: string;
  /** What it looks like and which versions of the evaluator write it. */
  readonly description: string;
}

/** What an adapter makes of an input at first sight. */
export interface Detection {
  /** Id of the shape; null when the input is not this evaluator's. */
  readonly shape: string | null;
  /** What was recognised, or what is missing; one sentence for people. */
  readonly why: string;
}

/** What the user declares about a run. */
export interface ReadOptions {
  /** The run has not finished and is looked at on purpose: pending episodes are no error. */
  readonly interim: boolean;
}

/** Turns the saved output of one evaluator into episodes. Pure: no files, clock or network. */
export interface Adapter {
  readonly api: typeof adapterApi;
  /** What a user types: `worldflux audit run <name>`. */
  readonly name: string;
  /** Role of the files it reads, such as `eval_info`. */
  readonly role: string;
  readonly shapes: readonly Shape[];
  /** Recognises an input by its shape, never by file name or version string. Never throws. */
  detect(input: Input): Detection;
  /**
   * Reads the input into episodes, or refuses it.
   *
   * Drop nothing: an episode without a result is `error`, `pending` or `missing`. Recompute every
   * stored aggregate with `checkStored`. List in `not_recorded` what the source cannot tell.
   *
   * @throws WorldFluxError naming what is wrong and what to do, for an input it cannot read whole
   */
  read(input: Input, options: ReadOptions): Reading | Promise<Reading>;
}
