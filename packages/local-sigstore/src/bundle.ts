import { pem } from "./certificate.ts";
import { type FulcioParts, issueLeaf, nameIn } from "./fulcio.ts";
import type { Claims } from "./jwt.ts";
import { type KeyPair, newKeyPair, sha256 } from "./key-pair.ts";
import { logEnvelope, type RekorParts } from "./rekor-v1.ts";
import { logSignature } from "./rekor-v2.ts";
import { type TimestampParts, timestampReply } from "./timestamp-authority.ts";

/** What to sign, as whom, and what to get for it. */
export interface BundleRequest {
  readonly payload: Uint8Array;
  /** `application/vnd.in-toto+json` if not given. */
  readonly payloadType?: string;
  /** Whom the certificate names: the claims of a token. */
  readonly claims: Claims;
  /** Where it is logged; v1 if not given. `v2-dsse` is the older form of v2. */
  readonly log?: "v1" | "v2" | "v2-dsse" | "none";
  /** Whether it is time-stamped; yes if not given. */
  readonly timestamp?: boolean;
  /** What the certificate is for, and signs; a new P-256 key if not given. */
  readonly keys?: Pick<KeyPair, "spki" | "sign">;
}

export interface BundleParts {
  readonly fulcio: FulcioParts;
  readonly rekor1: RekorParts;
  readonly rekor2: RekorParts;
  readonly timestamps: TimestampParts;
}

/** A bundle v0.3 as a signer would make it from the services' answers, faults and all. */
export function bundleOf(parts: BundleParts, request: BundleRequest) {
  const { payload, payloadType = "application/vnd.in-toto+json", claims } = request;
  const name = nameIn(claims);
  if (name === null) throw new TypeError("the claims name nobody");
  const keys = request.keys ?? newKeyPair();
  const certificate = issueLeaf(parts.fulcio, keys.spki, claims, name);
  const head = `DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `;
  const encoding = Buffer.concat([Buffer.from(head), payload]);
  const signature = keys.sign(encoding);
  const envelope = {
    payload: Buffer.from(payload).toString("base64"),
    payloadType,
    signatures: [{ sig: signature.toString("base64") }],
  };
  const entries = logged();
  const query = { digest: sha256(signature), nonce: undefined, certificates: true };
  const stamps = request.timestamp === false ? [] : [timestampReply(parts.timestamps, query)];
  return {
    mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
    verificationMaterial: {
      certificate: { rawBytes: certificate.toString("base64") },
      tlogEntries: entries,
      timestampVerificationData: {
        rfc3161Timestamps: stamps.map((token) => ({ signedTimestamp: token.toString("base64") })),
      },
    },
    dsseEnvelope: envelope,
  };

  function logged() {
    const log = request.log ?? "v1";
    if (log === "none") return [];
    if (log !== "v1") {
      const digest = sha256(log === "v2" ? encoding : payload).toString("base64");
      return [
        logSignature(parts.rekor2, {
          kind: log === "v2" ? "hashedrekord" : "dsse",
          digest,
          signature: signature.toString("base64"),
          certificate: certificate.toString("base64"),
        }),
      ].map(({ inclusionPromise: _, ...entry }) => entry);
    }
    const { entry } = logEnvelope(parts.rekor1, {
      envelope: Buffer.from(JSON.stringify(envelope)),
      payload,
      signature: signature.toString("base64"),
      verifier: Buffer.from(pem("CERTIFICATE", certificate)).toString("base64"),
    });
    return [entryOfV1(entry)];
  }
}

/** An entry as Rekor v1 gives it in the form that a bundle has. */
function entryOfV1(entry: ReturnType<typeof logEnvelope>["entry"]) {
  const { inclusionProof: proof, signedEntryTimestamp: promise } = entry.verification;
  const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: base64(entry.logID) },
    kindVersion: { kind: "dsse", version: "0.0.1" },
    integratedTime: String(entry.integratedTime),
    ...(promise === undefined ? {} : { inclusionPromise: { signedEntryTimestamp: promise } }),
    ...(proof === undefined
      ? {}
      : {
          inclusionProof: {
            logIndex: String(proof.logIndex),
            rootHash: base64(proof.rootHash),
            treeSize: String(proof.treeSize),
            hashes: proof.hashes.map(base64),
            checkpoint: { envelope: proof.checkpoint },
          },
        }),
    canonicalizedBody: entry.body,
  };
}
