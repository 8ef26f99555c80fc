import { canonicalBytes } from "@worldflux/schema";
import * as z from "zod";
import { fromBase64, isBase64, toBase64 } from "./base64.ts";
import { payloadType } from "./dsse.ts";

/** File name of a package's signature, the one file that the manifest does not list. */
export { signatureName } from "@worldflux/schema";
/** The only bundle format that is written or read. */
export const bundleMediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
/** Largest bundle, in bytes. */
export const maxBundleBytes = 4 * 2 ** 20;

/** Most commas of a bundle: ours has 4, and no string in it has any. */
const MAX_COMMAS = 1000;
/** Largest statement, in bytes; ours has about 1 KiB. */
const MAX_PAYLOAD = 64 * 1024;
/** Largest signature, in bytes; ECDSA's DER form has at most 72. */
const MAX_SIGNATURE = 128;
/** Largest time stamp, in bytes; with its certificates one has 1 to 8 KiB. */
const MAX_TIMESTAMP = 32 * 1024;
/** Most time stamps of a bundle. */
const MAX_TIMESTAMPS = 8;

const base64 = (maxBytes: number) =>
  z.string().refine((text) => isBase64(text, maxBytes), {
    error: `expected standard base64 of 1 to ${maxBytes} bytes`,
  });

/** base64 of a SHA-256. */
export const KeyId = z
  .string()
  .refine((text) => isBase64(text, 32) && text.length === 44 && fromBase64(text).length === 32, {
    error: "expected the base64 of a SHA-256",
  });

/** Time stamps of RFC 3161 over the signature. */
const Timestamps = z.strictObject({
  rfc3161Timestamps: z
    .array(z.strictObject({ signedTimestamp: base64(MAX_TIMESTAMP) }))
    .min(1)
    .max(MAX_TIMESTAMPS),
});

/** A Sigstore bundle v0.3 that holds a DSSE envelope signed with a key of the signer's own. */
export const Bundle = z.strictObject({
  mediaType: z.literal(bundleMediaType),
  verificationMaterial: z.strictObject({
    publicKey: z.strictObject({ hint: KeyId }),
    timestampVerificationData: Timestamps.optional(),
  }),
  dsseEnvelope: z.strictObject({
    payload: base64(MAX_PAYLOAD),
    payloadType: z.literal(payloadType),
    signatures: z.tuple([z.strictObject({ sig: base64(MAX_SIGNATURE), keyid: KeyId })]),
  }),
});
export type Bundle = z.infer<typeof Bundle>;

/** True for bytes with more values than any bundle has, which would take long to read and refuse. */
export function hasTooManyValues(bytes: Uint8Array): boolean {
  let commas = 0;
  for (const byte of bytes) if (byte === 0x2c) commas++;
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
