import { X509Certificate as NodeCertificate } from "node:crypto";
import { TrustedRoot as ProtobufRoot } from "@sigstore/protobuf-specs";
import { toTrustMaterial, Verifier } from "@sigstore/verify";
import { printable, WorldFluxError } from "@worldflux/schema";
import { toBase64 } from "../base64.ts";
import { Refusal } from "../refusal.ts";
import type { SigningTime, TimestampTrust } from "../signing-time.ts";
import type { TimestampAuthority, TrustedSigners } from "../trusted-signers.ts";
import { findToken, type ReadToken, type TrustedAuthority } from "./read-token.ts";

const timeStamping = "1.3.6.1.5.5.7.3.8";
/** How far ahead of the reader's clock a time stamp may be, in milliseconds. */
const MAX_SKEW = 60_000;

interface Authority extends TrustedAuthority {
  readonly material: ReturnType<typeof toTrustMaterial>;
}

/**
 * Judges time stamps over signatures by a key with @sigstore/verify.
 *
 * @param source the configuration's name in messages
 * @throws WorldFluxError WF_DOCUMENT_INVALID for certificates that are no chain of a time stamp authority
 */
export function timestampJudge(signers: TrustedSigners, source: string): TimestampTrust {
  const authorities = signers.timestampAuthorities.map((entry, i) =>
    prepare(entry, `${printable(source)}: /timestamp_authorities/${i}/certificate_chain_pem`),
  );
  return {
    judge: (tokens, signature, now) => {
      try {
        return { proven: judge(tokens, signature, now, authorities), problem: null };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { proven: null, problem: { code: error.code, detail: error.message } };
      }
    },
  };
}

function prepare(entry: TimestampAuthority, place: string): Authority {
  refuseBrokenChain(entry.certificates, place);
  const [certificate = new Uint8Array()] = entry.certificates;
  const { publicKey } = new NodeCertificate(certificate); // any key will do, see below
  const certificates = entry.certificates.map((bytes) => ({ rawBytes: toBase64(bytes) }));
  const validFor = { start: entry.validFrom, end: entry.validUntil ?? undefined };
  const material = toTrustMaterial(
    ProtobufRoot.fromJSON({ timestampAuthorities: [{ certChain: { certificates }, validFor }] }),
    // The library asks for the key that signed; that signature was checked before, and is not its business.
    () => ({ publicKey, validFor: () => true }),
  );
  return { name: entry.subject, certificate, material };
}

/** The library looks at a chain only with a time stamp in hand, and then says no more than no. */
function refuseBrokenChain(chain: readonly Uint8Array[], place: string): void {
  const refuse = (problem: string) =>
    new WorldFluxError("WF_DOCUMENT_INVALID", `${place}: ${problem}`, {
      hint: "give the authority's own certificate first, then its issuers up to the root",
    });
  const certificates = chain.map((bytes) => {
    try {
      return new NodeCertificate(bytes);
    } catch {
      throw refuse("a certificate cannot be read");
    }
  });
  if (!(certificates[0]?.keyUsage ?? []).includes(timeStamping)) {
    throw refuse("the first certificate is not one for time stamps");
  }
  for (const [i, certificate] of certificates.entries()) {
    const issuer = certificates[i + 1] ?? certificate;
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
      throw refuse(
        i + 1 < certificates.length
          ? `certificate ${i + 1} is not issued by the one behind it`
          : "the last certificate is not a root",
      );
    }
  }
}

/** The earliest time that a trusted authority vouches for; null when all tokens are by others. */
function judge(
  tokens: readonly Uint8Array[],
  signature: Uint8Array,
  now: Date,
  authorities: readonly Authority[],
): SigningTime | null {
  const times: SigningTime[] = [];
  for (const der of tokens) {
    const read = findToken(der, authorities);
    if (read === null) continue;
    verifyToken(read, Buffer.from(signature));
    if (!(read.at.getTime() <= now.getTime() + MAX_SKEW)) {
      throw new Refusal("time_in_future", "a time stamp is ahead of this computer's clock");
    }
    times.push({ at: read.at.toISOString(), by: "rfc3161", name: read.authority.name });
  }
  const [first] = times.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return first ?? null;
}

function verifyToken({ token, authority }: ReadToken<Authority>, signature: Buffer): void {
  const limits = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 };
  try {
    new Verifier(authority.material, limits).verify({
      key: { $case: "public-key", hint: "" },
      tlogEntries: [],
      timestamps: [{ $case: "timestamp-authority", timestamp: token }],
      signature: {
        signature,
        compareSignature: () => false,
        compareDigest: () => false,
        verifySignature: () => true, // checked before, with the trusted key
      },
    });
  } catch {
    throw new Refusal("timestamp_wrong", "a time stamp is not one over this signature");
  }
}
