import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { VerifierOf } from "./verifier-of.ts";

/** Signatures checked by Node's own crypto. */
export const verifierOf: VerifierOf = (algorithm, spki) => {
  const key = keyObject(spki);
  if (key === null) return null;
  const digest = algorithm === "ed25519" ? null : "sha256";
  return (data, signature) => {
    try {
      return verify(digest, data, { key, dsaEncoding: "der" }, signature);
    } catch {
      return false; // a signature that is not even of the right form
    }
  };
};

function keyObject(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    return null; // a point that is not on the curve
  }
}
