import { decodeUtf8, parseJson, printable, WorldFluxError } from "@worldflux/schema";
import * as z from "zod";
import { base64 } from "../log-entry.ts";
import { firstProblem } from "../problem.ts";

const Time = z.iso.datetime({ offset: true }).refine((text) => Number.isFinite(Date.parse(text)));

/** The start is required: a key without one would be good for all of the past. */
const ValidFor = z.looseObject({ start: Time, end: Time.nullish() });

const Log = z.looseObject({
  baseUrl: z.url({ protocol: /^https?$/ }).max(500),
  hashAlgorithm: z.literal("SHA2_256"),
  publicKey: z.looseObject({
    rawBytes: base64(4096),
    keyDetails: z.string().regex(/^[A-Z0-9_]{1,60}$/),
    validFor: ValidFor,
  }),
  logId: z.looseObject({ keyId: base64(32) }),
  checkpointKeyId: z.looseObject({ keyId: base64(32) }).nullish(),
});

const Authority = z.looseObject({
  subject: z
    .looseObject({ organization: z.string().optional(), commonName: z.string().optional() })
    .nullish(),
  uri: z.string().nullish(),
  certChain: z.looseObject({
    certificates: z
      .array(z.looseObject({ rawBytes: base64(16 * 1024) }))
      .min(1)
      .max(8),
  }),
  validFor: ValidFor,
});

/**
 * `trusted_root.json` of Sigstore, version 0.1: the keys of authorities and logs. Fields that are not
 * named here are kept; each that is has to be there.
 */
export const TrustedRoot = z.looseObject({
  mediaType: z.enum([
    "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    "application/vnd.dev.sigstore.trustedroot.v0.2+json",
  ]),
  tlogs: z.array(Log).max(64).default([]),
  certificateAuthorities: z.array(Authority).min(1).max(64),
  ctlogs: z.array(Log).max(64).default([]),
  timestampAuthorities: z.array(Authority).max(64).default([]),
});
export type TrustedRoot = z.infer<typeof TrustedRoot>;

/** Largest trusted root, in bytes. */
const MAX_ROOT = 4 * 2 ** 20;

/**
 * Reads a trusted root.
 *
 * @param source its name in messages
 * @throws WorldFluxError WF_DOCUMENT_INVALID, WF_INPUT_TOO_LARGE or one of `parseJson`
 */
export function readTrustedRoot(bytes: Uint8Array, source: string): TrustedRoot {
  if (bytes.length > MAX_ROOT) {
    throw new WorldFluxError("WF_INPUT_TOO_LARGE", `${source} has more than 4 MiB`);
  }
  const { value } = parseJson(decodeUtf8(bytes, source), { source, maxDepth: 16 });
  const root = TrustedRoot.safeParse(value);
  if (root.success) return root.data;
  throw new WorldFluxError(
    "WF_DOCUMENT_INVALID",
    `${printable(source)}: ${firstProblem(root.error)}`,
    { hint: "get trusted_root.json from whoever runs this Sigstore deployment" },
  );
}
