import { createHash, X509Certificate } from "node:crypto";
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

const hex = (octets?: number) =>
  z
    .string()
    .regex(octets === undefined ? /^([0-9a-f]{2})*$/ : new RegExp(`^[0-9a-f]{${2 * octets}}$`));
const Base64 = z.base64().max(128 * 1024);

/** The one entry of an answer, under a UUID. */
const Entry = z.looseObject({
  body: Base64,
  integratedTime: z.int().min(1),
  logID: hex(32),
  logIndex: z.int().min(0),
  verification: z.looseObject({
    signedEntryTimestamp: Base64,
    inclusionProof: z.looseObject({
      checkpoint: z.string(),
      hashes: z.array(hex(32)).max(64),
      logIndex: z.int().min(0),
      rootHash: hex(32),
      treeSize: z.int().min(1),
    }),
  }),
});

/** What `dsse` 0.0.1 keeps of an envelope. */
const Body = z.looseObject({
  kind: z.literal("dsse"),
  apiVersion: z.literal("0.0.1"),
  spec: z.looseObject({
    payloadHash: z.looseObject({ algorithm: z.literal("sha256"), value: hex(32) }),
    signatures: z.tuple([z.looseObject({ signature: z.string(), verifier: z.string() })]),
  }),
});

/**
 * Logs an envelope in a Rekor log of version 1, as `dsse` 0.0.1, and returns the entry once it is the one
 * that was asked for.
 *
 * @throws WorldFluxError as `askService`; WF_SERVICE_ANSWER for an entry about something else, or
 * without a promise or a proof
 */
export async function logInRekorV1(
  signed: SignatureToLog,
  { url, limits }: LogAddress,
): Promise<BundledEntry> {
  const verifier = base64(Buffer.from(signed.certificatePem));
  const answer = await askForJson({
    service: logService,
    url: `${url.replace(/\/$/, "")}/api/v1/log/entries`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      kind: "dsse",
      apiVersion: "0.0.1",
      spec: { proposedContent: { envelope: signed.envelope, verifiers: [verifier] } },
    }),
    limits,
  });
  const entries = z.record(z.string(), Entry).safeParse(answer).data ?? {};
  const [entry, ...more] = Object.values(entries);
  if (entry === undefined || more.length > 0) {
    throw badEntry(url, "with something that is no entry with a promise and a proof");
  }
  const body = Buffer.from(entry.body, "base64");
  if (!isAbout(body, signed)) throw badEntry(url, "with an entry about something else");
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  return {
    ...integer("logIndex", entry.logIndex),
    logId: { keyId: base64(Buffer.from(entry.logID, "hex")) },
    kindVersion: { kind: "dsse", version: "0.0.1" },
    ...integer("integratedTime", entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: checkedProof(
      body,
      {
        index: proof.logIndex,
        size: proof.treeSize,
        root: Buffer.from(proof.rootHash, "hex"),
        hashes: proof.hashes.map((hash) => Buffer.from(hash, "hex")),
        checkpoint: proof.checkpoint,
      },
      url,
    ),
    canonicalizedBody: base64(body),
  };
}

function isAbout(body: Buffer, signed: SignatureToLog): boolean {
  const { data } = Body.safeParse(parse(body));
  const [logged] = data?.spec.signatures ?? [];
  return (
    data?.spec.payloadHash.value === createHash("sha256").update(signed.payload).digest("hex") &&
    logged?.signature === base64(signed.signature) &&
    isCertificate(logged.verifier, signed.certificate)
  );
}

/** True for the base64 of a PEM of the certificate; a log may break its lines elsewhere. */
function isCertificate(verifier: string, certificate: Uint8Array): boolean {
  try {
    return new X509Certificate(Buffer.from(verifier, "base64")).raw.equals(certificate);
  } catch {
    return false;
  }
}

/** An entry's body as JSON; undefined when it is none. */
export function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
