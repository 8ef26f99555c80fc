import {
  type Claim,
  documentDigest,
  isPlaceholderDigest,
  type Protocol,
  WorldFluxError,
} from "@worldflux/schema";

/**
 * Whether the protocol names this claim by its hash; false for one that still holds a sample's
 * placeholder.
 *
 * @throws WorldFluxError WF_CLAIM_ID_MISMATCH or WF_CLAIM_HASH_MISMATCH when it names another claim
 */
export function checkBinding(claim: Claim, protocol: Protocol): boolean {
  const hint = "run `worldflux protocol bind --claim claim.json --protocol protocol.json`";
  if (protocol.claim_id !== claim.id) {
    throw new WorldFluxError(
      "WF_CLAIM_ID_MISMATCH",
      `protocol.json: /claim_id is ${protocol.claim_id}, but claim.json is ${claim.id}`,
      { hint },
    );
  }
  if (isPlaceholderDigest(protocol.claim_hash)) return false;
  const actual = documentDigest(claim);
  if (protocol.claim_hash === actual) return true;
  throw new WorldFluxError(
    "WF_CLAIM_HASH_MISMATCH",
    `protocol.json: /claim_hash is ${protocol.claim_hash}, but claim.json has ${actual}: the claim was changed after the protocol was written`,
    { hint },
  );
}
