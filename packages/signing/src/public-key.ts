import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { readPem, writePem } from "./pem.ts";

/** How a key of one's own signs. The key decides; nothing in a signature does. */
export const SigningAlgorithm = z.enum(["ecdsa-p256-sha256", "ed25519"]);
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>;

/** A public key that signatures can be checked with. */
export interface PublicKey {
  readonly algorithm: SigningAlgorithm;
  /** base64 of the SHA-256 of the SubjectPublicKeyInfo in DER (RFC 6962's key id). */
  readonly keyId: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
  /** True when `signature` (DER for ECDSA, 64 bytes for Ed25519) is this key's over `data`. Never throws. */
  verifies(data: Uint8Array, signature: Uint8Array): boolean;
}

/** What a SubjectPublicKeyInfo in DER starts with, and how many octets of key follow. */
const forms: readonly { algorithm: SigningAlgorithm; head: string; rest: number }[] = [
  // id-ecPublicKey, prime256v1, then an uncompressed point
  {
    algorithm: "ecdsa-p256-sha256",
    head: "3059301306072a8648ce3d020106082a8648ce3d03010703420004",
    rest: 64,
  },
  { algorithm: "ed25519", head: "302a300506032b6570032100", rest: 32 },
];

/**
 * Ed25519 keys of small order: for them somebody can make one signature that fits many messages.
 * Hexadecimal, the sign bit cleared.
 */
const smallOrder = new Set([
  `00${"00".repeat(31)}`,
  `01${"00".repeat(31)}`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
]);

/**
 * Reads a public key: one PEM block `PUBLIC KEY`, P-256 with an uncompressed point or Ed25519, in the
 * one DER form that has a single key id.
 *
 * @throws WorldFluxError WF_KEY_REFUSED that quotes nothing; a private key has its own message
 */
export function readPublicKey(pem: string, source: string): PublicKey {
  if (/PRIVATE KEY/.test(pem)) {
    throw new WorldFluxError("WF_KEY_REFUSED", `${source} holds a private key`, {
      hint: "keep private keys out of every file that is handed on; give signer.pub's text",
    });
  }
  const block = readPem(pem);
  const key = block?.label === "PUBLIC KEY" ? publicKeyOf(block.bytes) : null;
  if (key !== null) return key;
  throw new WorldFluxError(
    "WF_KEY_REFUSED",
    `${source} is not a P-256 or Ed25519 public key in PEM`,
    {
      hint: "give one block that starts with -----BEGIN PUBLIC KEY-----, as in signer.pub",
    },
  );
}

/** The public key of a SubjectPublicKeyInfo in DER; null when it is not one of ours. */
export function publicKeyOf(spki: Uint8Array): PublicKey | null {
  const hex = Buffer.from(spki).toString("hex");
  const form = forms.find(
    ({ head, rest }) => hex.startsWith(head) && hex.length === head.length + 2 * rest,
  );
  if (form === undefined || (form.algorithm === "ed25519" && isSmallOrder(hex.slice(-64))))
    return null;
  const key = keyObject(spki);
  if (key === null) return null;
  const digest = form.algorithm === "ed25519" ? null : "sha256";
  return {
    algorithm: form.algorithm,
    keyId: createHash("sha256").update(spki).digest("base64"),
    pem: writePem("PUBLIC KEY", spki),
    verifies: (data, signature) => {
      try {
        return verify(digest, data, { key, dsaEncoding: "der" }, signature);
      } catch {
        return false; // a signature that is not even of the right form
      }
    },
  };
}

function isSmallOrder(point: string): boolean {
  const last = Number.parseInt(point.slice(62), 16) & 0x7f;
  return smallOrder.has(point.slice(0, 62) + last.toString(16).padStart(2, "0"));
}

function keyObject(spki: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    return null; // a point that is not on the curve
  }
}
