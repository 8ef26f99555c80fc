import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import type { VerifierOf } from "./verifier-of.ts";

/**
 * Signatures checked without Node. Not by WebCrypto: its answers are promises, Ed25519 is missing in
 * browsers that are still in use, and what it refuses is left to each of them.
 */
export const verifierOf: VerifierOf = (algorithm, spki) =>
  algorithm === "ed25519" ? ed25519Verifier(spki.subarray(-32)) : p256Verifier(spki.subarray(-65));

function p256Verifier(point: Uint8Array): ReturnType<VerifierOf> {
  if (attempt(() => p256.Point.fromBytes(point)) === null) return null;
  // OpenSSL takes the larger of the two values that s can have, and so does this.
  const options = { format: "der", lowS: false, prehash: true } as const;
  return (data, signature) => p256.verify(signature, data, point, options);
}

/**
 * RFC 8032, section 5.1.7, without the factor 8, as OpenSSL has it: the encoding of `S B - k A` must be the
 * first half of the signature, byte for byte. With the factor, keys that are not of prime order would get
 * other answers than under Node.
 */
function ed25519Verifier(key: Uint8Array): ReturnType<VerifierOf> {
  const { Point } = ed25519;
  const point = attempt(() => Point.fromBytes(key));
  if (point === null) return null;
  return (data, signature) => {
    const first = signature.subarray(0, 32);
    const s = bytesToNumberLE(signature.subarray(32));
    if (signature.length !== 64 || s >= Point.Fn.ORDER) return false;
    const state = sha512.create().update(first).update(key).update(data);
    const k = Point.Fn.create(bytesToNumberLE(state.digest()));
    const expected = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k)).toBytes();
    return expected.every((byte, i) => byte === first[i]);
  };
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null; // bytes that are no point
  }
}
