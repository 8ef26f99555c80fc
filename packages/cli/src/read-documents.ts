import { basename } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import type { PredictionsFile } from "@worldflux/evidence";
import { Claim, Predictions, Protocol, readDocument, readWritten, sha256 } from "@worldflux/schema";

/** Largest claim or protocol, in bytes. */
export const MAX_DOCUMENT_BYTES = 4 * 2 ** 20;

/** Reads a claim.json, whatever the file is called. */
export function readClaim(path: string): Claim {
  return readWritten(Claim, readInput(path, MAX_DOCUMENT_BYTES), "claim.json");
}

/** Reads a file of predicted outcomes, with its digest. */
export function readPredictions(path: string): PredictionsFile {
  const bytes = readInput(path);
  return { document: readDocument(Predictions, bytes, basename(path)), sha256: sha256(bytes) };
}

/** Reads a protocol.json, whatever the file is called. */
export function readProtocol(path: string): Protocol {
  return readWritten(Protocol, readInput(path, MAX_DOCUMENT_BYTES), "protocol.json");
}
