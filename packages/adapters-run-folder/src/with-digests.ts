import type { TrackedInput } from "@worldflux/adapter-kit";
import { type Digest, WorldFluxError } from "@worldflux/schema";
import type { Proposal } from "./proposal.ts";

/**
 * A candidate with the digest of each file, also of those that were too large to be hashed when the
 * folder was looked through: its id is that of its content, and a change of it is noticed.
 */
export function withDigests(
  proposal: Proposal,
  open: (paths: readonly string[]) => TrackedInput,
): Proposal {
  if (proposal.files.every(({ sha256 }) => sha256 !== null)) return proposal;
  const files = proposal.files.map((file) => ({
    ...file,
    sha256: file.sha256 ?? digestOf(file.path, open),
  }));
  return { ...proposal, files };
}

/** null for a file that cannot be read, which whoever reads it then says. */
function digestOf(path: string, open: (paths: readonly string[]) => TrackedInput): Digest | null {
  try {
    const input = open([path]);
    for (const file of input.files) {
      for (const _ of file.chunks()); // read through, so that it is a source
    }
    return input.sources()[0]?.sha256 ?? null;
  } catch (error) {
    if (!(error instanceof WorldFluxError)) throw error;
    return null;
  }
}
