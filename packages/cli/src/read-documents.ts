import { readInput } from "@worldflux/adapter-kit";
import { Claim, Protocol, readDocument } from "@worldflux/schema";

/** Largest claim or protocol, in bytes. */
const MAX_BYTES = 4 * 2 ** 20;

/** Reads a claim.json, whatever the file is called. */
export function readClaim(path: string): Claim {
  return readDocument(Claim, readInput(path, MAX_BYTES).bytes, "claim.json");
}

/** Reads a protocol.json, whatever the file is called. */
export function readProtocol(path: string): Protocol {
  return readDocument(Protocol, readInput(path, MAX_BYTES).bytes, "protocol.json");
}
