import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** A key that signs, and its public part. */
export interface KeyPair {
  readonly algorithm: "ecdsa-p256" | "ed25519";
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer;
  /** ECDSA with SHA-256 in DER, or Ed25519's 64 bytes. */
  sign(data: Uint8Array): Buffer;
}

/** A new P-256 key: what everything here but the Rekor v2 log signs with. */
export function newKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    algorithm: "ecdsa-p256",
    spki: publicKey.export({ format: "der", type: "spki" }),
    sign: (data) => sign("sha256", data, privateKey),
  };
}

/** A new Ed25519 key, as Rekor v2 logs have. */
export function newEd25519KeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    algorithm: "ed25519",
    spki: publicKey.export({ format: "der", type: "spki" }),
    sign: (data) => sign(null, data, privateKey),
  };
}

export const sha256 = (...data: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of data) hash.update(part);
  return hash.digest();
};
