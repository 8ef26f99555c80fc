import { type LockedDocuments, type LockPredicate, lockStatementBytes } from "./lock-statement.ts";
import { keyDigest } from "./named-key.ts";
import type { SigningKey } from "./private-key.ts";
import { signPayload } from "./sign.ts";

/** What is locked, by whom and with which key. */
export interface SignLockInput
  extends LockedDocuments,
    Pick<LockPredicate, "role" | "cosigns" | "producer" | "created_at"> {
  readonly key: SigningKey;
}

/**
 * Locks claim and protocol: an in-toto statement in a DSSE envelope in a Sigstore bundle, the content of
 * a `lock.sigstore.json`. It says nothing of when until a third party stamps it.
 *
 * @throws TypeError when the key's own public part does not verify what it signed
 */
export function signLock({ key, claim, protocol, episodes, ...about }: SignLockInput): Uint8Array {
  const { role, cosigns, producer, created_at } = about;
  const payload = lockStatementBytes(
    { claim, protocol, episodes },
    { role, cosigns, key: keyDigest(key.publicKey.keyId), producer, created_at },
  );
  return signPayload(payload, key);
}
