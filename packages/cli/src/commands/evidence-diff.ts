import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import { type DiffInput, diffEvidence, renderDiff } from "@worldflux/evidence";
import {
  AuditInput,
  checkDocument,
  EpisodeResult,
  Evidence,
  jsonLines,
  readDocument,
} from "@worldflux/schema";
import { type Outcome, painter } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";

/** Arguments of `evidence diff`. */
export interface EvidenceDiffArgs {
  readonly left: string;
  readonly right: string;
  readonly json: boolean;
}

/** `evidence diff`: two packages side by side, and whether their rates can be compared at all. */
export async function evidenceDiff(args: EvidenceDiffArgs): Promise<Outcome> {
  const diff = diffEvidence(readSide(args.left), readSide(args.right));
  const note = "Neither is verified here: `worldflux audit verify` recomputes these numbers.";
  return { text: `${renderDiff(diff, painter(args.json))}\n${note}`, json: diff };
}

/** A package folder, or an evidence.json with what lies beside it. */
function readSide(path: string): DiffInput {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const folder = isFolder ? path : dirname(path);
  const evidence = readDocument(
    Evidence,
    readInput(isFolder ? join(folder, "evidence.json") : path),
    "evidence.json",
  );
  const beside = <T>(name: string, read: (at: string) => T): T | undefined => {
    const at = join(folder, name);
    return existsSync(at) ? read(at) : undefined;
  };
  return {
    evidence,
    claim: beside("claim.json", readClaim),
    protocol: beside("protocol.json", readProtocol),
    input: beside("audit_input.json", (at) =>
      readDocument(AuditInput, readInput(at), "audit_input.json"),
    ),
    episodes: beside("episode_results.jsonl", readEpisodes),
  };
}

/** The lines of episode_results.jsonl; nothing is read before they are asked for. */
function readEpisodes(path: string): Iterable<EpisodeResult> {
  return {
    *[Symbol.iterator]() {
      const name = "episode_results.jsonl";
      for (const { line, value } of jsonLines([readInput(path)], name)) {
        yield checkDocument(EpisodeResult, value, `${name}:${line}`);
      }
    },
  };
}
