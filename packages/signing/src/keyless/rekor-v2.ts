import { createHash } from "node:crypto";
import * as z from "zod";
import { askForJson } from "./ask-service.ts";
import {
  type BundledEntry,
  badEntry,
  base64,
  checkedProof,
  integer,
  type LogAddress,
  logService,
  type SignatureToLog,
} from "./log-entry.ts";
import { parse } from "./rekor-v1.ts";

const Base64 = z.base64().max(128 * 1024);
/** protobuf's int64 in JSON, which may also be a number, and is left out for 0. */
const Int64 = z
  .union([z.string().regex(/^(0|[1-9]\d{0,15})$/), z.int().min(0)])
  .default("0")
  .transform(Number)
  .refine(Number.isSafeInteger);

const Entry = z.looseObject({
  logIndex: Int64,
  logId: z.looseObject({ keyId: Base64 }),
  kindVersion: z.looseObject({ kind: z.literal("hashedrekord"), version: z.literal("0.0.2") }),
  inclusionProof: z.looseObject({
    logIndex: Int64,
    rootHash: Base64,
    treeSize: Int64,
    hashes: z.array(Base64).max(64).default([]),
    checkpoint: z.looseObject({ envelope: z.string() }),
  }),
  canonicalizedBody: Base64,
});

const Body = z.looseObject({
  kind: z.literal("hashedrekord"),
  apiVersion: z.literal("0.0.2"),
  spec: z.looseObject({
    hashedRekordV002: z.looseObject({
      data: z.looseObject({ algorithm: z.literal("SHA2_256"), digest: z.string() }),
      signature: z.looseObject({
        content: z.string(),
        verifier: z.looseObject({ x509Certificate: z.looseObject({ rawBytes: z.string() }) }),
      }),
    }),
  }),
});

/**
 * Logs a signature in a Rekor log of version 2, as `hashedrekord` 0.0.2 over the SHA-256 of the
 * pre-authentication encoding, and returns the entry once it is the one that was asked for. Since 2026
 * such logs have no type for envelopes any more.
 *
 * @throws WorldFluxError as `askService`; WF_SERVICE_ANSWER for an entry about something else, or
 * without a proof
 */
export async function logInRekorV2(
  signed: SignatureToLog,
  { url, limits }: LogAddress,
): Promise<BundledEntry> {
  const digest = createHash("sha256").update(signed.encoding).digest("base64");
  const answer = await askForJson({
    service: logService,
    url: `${url.replace(/\/$/, "")}/api/v2/log/entries`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      hashedRekordRequestV002: {
        digest,
        signature: {
          content: base64(signed.signature),
          verifier: {
            x509Certificate: { rawBytes: base64(signed.certificate) },
            keyDetails: "PKIX_ECDSA_P256_SHA_256",
          },
        },
      },
    }),
    limits,
  });
  const { data: entry } = Entry.safeParse(answer);
  if (entry === undefined) throw badEntry(url, "with something that is no entry with a proof");
  const body = Buffer.from(entry.canonicalizedBody, "base64");
  const logged = Body.safeParse(parse(body)).data?.spec.hashedRekordV002;
  const isOurs =
    logged?.data.digest === digest &&
    logged.signature.content === base64(signed.signature) &&
    logged.signature.verifier.x509Certificate.rawBytes === base64(signed.certificate);
  if (!isOurs) throw badEntry(url, "with an entry about something else");
  const { inclusionProof: proof } = entry;
  return {
    ...integer("logIndex", entry.logIndex),
    logId: { keyId: entry.logId.keyId },
    kindVersion: { kind: "hashedrekord", version: "0.0.2" },
    inclusionProof: checkedProof(
      body,
      {
        index: proof.logIndex,
        size: proof.treeSize,
        root: Buffer.from(proof.rootHash, "base64"),
        hashes: proof.hashes.map((hash) => Buffer.from(hash, "base64")),
        checkpoint: proof.checkpoint.envelope,
      },
      url,
    ),
    canonicalizedBody: base64(body),
  };
}
