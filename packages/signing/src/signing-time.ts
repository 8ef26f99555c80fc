import type { SignatureCode } from "./check.ts";

/** A moment before which a signature was there, and who vouches for it. */
export interface SigningTime {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** A time stamp of RFC 3161, or an entry in a Rekor log. */
  readonly by: "rfc3161" | "rekor";
  /** Who vouches: an authority of the reader's configuration, or a log of its trusted root. */
  readonly name: string;
}

/** What the time stamps of a bundle show to a reader; plain data. */
export interface TimestampFinding {
  /** The earliest time that an authority vouches for whom the reader trusts; null when none does. */
  readonly proven: SigningTime | null;
  /** Why the bundle is refused: a token that cannot be read, or was never made for this signature. */
  readonly problem: { readonly code: SignatureCode; readonly detail: string } | null;
}

/**
 * Judges time stamps of RFC 3161. It is handed in, so that whoever has nothing to do with time stamps
 * loads no ASN.1 reader: `loadTimestampTrust` makes one of a trusted-signer configuration.
 */
export interface TimestampTrust {
  /** What DER tokens over the bytes of a signature show at `now`. Never throws for a bad token. */
  judge(tokens: readonly Uint8Array[], signature: Uint8Array, now: Date): TimestampFinding;
}
