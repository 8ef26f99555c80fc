import type { Outcome } from "../output.ts";

/** What every command takes. */
export type Args = { json: boolean };

/** Makes a yargs handler of a command: it returns what it has to say, and the caller says it. */
export type Wrap = <A extends Args>(
  execute: (args: A) => Promise<Outcome>,
) => (args: A) => Promise<void>;
