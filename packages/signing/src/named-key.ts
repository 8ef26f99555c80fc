import { Digest, toHex } from "@worldflux/schema";
import { fromBase64 } from "./base64.ts";
import type { Envelope } from "./read-envelope.ts";
import { Refusal } from "./refusal.ts";

/**
 * SHA-256 of the key that signs, as SubjectPublicKeyInfo in DER; null with a certificate. A time stamp vouches
 * for a signature alone, and for one of ECDSA anybody can find a key that fits it and another statement.
 */
export const NamedKey = Digest.nullable();

/** What a statement of any kind has to say. */
export interface NamesItsKey {
  readonly predicate: { readonly key: Digest | null };
}

/** What a statement calls a key: the same SHA-256 as its id, in the form of all digests. */
export function keyDigest(keyId: string): Digest {
  return `sha256:${toHex(fromBase64(keyId))}`;
}

/**
 * The key has to be in what is signed. Else whoever has an old time stamp over a signature of ECDSA could write a
 * statement today, and compute the key for which the old signature is one of it.
 *
 * @param name the signature's file, for messages
 * @throws Refusal key_id_mismatch
 */
export function refuseOtherKey(
  envelope: Envelope,
  { predicate: { key } }: NamesItsKey,
  name: string,
): void {
  if (key === (envelope.kind === "key" ? keyDigest(envelope.keyId) : null)) return;
  const named = key === null ? "no" : "another";
  throw new Refusal("key_id_mismatch", `${name}: the signed statement names ${named} key`);
}
