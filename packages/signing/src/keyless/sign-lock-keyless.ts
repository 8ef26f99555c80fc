import { type Digest, WorldFluxError } from "@worldflux/schema";
import { identityDigest } from "../certificate-identity.ts";
import { lockStatementBytes } from "../lock-statement.ts";
import type { SignLockInput } from "../sign-lock.ts";
import {
  type KeylessSignature,
  type KeylessSigner,
  signPayloadKeyless,
} from "./sign-payload-keyless.ts";

/** What is locked, as whom, and where. */
export interface KeylessLockInput extends Omit<SignLockInput, "key">, KeylessSigner {
  /** Who made the lock that is co-signed, as `readLock` has it: somebody else has to co-sign it. */
  readonly notBy?: string | undefined;
}

/**
 * Locks claim and protocol as `signLock` does, with a key that is used once, for which Fulcio certifies whose
 * it is. The log, and a time-stamping authority where there is one, say when. It publishes what `signKeyless`
 * publishes, and the lock itself holds the certificate with the name: ask before.
 *
 * @throws WorldFluxError as `signKeyless`; WF_LOCK_REFUSED when the certificate names the very signer of the
 * lock that is co-signed, before anything is signed
 */
export function signLockKeyless(input: KeylessLockInput): Promise<KeylessSignature> {
  const { claim, protocol, episodes, role, cosigns, producer, created_at } = input;
  const payload = lockStatementBytes(
    { claim, protocol, episodes },
    { role, cosigns, key: null, producer, created_at },
  );
  return signPayloadKeyless(payload, input, ({ name, issuer }) => {
    const signer: Digest = identityDigest({ issuer, san: name });
    if (signer !== input.notBy) return;
    throw new WorldFluxError("WF_LOCK_REFUSED", "the lock that is co-signed is by this very name", {
      hint: "a lock is co-signed by the other side, under its own name or with its own key",
    });
  });
}
