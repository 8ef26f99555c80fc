import { createHash, randomBytes } from "node:crypto";
import {
  bitString,
  boolean,
  der,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  smallInteger,
  tag,
  time,
  utf8String,
} from "./der.ts";
import type { KeyPair } from "./key-pair.ts";

/** ECDSA with SHA-256, as an AlgorithmIdentifier. */
export const ecdsaSha256 = sequence(oid("1.2.840.10045.4.3.2"));

/** A certificate authority's name: organization and common name. */
export interface Name {
  readonly organization: string;
  readonly commonName: string;
}

/** A distinguished name in DER; of nothing, as a Fulcio leaf has, the empty one. */
export function nameOf(name: Name | undefined): Buffer {
  if (name === undefined) return sequence();
  const attribute = (type: string, value: string) =>
    der(tag.set, sequence(oid(type), utf8String(value)));
  return sequence(attribute("2.5.4.10", name.organization), attribute("2.5.4.3", name.commonName));
}

/** What a certificate says. */
export interface CertificateContent {
  readonly serial: Buffer;
  readonly issuer: Name;
  readonly subject: Name | undefined;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spki: Uint8Array;
  readonly extensions: readonly Buffer[];
}

/** The part of a certificate that is signed. */
export function toBeSigned(content: CertificateContent): Buffer {
  return sequence(
    explicit(0, smallInteger(2)), // version 3
    integer(content.serial),
    ecdsaSha256,
    nameOf(content.issuer),
    sequence(time(content.notBefore), time(content.notAfter)),
    nameOf(content.subject),
    Buffer.from(content.spki),
    explicit(3, sequence(...content.extensions)),
  );
}

/** A certificate in DER, signed with its issuer's key. */
export function certificate(content: CertificateContent, issuer: KeyPair): Buffer {
  const signed = toBeSigned(content);
  return sequence(signed, ecdsaSha256, bitString(issuer.sign(signed)));
}

/** A serial number that no other certificate has. */
export const newSerial = () => Buffer.concat([Buffer.from([0x01]), randomBytes(15)]);

/** An extension: its identifier, whether who does not know it has to refuse, its value in DER. */
export function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
}

const keyIdentifier = (spki: Uint8Array) => createHash("sha1").update(spki).digest();

export const extensions = {
  authority: extension("2.5.29.19", true, sequence(boolean(true))),
  /** keyCertSign and cRLSign. */
  signsCertificates: extension("2.5.29.15", true, der(tag.bitString, Buffer.from([1, 0x06]))),
  /** digitalSignature. */
  signsData: extension("2.5.29.15", true, der(tag.bitString, Buffer.from([7, 0x80]))),
  codeSigning: extension("2.5.29.37", false, sequence(oid("1.3.6.1.5.5.7.3.3"))),
  timeStamping: extension("2.5.29.37", true, sequence(oid("1.3.6.1.5.5.7.3.8"))),
  subjectKey: (spki: Uint8Array) => extension("2.5.29.14", false, octetString(keyIdentifier(spki))),
  authorityKey: (spki: Uint8Array) =>
    extension("2.5.29.35", false, sequence(implicit(0, keyIdentifier(spki)))),
  /** The one name of the subject, which is an e-mail address or a URI. */
  subjectAltName: (name: { readonly kind: "email" | "uri"; readonly value: string }) =>
    extension(
      "2.5.29.17",
      true,
      sequence(implicit(name.kind === "email" ? 1 : 6, Buffer.from(name.value))),
    ),
} as const;

/** DER in PEM. */
export function pem(label: string, bytes: Uint8Array): string {
  const body = Buffer.from(bytes)
    .toString("base64")
    .replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
