import { timingSafeEqual } from "node:crypto";
import { bundleFromJSON } from "@sigstore/bundle";
import { TrustedRoot as ProtobufRoot } from "@sigstore/protobuf-specs";
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from "@sigstore/verify";
import { preview, WorldFluxError } from "@worldflux/schema";
import { fromBase64 } from "../base64.ts";
import type { CertificateBundle } from "../bundle.ts";
import { refusedSignature, type SignatureCheck, type SignatureCode } from "../check.ts";
import { before } from "../judge-signer.ts";
import { Refusal } from "../refusal.ts";
import type { SigningTime } from "../signing-time.ts";
import {
  type CheckedEntry,
  checkLogEntry,
  refuseTwice,
  type TrustedLog,
} from "./check-log-entry.ts";
import type { SigstoreKeys } from "./load-sigstore-trust.ts";
import { matchesIdentity } from "./match-identity.ts";
import type { SigstorePolicyConfig } from "./policy.ts";
import { readCertificate, type SigningCertificate } from "./read-certificate.ts";
import { type ReadToken, readToken, type TrustedAuthority } from "./read-token.ts";
import type { JudgedSignature, SigstoreTrust } from "./sigstore-trust.ts";

/**
 * Judges signatures by certificate with @sigstore/verify, and before and after it all that the library
 * lets through: see docs/decisions/0013-sigstore-wrapper.md.
 *
 * @throws WorldFluxError WF_DOCUMENT_INVALID for a root with a key or a certificate that cannot be read
 */
export function keylessJudge(keys: SigstoreKeys): SigstoreTrust {
  const parts = prepare(keys);
  return {
    judge: (bundle, now) => {
      try {
        return judge(bundle, now, parts);
      } catch (error) {
        const { code, message } = error instanceof Refusal ? error : refusalOf(error);
        return { checks: refusedSignature(code, message), signer: null, signedAt: null };
      }
    },
  };
}

interface Parts extends SigstoreKeys {
  readonly material: ReturnType<typeof toTrustMaterial>;
  readonly logs: readonly TrustedLog[];
  readonly authorities: readonly TrustedAuthority[];
}

function prepare(keys: SigstoreKeys): Parts {
  const { root } = keys;
  try {
    return {
      ...keys,
      material: toTrustMaterial(ProtobufRoot.fromJSON(root)),
      logs: root.tlogs.map(({ baseUrl, logId, checkpointKeyId, publicKey }) => ({
        baseUrl,
        logId: fromBase64((checkpointKeyId ?? logId).keyId),
        validUntil: publicKey.validFor.end ? new Date(publicKey.validFor.end) : null,
      })),
      authorities: root.timestampAuthorities.map(({ certChain, subject, uri }, i) => ({
        name: subject?.commonName ?? uri ?? `time stamp authority ${i + 1}`,
        certificate: fromBase64(certChain.certificates[0]?.rawBytes ?? ""),
      })),
    };
  } catch {
    throw new WorldFluxError(
      "WF_DOCUMENT_INVALID",
      `${keys.rootName}: a key or a certificate in it cannot be read`,
      { hint: "get trusted_root.json from whoever runs this Sigstore deployment" },
    );
  }
}

function judge(bundle: CertificateBundle, now: Date, parts: Parts): JudgedSignature {
  const { policy, logs } = parts;
  const { certificate: raw, tlogEntries = [] } = bundle.verificationMaterial;
  const certificate = readCertificate(fromBase64(raw.rawBytes));
  refuseTwice(tlogEntries);
  const entries = tlogEntries.map((entry) => checkLogEntry(entry, bundle, logs));
  const tokens = (
    bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? []
  ).map(({ signedTimestamp }) => readToken(fromBase64(signedTimestamp), parts.authorities));
  const times = timesOf(entries, tokens);
  refuseFuture([...certificate.logged, ...times.map(({ at }) => new Date(at))], now, policy);
  refuseOutside(certificate, entries, times);
  refuseFew("log", new Set(entries.map(({ log }) => log)).size, policy.thresholds.tlog);
  refuseFew("voucher for the time", vouchers(times), policy.thresholds.timestamps);
  verifyAll(bundle, entries, parts);
  const [signedAt] = times.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  if (signedAt === undefined) throw new TypeError("no time, though one was asked for");
  const { identity } = certificate;
  const inLogs = entries.map(
    ({ log, entry }) => `entry ${entry.logIndex ?? "0"} of ${preview(log.baseUrl, 200)}`,
  );
  return {
    checks: {
      signature: {
        id: "signature",
        status: "pass",
        code: "signature_valid",
        detail: [`signed with a certificate under ${parts.rootName}`, ...inLogs].join("; "),
      },
      identity: judgeIdentity(certificate, signedAt, policy),
    },
    signer: identity === null ? null : { name: identity.san, id: identity.issuer },
    signedAt,
  };
}

function timesOf(entries: readonly CheckedEntry[], tokens: readonly ReadToken[]): SigningTime[] {
  return [
    ...entries.flatMap(({ integrated, log }) =>
      integrated === null
        ? []
        : [{ at: integrated.toISOString(), by: "rekor", name: log.baseUrl } as const],
    ),
    ...tokens.map(
      ({ at, authority }) =>
        ({ at: at.toISOString(), by: "rfc3161", name: authority.name }) as const,
    ),
  ];
}

function vouchers(times: readonly SigningTime[]): number {
  return new Set(times.map(({ by, name }) => `${by} ${name}`)).size;
}

function refuseFew(what: string, found: number, wanted: number): void {
  if (found >= wanted) return;
  throw new Refusal("below_threshold", `the policy asks for ${wanted} ${what}, there is ${found}`);
}

function refuseFuture(
  times: readonly Date[],
  now: Date,
  { max_clock_skew_seconds }: SigstorePolicyConfig,
): void {
  const latest = now.getTime() + max_clock_skew_seconds * 1000;
  if (times.every((time) => time.getTime() <= latest)) return;
  throw new Refusal("time_in_future", "a time in the bundle is ahead of this computer's clock");
}

/** The library says the same with fewer words, and says nothing of a log's key that was retired. */
function refuseOutside(
  { notBefore, notAfter }: SigningCertificate,
  entries: readonly CheckedEntry[],
  times: readonly SigningTime[],
): void {
  for (const { at } of times) {
    const time = Date.parse(at);
    if (!(notBefore.getTime() <= time && time <= notAfter.getTime())) {
      throw new Refusal("certificate_wrong", `the certificate was not valid at ${at}`);
    }
    if (entries.some(({ log }) => log.validUntil !== null && !(time <= log.validUntil.getTime()))) {
      throw new Refusal("log_entry_wrong", `the log's key was no longer valid at ${at}`);
    }
  }
}

/** Every proof and signature, once for each log entry, each entry against what it has to be about. */
function verifyAll(
  bundle: CertificateBundle,
  entries: readonly CheckedEntry[],
  { material, policy }: Parts,
): void {
  const tlogEntries = entries.map(({ entry }) => entry);
  const verificationMaterial = { ...bundle.verificationMaterial, tlogEntries };
  const entity = toSignedEntity(bundleFromJSON({ ...bundle, verificationMaterial }));
  const { signature: content } = entity;
  const check = (index: number | null, digest: string) => {
    const one = index === null ? [] : entity.tlogEntries.slice(index, index + 1);
    new Verifier(material, {
      tlogThreshold: one.length,
      ctlogThreshold: policy.thresholds.sct,
      timestampThreshold: 1,
    }).verify({
      ...entity,
      tlogEntries: one,
      signature: {
        signature: content.signature,
        compareSignature: (signature) => content.compareSignature(signature),
        compareDigest: (found) => equal(found, Buffer.from(digest, "hex")),
        verifySignature: (key) => content.verifySignature(key),
      },
    });
  };
  if (entries.length === 0) check(null, "");
  for (const [i, { digest }] of entries.entries()) check(i, digest);
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function judgeIdentity(
  { identity, nobody }: SigningCertificate,
  signedAt: SigningTime,
  policy: SigstorePolicyConfig,
): SignatureCheck<"identity"> {
  const when = before(signedAt);
  if (identity === null) {
    return { id: "identity", status: "fail", code: "signer_unknown", detail: `${nobody}; ${when}` };
  }
  const who = `${preview(identity.san, 200)}, as ${preview(identity.issuer, 200)} vouches`;
  const trusted = policy.identities.some((wanted) => matchesIdentity(wanted, identity));
  return {
    id: "identity",
    status: trusted ? "pass" : "fail",
    code: trusted ? "signer_trusted" : "signer_unknown",
    detail: trusted
      ? `signed by ${who}; ${when}`
      : `signed by ${who}, whom the policy does not name; ${when}`,
  };
}

/** What the library's codes come to. Its messages quote what they were given, so none goes further. */
function refusalOf(error: unknown): { code: SignatureCode; message: string } {
  const code = error instanceof VerificationError ? error.code : "";
  if (code.startsWith("TLOG")) {
    return { code: "log_entry_wrong", message: "the log's proof does not hold for this signature" };
  }
  if (code === "TIMESTAMP_ERROR") {
    return { code: "timestamp_wrong", message: "a time stamp is not one over this signature" };
  }
  if (code === "CERTIFICATE_ERROR") {
    const message = "the certificate is not under the trusted root, or no certificate log saw it";
    return { code: "certificate_wrong", message };
  }
  if (code === "SIGNATURE_ERROR") {
    return {
      code: "signature_wrong",
      message: "the signature is not one of the certificate's key",
    };
  }
  return { code: "bundle_format", message: "the bundle holds something that cannot be read" };
}
