import { inWords, type Limits } from "./limits.ts";
import type { Proposal } from "./proposal.ts";

/** Says of one candidate after the other why it is not read; undefined for those that are. */
export function readingBudget(limits: Limits): (proposal: Proposal) => string | undefined {
  let left = limits.readInAll;
  return ({ files }) => {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > limits.candidateBytes) {
      return `its files have ${inWords(size)}; at most ${inWords(limits.candidateBytes)} of a candidate are read`;
    }
    if (size > left)
      return `not read: candidates before it took the ${inWords(limits.readInAll)} that are read in all`;
    left -= size;
    return undefined;
  };
}
