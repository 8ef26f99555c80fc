import { bundleBytes } from "./bundle.ts";
import { payloadType, preAuthenticationEncoding } from "./dsse.ts";
import { keyDigest } from "./named-key.ts";
import type { PackageFacts } from "./package-facts.ts";
import type { SigningKey } from "./private-key.ts";
import { type Predicate, statementBytes } from "./statement.ts";

/** What is signed, and with which key. */
export interface SignInput {
  /** The bytes of `artifact_manifest.json`, as they lie in the package. */
  readonly manifestBytes: Uint8Array;
  /** `packageFacts` of the same files. */
  readonly facts: PackageFacts;
  /** The program that signs. */
  readonly producer: Predicate["producer"];
  readonly key: SigningKey;
}

/**
 * Signs a manifest: an in-toto statement in a DSSE envelope in a Sigstore bundle. The result is the
 * content of `signature.sigstore.json`. Verify the package first; nothing is checked here.
 *
 * @throws TypeError when the key's own public part does not verify what it signed
 */
export function signManifest({ manifestBytes, facts, producer, key }: SignInput): Uint8Array {
  const named = { ...facts, producer, key: keyDigest(key.publicKey.keyId) };
  return signPayload(statementBytes(manifestBytes, named), key);
}

/** Signs any payload. Only for `signManifest` and for tests: never sign what somebody else chose. */
export function signPayload(
  payload: Uint8Array,
  key: SigningKey,
  type: string = payloadType,
): Uint8Array {
  const encoding = preAuthenticationEncoding(type, payload);
  const signature = key.sign(encoding);
  if (!key.publicKey.verifies(encoding, signature)) {
    throw new TypeError("the new signature does not verify"); // a fault of memory or of the library
  }
  return bundleBytes(key.publicKey.keyId, payload, signature, type);
}
