import { canonicalBytes } from "@worldflux/schema";
import { bundleMediaType } from "../bundle.ts";
import { payloadType, preAuthenticationEncoding } from "../dsse.ts";
import type { ServiceLimits } from "./ask-service.ts";
import { checkBeforeWriting } from "./check-before-writing.ts";
import type { IdentityToken } from "./identity-token.ts";
import { base64, type SignatureToLog } from "./log-entry.ts";
import { logInRekorV1 } from "./rekor-v1.ts";
import { logInRekorV2 } from "./rekor-v2.ts";
import { requestTimestamp } from "./request-timestamp.ts";
import { certifyNewKey } from "./signing-certificate.ts";
import type { SigningServices } from "./signing-config.ts";

/** As whom something is signed, and where. */
export interface KeylessSigner {
  /** What `readIdentityToken` returned. */
  readonly identity: IdentityToken;
  /** What `readSigningServices` returned, or `publicGood`. */
  readonly services: SigningServices;
  readonly now: Date;
  readonly limits?: ServiceLimits | undefined;
}

/** Whom a certificate names. */
export interface CertifiedName {
  /** An e-mail address or a URI. */
  readonly name: string;
  /** Who vouched for the name, as the certificate has it. */
  readonly issuer: string;
}

/** A keyless signature. */
export interface KeylessSignature extends CertifiedName {
  /** The Sigstore bundle. */
  readonly bundleBytes: Uint8Array;
  /** The entry in the log; its index is public. */
  readonly logIndex: number;
}

/**
 * Signs any payload with a key that is used once, for which Fulcio certifies whose it is, and puts the
 * signature into Rekor's log and a time stamp on it. Only for `signKeyless`, `signLockKeyless` and for tests:
 * never sign what somebody else chose.
 *
 * Every answer is checked to be about this signature before it goes into the bundle. Where the deployment's
 * keys are known the bundle is verified with them, as a reader will; where not, whether the services' own
 * signatures are genuine is for the verifier to say.
 *
 * @param accept sees whom the certificate names before anything is signed or logged, and may throw
 * @throws WorldFluxError WF_NETWORK, WF_SERVICE_REFUSED or WF_SERVICE_ANSWER; none quotes the token
 */
export async function signPayloadKeyless(
  payload: Uint8Array,
  { identity, services, now, limits }: KeylessSigner,
  accept: (signer: CertifiedName) => void = () => {},
): Promise<KeylessSignature> {
  const key = await certifyNewKey(identity, { url: services.certificateAuthority, now, limits });
  const { name, issuer } = key;
  accept({ name, issuer });
  const encoding = preAuthenticationEncoding(payloadType, payload);
  const signature = key.sign(encoding);
  const dsseEnvelope = {
    payload: base64(payload),
    payloadType,
    signatures: [{ sig: base64(signature) }],
  };
  const signed: SignatureToLog = {
    ...{ payload, encoding, signature, envelope: JSON.stringify(dsseEnvelope) },
    ...{ certificate: key.certificate, certificatePem: key.certificatePem },
  };
  // The time stamp first: it can be asked for again, and what is in the log stays there.
  const stamp =
    services.timestamps === undefined
      ? undefined
      : await requestTimestamp(signature, { url: services.timestamps, now, limits });
  const log = services.log.version === 1 ? logInRekorV1 : logInRekorV2;
  const entry = await log(signed, { url: services.log.url, limits });
  const bundle = {
    mediaType: bundleMediaType,
    verificationMaterial: {
      certificate: { rawBytes: base64(key.certificate) },
      tlogEntries: [entry],
      ...(stamp && {
        timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: base64(stamp) }] },
      }),
    },
    dsseEnvelope,
  };
  const bundleBytes = canonicalBytes(bundle);
  await checkBeforeWriting(bundleBytes, { name, issuer, keys: services.keys, now });
  return {
    ...{ bundleBytes, name, issuer },
    logIndex: Number(entry.logIndex ?? "0"),
  };
}
