import { canonicalJson, type Digest, sha256, toHex } from "@worldflux/schema";
import { type DerElement, derTag, elementAt, readDer } from "./der.ts";
import { Refusal } from "./refusal.ts";
import type { CertificateIdentity } from "./sigstore/match-identity.ts";

/** Whom a certificate names; null: nobody that could be compared, for the reason given. */
export type NamedSubject =
  | { readonly identity: CertificateIdentity; readonly nobody: "" }
  | { readonly identity: null; readonly nobody: string };

// Object identifiers as the octets of DER.
const subjectAltName = "551d11"; // 2.5.29.17
const fulcioArc = "2b0601040183bf3001"; // 1.3.6.1.4.1.57264.1
const fulcio = "1.3.6.1.4.1.57264.1";
const boolean = 0x01;
const utf8String = 0x0c;
const explicit3 = 0xa3;
/** Kinds of a general name: rfc822Name [1] and uniformResourceIdentifier [6]. */
const nameTags = [0x81, 0x86];

/**
 * Whom a certificate of Fulcio's names: the one reader of this for who judges signatures and for who only
 * reads what a lock says. Needs no Node. Whether the certificate is genuine, or was valid, it does not say.
 *
 * @param certificate DER
 * @throws Refusal `certificate_wrong` for what is not a certificate in DER, or has an extension twice
 */
export function certificateIdentity(certificate: Uint8Array): NamedSubject {
  const extensions = extensionsOf(certificate);
  const texts = textsOf(extensions);
  const names = elementsOf(only(extensions.get(subjectAltName), derTag.sequence));
  const [name] = names;
  if (name === undefined || names.length !== 1) {
    return { identity: null, nobody: "the certificate does not have exactly one name" };
  }
  const san = nameTags.includes(name.tag) ? visible(name.content) : null;
  if (san === null) {
    return { identity: null, nobody: "the certificate's name is no e-mail address or URI" };
  }
  const [old, issuer = old] = [texts.get(`${fulcio}.1`), texts.get(`${fulcio}.8`)];
  if (issuer === undefined || (old !== undefined && old !== issuer)) {
    return { identity: null, nobody: "the certificate does not name one issuer" };
  }
  return { identity: { san, issuer, extensions: texts }, nobody: "" };
}

/**
 * One digest for one name that one issuer vouches for, whichever certificate says it. Names can be guessed
 * from it: it keeps them out of sight, not secret.
 */
export function identityDigest({
  issuer,
  san,
}: Pick<CertificateIdentity, "issuer" | "san">): Digest {
  return sha256(canonicalJson({ issuer, name: san }));
}

/** The value of every extension, by its object identifier in hexadecimal digits. */
function extensionsOf(certificate: Uint8Array): Map<string, Uint8Array> {
  // Certificate { TBSCertificate { ..., [3] { extensions } }, algorithm, signature }
  const whole = readDer(certificate);
  const signed = elementAt(certificate, [0, derTag.sequence], [0, derTag.sequence]);
  if (whole?.length !== 1 || signed === null) throw unread();
  const [found, ...more] = (readDer(signed) ?? []).filter(({ tag }) => tag === explicit3);
  const list = elementAt(found?.content, [0, derTag.sequence]);
  if (list === null || more.length > 0) throw unread();
  const extensions = new Map<string, Uint8Array>();
  for (const { tag, content } of elementsOf(list)) {
    const [id, ...rest] = tag === derTag.sequence ? elementsOf(content) : [];
    const value = rest.at(-1);
    const critical = rest.slice(0, -1);
    const sound =
      id?.tag === derTag.oid &&
      value?.tag === derTag.octetString &&
      critical.length <= 1 &&
      critical.every((element) => element.tag === boolean);
    if (!sound) throw unread();
    const oid = toHex(id.content);
    if (extensions.has(oid)) throw wrong("the certificate has an extension twice");
    extensions.set(oid, value.content);
  }
  return extensions;
}

/** Fulcio's extensions that hold visible text, by object identifier. */
function textsOf(extensions: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [oid, value] of extensions) {
    const arc = Number.parseInt(oid.slice(fulcioArc.length), 16);
    // An arc of one octet; larger ones nobody can ask for.
    if (!oid.startsWith(fulcioArc) || oid.length !== fulcioArc.length + 2 || arc >= 0x80) continue;
    // The first six are bare text; those from the eighth on are an UTF8String.
    const text = arc <= 6 ? value : only(value, utf8String);
    const seen = text === null ? null : visible(text, true);
    if (seen !== null) texts.set(`${fulcio}.${arc}`, seen);
  }
  return texts;
}

/** The content of a value that is one element of that kind, with nothing behind it. */
function only(value: Uint8Array | undefined, tag: number): Uint8Array | null {
  return value && readDer(value)?.length === 1 ? elementAt(value, [0, tag]) : null;
}

/** The elements of something that has to be DER. */
function elementsOf(content: Uint8Array | null): readonly DerElement[] {
  const elements = content === null ? [] : readDer(content);
  if (elements === null) throw unread();
  return elements;
}

/** Bytes as text, if they are visible ASCII: nothing that two readers could see as two names. */
function visible(bytes: Uint8Array, spaces = false): string | null {
  if (bytes.length === 0 || bytes.length > 1000) return null;
  const lowest = spaces ? 0x20 : 0x21;
  return bytes.every((byte) => byte >= lowest && byte < 0x7f)
    ? String.fromCharCode(...bytes)
    : null;
}

function unread(): Refusal {
  return wrong("the certificate cannot be read");
}

function wrong(detail: string): Refusal {
  return new Refusal("certificate_wrong", detail);
}
