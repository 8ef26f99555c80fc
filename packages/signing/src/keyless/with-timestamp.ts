import { canonicalBytes } from "@worldflux/schema";
import * as z from "zod";
import type { ServiceLimits } from "./ask-service.ts";
import { base64 } from "./log-entry.ts";
import { requestTimestamp } from "./request-timestamp.ts";

const Signed = z.looseObject({
  verificationMaterial: z.looseObject({}),
  dsseEnvelope: z.looseObject({ signatures: z.tuple([z.looseObject({ sig: z.base64() })]) }),
});

/**
 * A bundle that `signManifest` made, with a time stamp (RFC 3161) over its signature. The authority learns
 * the hash of the signature and nothing of the package.
 *
 * @throws WorldFluxError as `requestTimestamp`
 */
export async function withTimestamp(
  bundleBytes: Uint8Array,
  authority: {
    readonly url: string;
    readonly now: Date;
    readonly limits?: ServiceLimits | undefined;
  },
): Promise<Uint8Array> {
  const bundle = Signed.parse(JSON.parse(new TextDecoder().decode(bundleBytes)));
  const signature = Buffer.from(bundle.dsseEnvelope.signatures[0].sig, "base64");
  const signedTimestamp = base64(await requestTimestamp(signature, authority));
  return canonicalBytes({
    ...bundle,
    verificationMaterial: {
      ...bundle.verificationMaterial,
      timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp }] },
    },
  });
}
