import { canonicalJson } from "@worldflux/schema";
import { type Answer, json, type Request, refusal, textAt } from "./answer.ts";
import { newAuthority } from "./authority.ts";
import { pem } from "./certificate.ts";
import type { Faults } from "./faults.ts";
import { sha256 } from "./key-pair.ts";
import { include, type Log } from "./log.ts";

/** What a log needs to answer. */
export interface RekorParts {
  readonly log: Log;
  readonly faults: Faults;
  readonly now: () => Date;
}

/** `POST /api/v1/log/entries` with a `dsse` 0.0.1 entry. */
export function createEntryV1(parts: RekorParts, request: Request): Answer {
  const body = json(request.body);
  if (textAt(body, "kind") !== "dsse" || textAt(body, "apiVersion") !== "0.0.1") {
    return refusal(400, 400, "this log takes dsse 0.0.1");
  }
  const envelope = Buffer.from(textAt(body, "spec", "proposedContent", "envelope"));
  const verifier = textAt(body, "spec", "proposedContent", "verifiers", 0);
  const read = json(envelope);
  const signature = textAt(read, "signatures", 0, "sig");
  if (signature === "" || verifier === "") return refusal(400, 400, "the entry is not complete");
  const payload = Buffer.from(textAt(read, "payload"), "base64");
  const { uuid, entry } = logEnvelope(parts, { envelope, payload, signature, verifier });
  return { status: 201, body: { [uuid]: entry } };
}

/** What is logged about an envelope. `signature` and `verifier` (a PEM) are base64. */
export interface LoggedEnvelope {
  readonly envelope: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: string;
  readonly verifier: string;
}

function loggedSigner({ signature, verifier }: LoggedEnvelope, faults: Faults) {
  if (faults.entry === "other-signature") return { signature: "AAAA", verifier };
  if (faults.entry !== "other-certificate") return { signature, verifier };
  const other = Buffer.from(pem("CERTIFICATE", newAuthority("elsewhere", "fulcio").chain[0]));
  return { signature, verifier: other.toString("base64") };
}

/** Puts an envelope into the log; the entry as the API gives it. */
export function logEnvelope({ log, faults, now }: RekorParts, logged: LoggedEnvelope) {
  const payload = faults.entry === "other-content" ? Buffer.from("something else") : logged.payload;
  const hash = (bytes: Uint8Array) => ({
    algorithm: "sha256",
    value: sha256(bytes).toString("hex"),
  });
  const body = Buffer.from(
    canonicalJson({
      apiVersion: "0.0.1",
      kind: "dsse",
      spec: {
        envelopeHash: hash(logged.envelope),
        payloadHash: hash(payload),
        signatures: [loggedSigner(logged, faults)],
      },
    }),
  );
  const inclusion = include(log, body, faults);
  const id = faults.entry === "other-log-id" ? sha256(Buffer.from("another log")) : log.id;
  const promised = {
    body: body.toString("base64"),
    integratedTime: Math.floor(now().getTime() / 1000),
    logID: id.toString("hex"),
    logIndex: inclusion.index,
  };
  const uuid = sha256(Buffer.from([0]), body).toString("hex");
  const entry = {
    ...promised,
    verification: {
      ...(faults.entry === "no-proof"
        ? {}
        : {
            inclusionProof: {
              checkpoint: inclusion.checkpoint,
              hashes: inclusion.hashes.map((sibling) => sibling.toString("hex")),
              logIndex: inclusion.index,
              rootHash: inclusion.root.toString("hex"),
              treeSize: inclusion.size,
            },
          }),
      ...(faults.entry === "no-promise"
        ? {}
        : {
            signedEntryTimestamp: log.keys
              .sign(Buffer.from(canonicalJson(promised)))
              .toString("base64"),
          }),
    },
  };
  return { uuid, entry };
}
