import { basename } from "node:path";
import { readInput } from "@worldflux/adapter-kit";
import type { PredictionsFile } from "@worldflux/evidence";
import { Claim, Predictions, Protocol, readDocument, readWritten, sha256 } from "@worldflux/schema";

/** Largest claim or protocol, in bytes. */
const MAX_DOCUMENT_BYTES = 4 * 2 ** 20;

/** Reads the bytes of a claim or a protocol. */
export function readDocumentBytes(path: string, name: "claim.json" | "protocol.json"): Uint8Array {
  return readInput(path, MAX_DOCUMENT_BYTES, `check that this is a ${name}`);
}

/** Reads a claim.json, whatever the file is called. */
export function readClaim(path: string): Claim {
  return readWritten(Claim, readDocumentBytes(path, "claim.json"), "claim.json");
}

/** Reads a file of predicted outcomes, with its digest. */
export function readPredictions(path: string): PredictionsFile {
  const bytes = readInput(path);
  return { document: readDocument(Predictions, bytes, basename(path)), sha256: sha256(bytes) };
}

/** Reads a protocol.json, whatever the file is called. */
export function readProtocol(path: string): Protocol {
  return readWritten(Protocol, readDocumentBytes(path, "protocol.json"), "protocol.json");
}
