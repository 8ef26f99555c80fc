import { RFC3161Timestamp, X509Certificate } from "@sigstore/core";
import { readDer } from "../der.ts";
import { Refusal } from "../refusal.ts";

/** An authority for time stamps that the reader trusts. */
export interface TrustedAuthority {
  /** Its name for the reader. */
  readonly name: string;
  /** The certificate that it signs time stamps with, DER. */
  readonly certificate: Uint8Array;
}

/** A time stamp that says it is by a trusted authority; whether it is, is for the library to say. */
export interface ReadToken<A = TrustedAuthority> {
  readonly token: RFC3161Timestamp;
  readonly at: Date;
  readonly authority: A;
}

/**
 * Reads a time stamp (a TimeStampResp of RFC 3161).
 *
 * @throws Refusal `timestamp_wrong` when it is none, was refused, or is by nobody in the list
 */
export function readToken<A extends TrustedAuthority>(
  der: Uint8Array,
  authorities: readonly A[],
): ReadToken<A> {
  const read = findToken(der, authorities);
  if (read !== null) return read;
  throw new Refusal("timestamp_wrong", "a time stamp is by no authority of the trusted root");
}

/** The same; null when it is by nobody in the list. */
export function findToken<A extends TrustedAuthority>(
  der: Uint8Array,
  authorities: readonly A[],
): ReadToken<A> | null {
  try {
    const [, ...behind] = readDer(der) ?? [undefined, undefined];
    const token = RFC3161Timestamp.parse(Buffer.from(der));
    const at = token.signingTime;
    // granted, or granted with changes
    if (behind.length > 0 || token.status < 0n || token.status > 1n || !isTime(at)) throw unread();
    const { signerIssuer, signerSerialNumber } = token;
    const authority = authorities.find(({ certificate }) => {
      const { issuer, serialNumber } = X509Certificate.parse(Buffer.from(certificate));
      return issuer.equals(signerIssuer) && serialNumber.equals(signerSerialNumber);
    });
    return authority === undefined ? null : { token, at, authority };
  } catch {
    throw unread(); // the readers throw whatever comes up
  }
}

function isTime(at: Date): boolean {
  return Number.isFinite(at.getTime());
}

function unread(): Refusal {
  return new Refusal("timestamp_wrong", "a time stamp cannot be read, or was not granted");
}
