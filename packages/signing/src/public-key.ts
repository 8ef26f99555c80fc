import { fromHex, sha256, toHex, WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { verifierOf } from "#verifier-of";
import { toBase64 } from "./base64.ts";
import { isSoundEd25519Key } from "./ed25519-key.ts";
import { readPem, writePem } from "./pem.ts";
import { isSignatureForm } from "./signature-form.ts";

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
  const hex = toHex(spki);
  const algorithm = forms.find(
    ({ head, rest }) => hex.startsWith(head) && hex.length === head.length + 2 * rest,
  )?.algorithm;
  if (algorithm === undefined) return null;
  if (algorithm === "ed25519" && !isSoundEd25519Key(spki.subarray(-32))) return null;
  const verifies = verifierOf(algorithm, spki);
  if (verifies === null) return null;
  return {
    algorithm,
    keyId: toBase64(fromHex(sha256(spki).slice("sha256:".length))),
    pem: writePem("PUBLIC KEY", spki),
    verifies: (data, signature) =>
      isSignatureForm(algorithm, signature) && verifies(data, signature),
  };
}
