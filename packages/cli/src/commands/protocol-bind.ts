import { documentDigest, printable } from "@worldflux/schema";
import type { Outcome } from "../output.ts";
import { readClaim, readProtocol } from "../read-documents.ts";
import { writeJsonFile } from "../write-json-file.ts";

/** Arguments of `protocol bind`. */
export interface ProtocolBindArgs {
  readonly claim: string;
  readonly protocol: string;
  readonly json: boolean;
}

/** `protocol bind`: names the claim by id and hash in the protocol, in place. */
export async function protocolBind(args: ProtocolBindArgs): Promise<Outcome> {
  const claim = readClaim(args.claim);
  const protocol = readProtocol(args.protocol);
  const binding = { claim_id: claim.id, claim_hash: documentDigest(claim) };
  const bound =
    protocol.claim_id === binding.claim_id && protocol.claim_hash === binding.claim_hash;
  if (!bound) writeJsonFile(args.protocol, { ...protocol, ...binding });
  return {
    text: `${printable(args.protocol)} ${bound ? "was bound already" : "is bound"} to ${binding.claim_id} (${binding.claim_hash})`,
    json: { protocol: args.protocol, ...binding, changed: !bound },
  };
}
