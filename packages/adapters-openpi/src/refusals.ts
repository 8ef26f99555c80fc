import { WorldFluxError } from "@worldflux/schema";

/** The error for lines of a log that contradict each other. */
export function contradiction(at: string, what: string): WorldFluxError {
  return new WorldFluxError("WF_EPISODES_INCONSISTENT", `${at}: ${what}`, {
    hint: "hand in the log as the evaluator wrote it",
  });
}

/** The error for a log whose first lines are gone. */
export function beheaded(at: string, first: string): WorldFluxError {
  return new WorldFluxError(
    "WF_EPISODES_INCONSISTENT",
    `${at}: the log begins with ${first}: what was logged before is not in the file`,
    { hint: "hand in the whole log, from the line Task suite on" },
  );
}

/** The error for several runs in one file. */
export function mixed(what: string): WorldFluxError {
  return new WorldFluxError("WF_RUNS_MIXED", what, {
    hint: "save the log of each run as a file of its own and hand in one of them",
  });
}

/** The error for a log with the same evaluation loop and other totals. */
export function foreign(what: string): WorldFluxError {
  return new WorldFluxError(
    "WF_SHAPE_UNKNOWN",
    `${what}, as OpenVLA's and Cosmos Policy's LIBERO scripts do, and openpi and GR00T N1.5 do not`,
    {
      hint: "write one line an episode and declare its columns: `worldflux audit run mapped --map ...`",
    },
  );
}
