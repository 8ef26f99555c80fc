import type { Adapter, SourceRead } from "@worldflux/adapter-kit";
import { type ImportReport, type Reading, WorldFluxError } from "@worldflux/schema";
import { tidy } from "./checks.ts";
import { examine, type Means } from "./examine.ts";
import type { Proposal } from "./proposal.ts";

/** A candidate's episodes, as they go into `audit_input.json`. */
export interface SelectedRun {
  readonly adapter: Adapter;
  readonly reading: Reading;
  readonly files: readonly SourceRead[];
}

/**
 * Reads an acceptable candidate again; undefined for one that is refused.
 *
 * @throws WorldFluxError WF_CANDIDATE_UNKNOWN, or WF_INPUT_CHANGED when its files are not those that
 * were reported
 */
export async function selectCandidate(
  id: string,
  report: ImportReport,
  proposals: readonly Proposal[],
  means: Means,
): Promise<SelectedRun | undefined> {
  const at = report.candidates.findIndex((each) => each.id === id);
  const candidate = report.candidates[at];
  // They stand in the same order; the report may leave out the last ones.
  const proposal = proposals[at];
  if (candidate === undefined || proposal === undefined) {
    throw new WorldFluxError(
      "WF_CANDIDATE_UNKNOWN",
      `there is no candidate ${tidy(id).slice(0, 60)}`,
      {
        hint: "take an id from the report of --dry-run; it changes when a file of the candidate does",
      },
    );
  }
  if (!candidate.acceptable) return undefined;
  const { candidate: again, read, digests } = await examine(proposal, means);
  const files = read?.sources() ?? [];
  if (read === undefined || again.id !== id || files.some(({ sha256 }) => !digests.has(sha256))) {
    throw new WorldFluxError(
      "WF_INPUT_CHANGED",
      "the candidate's files were changed while they were read",
      {
        hint: "wait until nothing writes to the folder any more, then try again",
      },
    );
  }
  return { adapter: read.adapter, reading: read.reading, files };
}
