import { canonicalJson } from "@worldflux/schema";
import { type Answer, at, json, type Request, refusal, textAt } from "./answer.ts";
import { newAuthority } from "./authority.ts";
import { sha256 } from "./key-pair.ts";
import { include } from "./log.ts";
import type { RekorParts } from "./rekor-v1.ts";

/** What is logged: base64 of a digest, of the signature over what has that digest, of a certificate. */
export interface LoggedSignature {
  readonly kind: "hashedrekord" | "dsse";
  /** Of the pre-authentication encoding for `hashedrekord`, of the payload for `dsse`. */
  readonly digest: string;
  readonly signature: string;
  readonly certificate: string;
}

/** `POST /api/v2/log/entries`, with `hashedrekord` or the older `dsse`, both 0.0.2. */
export function createEntryV2(parts: RekorParts, request: Request): Answer {
  const body = json(request.body);
  const logged = at(body, "hashedRekordRequestV002")
    ? hashedRekord(at(body, "hashedRekordRequestV002"))
    : dsse(at(body, "dsseRequestV002"));
  if (Object.values(logged).includes("")) return refusal(400, 3, "the entry is not complete");
  return { status: 201, body: logSignature(parts, logged) };
}

function hashedRekord(request: unknown): LoggedSignature {
  return {
    kind: "hashedrekord",
    digest: textAt(request, "digest"),
    signature: textAt(request, "signature", "content"),
    certificate: textAt(request, "signature", "verifier", "x509Certificate", "rawBytes"),
  };
}

function dsse(request: unknown): LoggedSignature {
  const payload = Buffer.from(textAt(request, "envelope", "payload"), "base64");
  return {
    kind: "dsse",
    digest: sha256(payload).toString("base64"),
    signature: textAt(request, "envelope", "signatures", 0, "sig"),
    certificate: textAt(request, "verifiers", 0, "x509Certificate", "rawBytes"),
  };
}

/** Puts a signature into the log; the entry as a bundle has it. */
export function logSignature({ log, faults }: RekorParts, logged: LoggedSignature) {
  const digest =
    faults.entry === "other-content"
      ? sha256(Buffer.from("something else")).toString("base64")
      : logged.digest;
  const hash = { algorithm: "SHA2_256", digest };
  const signature = {
    content: faults.entry === "other-signature" ? "AAAA" : logged.signature,
    verifier: {
      keyDetails: "PKIX_ECDSA_P256_SHA_256",
      x509Certificate: {
        rawBytes: faults.entry === "other-certificate" ? otherCertificate() : logged.certificate,
      },
    },
  };
  const spec =
    logged.kind === "hashedrekord"
      ? { hashedRekordV002: { data: hash, signature } }
      : { dsseV002: { payloadHash: hash, signatures: [signature] } };
  const body = Buffer.from(canonicalJson({ apiVersion: "0.0.2", kind: logged.kind, spec }));
  const inclusion = include(log, body, faults);
  const id = faults.entry === "other-log-id" ? sha256(Buffer.from("another log")) : log.id;
  return {
    logIndex: String(inclusion.index),
    logId: { keyId: id.toString("base64") },
    kindVersion: { kind: logged.kind, version: "0.0.2" },
    integratedTime: "0", // this log vouches for no time: a time stamp has to
    inclusionPromise: null,
    ...(faults.entry === "no-proof"
      ? {}
      : {
          inclusionProof: {
            logIndex: String(inclusion.index),
            rootHash: inclusion.root.toString("base64"),
            treeSize: String(inclusion.size),
            hashes: inclusion.hashes.map((sibling) => sibling.toString("base64")),
            checkpoint: { envelope: inclusion.checkpoint },
          },
        }),
    canonicalizedBody: body.toString("base64"),
  };
}

const otherCertificate = () => newAuthority("elsewhere", "fulcio").chain[0].toString("base64");
