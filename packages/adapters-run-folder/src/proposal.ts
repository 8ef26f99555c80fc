import { sha256 } from "@worldflux/schema";
import type { SeenFile } from "./seen-file.ts";

/** What the files of a candidate have in common. */
export type ProposalKind =
  | "recognised"
  | "rows"
  | "table"
  | "episode-files"
  | "attempts"
  | "aggregates"
  | "scores"
  | "outcome-names"
  | "tracker";

/** Files that may be one evaluation, before they are read. */
export interface Proposal {
  readonly kind: ProposalKind;
  readonly directory: string;
  readonly files: readonly SeenFile[];
  /** What is said against it by the files around it. */
  readonly against: readonly { readonly code: "ambiguous" | "partial"; readonly detail: string }[];
}

/**
 * Id of a candidate: the same for the same files with the same content, wherever the folder lies. A
 * file counts by its size only in a candidate that is too large to be read.
 */
export function candidateId({ directory, files }: Proposal): string {
  const content = files.map(({ path, sha256, size }) => [path, sha256 ?? size]);
  return `run_${sha256(JSON.stringify([directory, content])).slice("sha256:".length, "sha256:".length + 16)}`;
}
