import { type KeyObject, X509Certificate as SecondReader } from "node:crypto";
import { X509Certificate } from "@sigstore/core";
import { certificateIdentity, type NamedSubject } from "../certificate-identity.ts";
import { isSoundEd25519Key } from "../ed25519-key.ts";
import { Refusal } from "../refusal.ts";

/** A signing certificate. */
export type SigningCertificate = NamedSubject & {
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** When each certificate log saw it. */
  readonly logged: readonly Date[];
};

const codeSigning = "1.3.6.1.5.5.7.3.3";
const curves: readonly unknown[] = ["prime256v1", "secp384r1", "secp521r1"];

/**
 * Reads a certificate with two readers, so that bytes that one of them skips are not there; whom it names, with
 * the one that also reads what a lock says.
 *
 * @throws Refusal `certificate_wrong`
 */
export function readCertificate(der: Uint8Array): SigningCertificate {
  try {
    return read(Buffer.from(der));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw wrong("the certificate cannot be read"); // whatever the readers threw
  }
}

function read(der: Buffer): SigningCertificate {
  const second = new SecondReader(der);
  const certificate = X509Certificate.parse(Buffer.from(der));
  if (!second.raw.equals(der) || !certificate.root.toDER().equals(der)) {
    throw wrong("the certificate is not in DER, or has bytes behind it");
  }
  if (second.ca || !(second.keyUsage ?? []).includes(codeSigning)) {
    throw wrong("the certificate is not one for signing");
  }
  if (!isSoundKey(second.publicKey)) {
    throw wrong("the certificate's key is of a kind that could fit more than what was signed");
  }
  return {
    ...certificateIdentity(der),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    logged: certificate.extSCT?.signedCertificateTimestamps.map((sct) => sct.datetime) ?? [],
  };
}

/**
 * Whether a signature of this key is of one statement. One that fits every statement could be stamped before the
 * run, and the statement written after it. No authority asks whether an Ed25519 key is such a one.
 */
function isSoundKey(key: KeyObject): boolean {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  if (kind === "ec") return curves.includes(details?.namedCurve);
  if (kind === "rsa") return (details?.modulusLength ?? 0) >= 2048;
  if (kind !== "ed25519") return false;
  return isSoundEd25519Key(key.export({ format: "der", type: "spki" }).subarray(-32));
}

function wrong(detail: string): Refusal {
  return new Refusal("certificate_wrong", detail);
}
