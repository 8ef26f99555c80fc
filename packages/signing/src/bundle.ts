import { canonicalBytes } from "@worldflux/schema";
import * as z from "zod";
import { fromBase64, isBase64, toBase64 } from "./base64.ts";
import { payloadType } from "./dsse.ts";
import { base64, LogEntry } from "./log-entry.ts";

/** File name of a package's signature, the one file that the manifest does not list. */
export { signatureName } from "@worldflux/schema";
/** The only bundle format that is written or read. */
export const bundleMediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
/** Largest bundle, in bytes. */
export const maxBundleBytes = 4 * 2 ** 20;

/** Most commas of a bundle: ours have 4 to 6 by a key and some 20 by a certificate, and no string in them has any. */
const MAX_COMMAS = 1000;
/** Largest statement, in bytes; ours has about 1 KiB. */
const MAX_PAYLOAD = 64 * 1024;
/** Largest signature, in bytes; ECDSA's DER form has at most 72. */
const MAX_SIGNATURE = 128;
/** The same by a certificate's key, which may be RSA. */
const MAX_LONG_SIGNATURE = 1024;
/** Largest certificate, in bytes; Fulcio's have about 1 KiB. */
const MAX_CERTIFICATE = 16 * 1024;
/** Most log entries of a bundle. */
const MAX_ENTRIES = 8;
/** Largest time stamp, in bytes; with its certificates one has 1 to 8 KiB. */
const MAX_TIMESTAMP = 32 * 1024;
/** Most time stamps of a bundle. */
const MAX_TIMESTAMPS = 8;

/** base64 of a SHA-256. */
export const KeyId = z
  .string()
  .refine((text) => isBase64(text, 32) && text.length === 44 && fromBase64(text).length === 32, {
    error: "expected the base64 of a SHA-256",
  });

/** Time stamps of RFC 3161 over the signature. */
const Timestamps = z
  .array(z.strictObject({ signedTimestamp: base64(MAX_TIMESTAMP) }))
  .max(MAX_TIMESTAMPS);

const envelope = <S extends z.ZodType>(signature: S) =>
  z.strictObject({
    payload: base64(MAX_PAYLOAD),
    payloadType: z.literal(payloadType),
    signatures: z.tuple([signature]),
  });

/** A Sigstore bundle v0.3 that holds a DSSE envelope signed with a key of the signer's own. */
export const KeyBundle = z.strictObject({
  mediaType: z.literal(bundleMediaType),
  verificationMaterial: z.strictObject({
    publicKey: z.strictObject({ hint: KeyId }),
    timestampVerificationData: z.strictObject({ rfc3161Timestamps: Timestamps.min(1) }).optional(),
  }),
  dsseEnvelope: envelope(z.strictObject({ sig: base64(MAX_SIGNATURE), keyid: KeyId })),
});
export type KeyBundle = z.infer<typeof KeyBundle>;

/** A Sigstore bundle v0.3 that holds a DSSE envelope signed with a certificate for a short-lived key. */
export const CertificateBundle = z.strictObject({
  mediaType: z.literal(bundleMediaType),
  verificationMaterial: z.strictObject({
    certificate: z.strictObject({ rawBytes: base64(MAX_CERTIFICATE) }),
    tlogEntries: z.array(LogEntry).max(MAX_ENTRIES).optional(),
    timestampVerificationData: z
      .strictObject({ rfc3161Timestamps: Timestamps.optional() })
      .optional(),
  }),
  dsseEnvelope: envelope(
    // The certificate says which key it is; a name for it would be nobody's word.
    z.strictObject({ sig: base64(MAX_LONG_SIGNATURE), keyid: z.literal("").optional() }),
  ),
});
export type CertificateBundle = z.infer<typeof CertificateBundle>;

/** Either kind of bundle: signed with a key of one's own, or with a certificate. Never both. */
export const Bundle = z.union([KeyBundle, CertificateBundle]);
export type Bundle = z.infer<typeof Bundle>;

/** True for bytes with more values than any bundle has, which would take long to read and refuse. */
export function hasTooManyValues(bytes: Uint8Array): boolean {
  let commas = 0;
  let at = bytes.indexOf(0x2c);
  while (at !== -1 && commas <= MAX_COMMAS) {
    commas++;
    at = bytes.indexOf(0x2c, at + 1);
  }
  return commas > MAX_COMMAS;
}

/** A bundle's bytes: RFC 8785 and a line feed. */
export function bundleBytes(
  keyId: string,
  payload: Uint8Array,
  signature: Uint8Array,
  type: string = payloadType,
): Uint8Array {
  return canonicalBytes({
    mediaType: bundleMediaType,
    verificationMaterial: { publicKey: { hint: keyId } },
    dsseEnvelope: {
      payload: toBase64(payload),
      payloadType: type,
      signatures: [{ sig: toBase64(signature), keyid: keyId }],
    },
  });
}
