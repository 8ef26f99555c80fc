import { type DerElement, der, derInteger, derOid, derTag, integerOf, readDer } from "../der.ts";

/** Object identifiers, as the content of their DER. */
const oids = {
  sha256: "608648016503040201",
  signedData: "2a864886f70d010702",
  timestampInfo: "2a864886f70d0109100104",
} as const;

/**
 * How an authority may sign so that verifiers of Sigstore bundles read it: ECDSA with SHA-2, and RSA with
 * SHA-256, which they take for any signature whose algorithm they do not know.
 */
const readable: readonly string[] = [
  ...["01", "02", "03", "04"].map((hash) => `2a8648ce3d0403${hash}`),
  "2a864886f70d01010b", // sha256WithRSAEncryption
];
/** rsaEncryption, with the hash named beside it. */
const plainRsa = "2a864886f70d010101";
const tags = { boolean: 0x01, generalizedTime: 0x18, set: 0x31, explicit0: 0xa0 } as const;

/**
 * A time-stamp request (RFC 3161, section 2.4.1) for a SHA-256. Asks for the authority's certificate to
 * be in the token, so that it can be checked with openssl alone.
 *
 * @param nonce 8 octets
 */
export function timestampQuery(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const { sequence, octetString, integer } = derTag;
  return der(
    sequence,
    derInteger(1),
    der(sequence, der(sequence, derOid(oids.sha256)), der(octetString, digest)),
    der(integer, positive(nonce)),
    der(tags.boolean, Uint8Array.of(0xff)),
  );
}

/** The octets of a nonce as an INTEGER that is positive and has no octet too many. */
function positive(nonce: Uint8Array): Uint8Array {
  const octets = Uint8Array.from(nonce);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets;
}

/** What a time stamp says, not checked against any key. */
export interface TimestampInfo {
  /** The time as it stands there, such as `20260506000000Z`. */
  readonly time: string;
}

/**
 * Reads a time-stamp reply. Returns what is wrong with it, in words that continue "answered", when it was
 * not granted, is about another digest, or does not give the nonce back.
 */
export function readTimestampReply(
  reply: Uint8Array,
  digest: Uint8Array,
  nonce: Uint8Array,
): TimestampInfo | string {
  const [status, token] = children(only(reply));
  if (status === undefined) return "with something that is no time-stamp reply";
  const granted = integerOf(children(status)[0]);
  if (granted !== 0 && granted !== 1) return "that it grants no time stamp";
  const info = children(only(infoIn(token) ?? new Uint8Array()));
  const [version, , imprint, , time, ...rest] = info;
  if (integerOf(version) !== 1 || time?.tag !== tags.generalizedTime) {
    return "with something that is no time stamp";
  }
  const [algorithm, hashed] = children(imprint);
  if (!isOid(children(algorithm)[0], oids.sha256) || !isSame(hashed?.content, digest)) {
    return "with a time stamp of something else";
  }
  const given = rest.find(({ tag }) => tag === derTag.integer);
  if (!isSame(given?.content, positive(nonce))) return "with a time stamp for another request";
  if (!isReadable(token)) return "with a time stamp signed in a way that its readers do not know";
  return { time: new TextDecoder().decode(time.content) };
}

/** Whether the one signature of a token (CMS SignerInfo) is by an algorithm that readers know. */
function isReadable(token: DerElement | undefined): boolean {
  const [, content] = children(token);
  const signers = children(only(content?.content ?? new Uint8Array())).at(-1);
  const signer = signers?.tag === tags.set ? only(signers.content) : undefined;
  const [, , hash, ...rest] = children(signer);
  const algorithm = children(rest.find(({ tag }) => tag === derTag.sequence))[0];
  if (isOid(algorithm, plainRsa)) return isOid(children(hash)[0], oids.sha256);
  return readable.some((oid) => isOid(algorithm, oid));
}

/** TSTInfo in DER, out of the CMS SignedData that a token is. */
function infoIn(token: DerElement | undefined): Uint8Array | null {
  const [type, content] = children(token);
  if (!isOid(type, oids.signedData) || content?.tag !== tags.explicit0) return null;
  const [, , encapsulated] = children(only(content.content));
  const [innerType, inner] = children(encapsulated);
  if (!isOid(innerType, oids.timestampInfo) || inner?.tag !== tags.explicit0) return null;
  const octets = only(inner.content);
  return octets?.tag === derTag.octetString ? octets.content : null;
}

function only(bytes: Uint8Array): DerElement | undefined {
  const elements = readDer(bytes);
  return elements?.length === 1 ? elements[0] : undefined;
}

/** What a SEQUENCE holds; nothing for another element. */
function children(element: DerElement | undefined): DerElement[] {
  return element?.tag === derTag.sequence ? (readDer(element.content) ?? []) : [];
}

function isOid(element: DerElement | undefined, hex: string): boolean {
  return element?.tag === derTag.oid && Buffer.from(element.content).toString("hex") === hex;
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array) =>
  a !== undefined && Buffer.compare(a, b) === 0;
