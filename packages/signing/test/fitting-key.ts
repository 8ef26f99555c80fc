import { createHash } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { toBase64 } from "../src/base64.ts";
import { payloadType, preAuthenticationEncoding } from "../src/dsse.ts";
import { type PublicKey, publicKeyOf } from "../src/public-key.ts";
import { bytesOf } from "./signed-package.ts";

/**
 * A bundle whose statement is under a signature that was there before it, and the key that was computed to fit
 * both: what somebody makes today who has an old time stamp over any signature of ECDSA.
 */
export function withFittingKey(bundleBytes: Uint8Array): {
  bundleBytes: Uint8Array;
  publicKey: PublicKey;
} {
  // Then: a signature of nothing yet, by a key that is not there yet.
  const { Point } = p256;
  const [k, s, n] = [1234567890123456789n, 987654321987654321n, Point.Fn.ORDER];
  const R = Point.BASE.multiply(k);
  const r = R.toAffine().x % n;
  const signature = new p256.Signature(r, s).toBytes("der");
  // Now: a statement, and Q = (s R - h G) / r.
  const bundle = JSON.parse(new TextDecoder().decode(bundleBytes));
  const encoded = preAuthenticationEncoding(
    payloadType,
    Buffer.from(bundle.dsseEnvelope.payload, "base64"),
  );
  const h = BigInt(`0x${createHash("sha256").update(encoded).digest("hex")}`) % n;
  const Q = R.multiply(s).subtract(Point.BASE.multiply(h)).multiply(Point.Fn.inv(r));
  const head = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
  const publicKey = publicKeyOf(Buffer.concat([Buffer.from(head, "hex"), Q.toBytes(false)]));
  if (!publicKey?.verifies(encoded, signature)) throw new Error("it is a key that fits");
  const { keyId } = publicKey;
  bundle.verificationMaterial.publicKey.hint = keyId;
  bundle.dsseEnvelope.signatures = [{ sig: toBase64(signature), keyid: keyId }];
  return { bundleBytes: bytesOf(bundle), publicKey };
}
