import { randomBytes } from "node:crypto";
import { type Answer, json, type Request, textAt } from "./answer.ts";
import { type Authority, newAuthority } from "./authority.ts";
import { ecdsaSha256, extensions, nameOf } from "./certificate.ts";
import {
  der,
  explicit,
  generalizedTime,
  integer,
  octetString,
  oid,
  readElements,
  sequence,
  setOf,
  smallInteger,
  tag,
  time,
} from "./der.ts";
import type { Faults } from "./faults.ts";
import { sha256 } from "./key-pair.ts";

/** What a time stamp is asked for. */
export interface TimestampQuery {
  /** SHA-256 of what is stamped. */
  readonly digest: Uint8Array;
  /** Octets of the INTEGER, to be given back. */
  readonly nonce: Uint8Array | undefined;
  /** Whether the authority's certificate goes into the token. */
  readonly certificates: boolean;
}

/** A time-stamping authority's certificate and key. */
export const newTimestampAuthority = (organization: string) =>
  newAuthority(organization, "time stamps", [extensions.signsData, extensions.timeStamping]);

export interface TimestampParts {
  readonly authority: Authority & { readonly serial: Buffer };
  readonly faults: Faults;
  readonly now: () => Date;
}

const oids = {
  sha256: "2.16.840.1.101.3.4.2.1",
  signedData: "1.2.840.113549.1.7.2",
  timestampInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificate: "1.2.840.113549.1.9.16.2.47",
  policy: "1.3.6.1.4.1.57264.2",
} as const;

const sha256Identifier = sequence(oid(oids.sha256));

/** `POST /api/v1/timestamp`: RFC 3161's own form, or the JSON of Sigstore's time-stamping authority. */
export function createTimestamp(parts: TimestampParts, request: Request): Answer {
  const query =
    request.contentType === "application/timestamp-query"
      ? readQuery(request.body)
      : readJsonQuery(request.body);
  if (query === null) return { status: 400, body: { code: 400, message: "no query" } };
  return {
    status: request.contentType === "application/timestamp-query" ? 200 : 201,
    headers: { "content-type": "application/timestamp-reply" },
    body: timestampReply(parts, query),
  };
}

function readQuery(body: Buffer): TimestampQuery | null {
  try {
    const [query] = readElements(body);
    const [, imprint, ...rest] = readElements(query?.content ?? Buffer.alloc(0));
    const [, digest] = readElements(imprint?.content ?? Buffer.alloc(0));
    if (digest?.content.length !== 32) return null;
    return {
      digest: digest.content,
      nonce: rest.find((element) => element.tag === tag.integer)?.content,
      certificates: rest.some((element) => element.tag === tag.boolean && element.content[0] !== 0),
    };
  } catch {
    return null;
  }
}

function readJsonQuery(body: Buffer): TimestampQuery | null {
  const query = json(body);
  const digest = Buffer.from(textAt(query, "artifactHash"), "base64");
  if (textAt(query, "hashAlgorithm") !== "sha256" || digest.length !== 32) return null;
  return { digest, nonce: undefined, certificates: false };
}

/** A TimeStampResp in DER. */
export function timestampReply(parts: TimestampParts, query: TimestampQuery): Buffer {
  const { faults } = parts;
  if (faults.timestamp === "refused") return sequence(sequence(smallInteger(2)));
  const authority =
    faults.timestamp === "other-chain" ? newTimestampAuthority("elsewhere") : parts.authority;
  // Tests that want a fraction get one that DER shortens, which some readers do not expect.
  const now = parts.now();
  const fractions = faults.timestamp?.startsWith("milliseconds") === true;
  if (fractions) now.setUTCMilliseconds(120);
  if (faults.timestamp === "milliseconds-once") delete faults.timestamp;
  const info = sequence(
    smallInteger(1),
    oid(oids.policy),
    sequence(sha256Identifier, octetString(digestFor(query, faults))),
    integer(randomBytes(8)),
    generalizedTime(now, fractions),
    sequence(smallInteger(1)), // accurate to the second
    ...nonceFor(query, faults),
  );
  const [certificate] = authority.chain;
  const attributes = [
    attribute(oids.contentType, oid(oids.timestampInfo)),
    attribute(oids.signingTime, time(now)),
    attribute(oids.messageDigest, octetString(sha256(info))),
    // ESSCertIDv2 with its default algorithm, SHA-256
    attribute(
      oids.signingCertificate,
      sequence(sequence(sequence(octetString(sha256(certificate))))),
    ),
  ];
  const signed = setOf(...attributes);
  const rootName = readIssuer(certificate);
  const signer = sequence(
    smallInteger(1),
    sequence(rootName, integer(authority.serial)),
    sha256Identifier,
    explicit(0, readElements(signed)[0]?.content ?? Buffer.alloc(0)),
    ecdsaSha256,
    octetString(authority.keys.sign(signed)),
  );
  const signedData = sequence(
    smallInteger(3),
    setOf(sha256Identifier),
    sequence(oid(oids.timestampInfo), explicit(0, octetString(info))),
    ...(query.certificates ? [explicit(0, certificate)] : []),
    der(tag.set, signer),
  );
  return sequence(
    sequence(smallInteger(0)), // granted
    sequence(oid(oids.signedData), explicit(0, signedData)),
  );
}

const attribute = (type: string, value: Buffer) => sequence(oid(type), setOf(value));

const digestFor = (query: TimestampQuery, faults: Faults) =>
  faults.timestamp === "other-digest" ? sha256(Buffer.from("something else")) : query.digest;

function nonceFor({ nonce }: TimestampQuery, faults: Faults): Buffer[] {
  if (nonce === undefined || faults.timestamp === "no-nonce") return [];
  return [integer(faults.timestamp === "other-nonce" ? Buffer.from([42]) : nonce)];
}

/** The issuer's name in a certificate, as it stands there. */
function readIssuer(certificate: Buffer): Buffer {
  const [whole] = readElements(certificate);
  const [signed] = readElements(whole?.content ?? Buffer.alloc(0));
  const [, , , issuer] = readElements(signed?.content ?? Buffer.alloc(0));
  return issuer?.whole ?? nameOf(undefined);
}
