import { X509Certificate as SecondReader } from "node:crypto";
import { type ASN1Obj, X509Certificate } from "@sigstore/core";
import { Refusal } from "../refusal.ts";
import type { CertificateIdentity } from "./match-identity.ts";

/** A signing certificate. */
export interface SigningCertificate {
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** When each certificate log saw it. */
  readonly logged: readonly Date[];
  /** Whom it names; null: nobody that could be compared, for the reason given. */
  readonly identity: CertificateIdentity | null;
  readonly nobody: string;
}

const codeSigning = "1.3.6.1.5.5.7.3.3";
const subjectAltName = "2.5.29.17";
const fulcio = "1.3.6.1.4.1.57264.1";
/** Kinds of a general name: rfc822Name and uniformResourceIdentifier. */
const nameKinds = [1, 6];
const UTF8_STRING = 0x0c;

/**
 * Reads a certificate with two readers, so that bytes that one of them skips are not there.
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
  const texts = extensionsOf(certificate);
  const { identity, nobody } = identityOf(certificate, texts);
  return {
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    logged: certificate.extSCT?.signedCertificateTimestamps.map((sct) => sct.datetime) ?? [],
    identity,
    nobody,
  };
}

/** Fulcio's extensions that hold visible text, by object identifier. */
function extensionsOf(certificate: X509Certificate): Map<string, string> {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  for (const { subs } of certificate.extensions) {
    const id = subs[0]?.toOID() ?? "";
    if (seen.has(id)) throw wrong("the certificate has an extension twice");
    seen.add(id);
    const arc = id.startsWith(`${fulcio}.`) ? Number(id.slice(fulcio.length + 1)) : Number.NaN;
    const value = subs.at(-1);
    if (!(arc >= 1) || value === undefined) continue;
    // The first six are bare text; those from the eighth on are an UTF8String.
    const text = arc <= 6 ? visible(value.value, true) : utf8String(value);
    if (text !== null) texts.set(id, text);
  }
  return texts;
}

function utf8String(value: ASN1Obj): string | null {
  const [inner, ...more] = value.subs;
  const only = inner !== undefined && more.length === 0;
  return only && inner.tag.number === UTF8_STRING && inner.tag.class === 0
    ? visible(inner.value, true)
    : null;
}

function identityOf(
  certificate: X509Certificate,
  texts: ReadonlyMap<string, string>,
): Pick<SigningCertificate, "identity" | "nobody"> {
  const names = certificate.extension(subjectAltName)?.valueObj.subs[0]?.subs ?? [];
  const [name] = names;
  if (name === undefined || names.length !== 1) {
    return { identity: null, nobody: "the certificate does not have exactly one name" };
  }
  const known = nameKinds.some((kind) => name.tag.isContextSpecific(kind));
  const san = known && !name.tag.constructed ? visible(name.value) : null;
  if (san === null) {
    return { identity: null, nobody: "the certificate's name is no e-mail address or URI" };
  }
  const [old, issuer = old] = [texts.get(`${fulcio}.1`), texts.get(`${fulcio}.8`)];
  if (issuer === undefined || (old !== undefined && old !== issuer)) {
    return { identity: null, nobody: "the certificate does not name one issuer" };
  }
  return { identity: { san, issuer, extensions: texts }, nobody: "" };
}

/** Bytes as text, if they are visible ASCII: nothing that two readers could see as two names. */
function visible(bytes: Uint8Array, spaces = false): string | null {
  if (bytes.length === 0 || bytes.length > 1000) return null;
  const lowest = spaces ? 0x20 : 0x21;
  return bytes.every((byte) => byte >= lowest && byte < 0x7f)
    ? String.fromCharCode(...bytes)
    : null;
}

function wrong(detail: string): Refusal {
  return new Refusal("certificate_wrong", detail);
}
