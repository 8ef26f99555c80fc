import type { CertificateBundle } from "../bundle.ts";
import type { SignatureChecks } from "../check.ts";
import type { SigningTime } from "../signing-time.ts";

/** Who signed. */
export interface Signer {
  /** The subject of a trusted key as the reader's configuration has it, or the name in a certificate. */
  readonly name: string;
  /** The id of the key, or the issuer that vouched for the name. */
  readonly id: string;
}

/** The two checks of a signature, and what is known of it; plain data. */
export interface JudgedSignature {
  readonly checks: SignatureChecks;
  /** Whose signature it is, if `checks.signature` passed; trusted only if `checks.identity` did too. */
  readonly signer: Signer | null;
  /** A time before which it was signed; null: unproven. Not null only if `checks.signature` passed. */
  readonly signedAt: SigningTime | null;
}

/**
 * Judges signatures by certificate. It is handed in, so that whoever has nothing to do with them loads
 * no library for them: `loadSigstoreTrust` makes one of a policy.
 */
export interface SigstoreTrust {
  /** Judges a bundle's signature over its own payload at `now`. Never throws for a bad bundle. */
  judge(bundle: CertificateBundle, now: Date): JudgedSignature;
}
