import type { SigningAlgorithm } from "./public-key.ts";

/** Whether a signature of the form that `isSignatureForm` wants is the key's over the bytes. */
type Verifies = (data: Uint8Array, signature: Uint8Array) => boolean;

/**
 * The arithmetic of a public key, as it is made twice: by Node's own crypto, and without Node for browsers.
 * Which one `#verifier-of` means is said by the conditions of package.json; nothing is detected while it
 * runs. Property tests hold both to equal answers.
 *
 * @param spki SubjectPublicKeyInfo of one of the forms in `public-key.ts`; an Ed25519 key has passed
 * `isSoundEd25519Key`
 * @returns null for a point that is not on the curve
 */
export type VerifierOf = (algorithm: SigningAlgorithm, spki: Uint8Array) => Verifies | null;
